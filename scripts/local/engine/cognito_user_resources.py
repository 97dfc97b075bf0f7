"""CloudFormation: the users of a user pool, and their membership of groups.

AWS: ``AWS::Cognito::UserPoolUser`` creates the user as AdminCreateUser does, and its ``Ref`` is the user name;
``AWS::Cognito::UserPoolUserToGroupAttachment`` adds the user to the group. A change replaces either.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpooluser.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cognito-userpoolusertogroupattachment.html
MiniStack 1.5.33: knows neither type, though Cognito itself knows the calls.
"""
import json

from ministack.services import cognito
from ministack.services.cloudformation import provisioners

USER = "AWS::Cognito::UserPoolUser"
MEMBERSHIP = "AWS::Cognito::UserPoolUserToGroupAttachment"
GONE = ("UserNotFoundException", "ResourceNotFoundException")


def called(operation, request, tolerated=()):
    status, _headers, body = operation(request)
    answer = json.loads(body or b"{}")
    if status >= 400 and answer.get("__type") not in tolerated:
        raise ValueError(answer.get("message") or answer.get("__type"))
    return answer


def create_user(_logical_id, props, _stack_name):
    names = ("UserPoolId", "Username", "DesiredDeliveryMediums", "ForceAliasCreation", "MessageAction", "ClientMetadata",
             "ValidationData")
    attributes = [{"Name": attribute["Name"], "Value": attribute["Value"]}
                  for attribute in props.get("UserAttributes") or []]
    request = {name: props[name] for name in names if name in props}
    answer = called(cognito._admin_create_user, {**request, "UserAttributes": attributes})
    return answer["User"]["Username"], {}


def delete_user(name, props):
    called(cognito._admin_delete_user, {"UserPoolId": props["UserPoolId"], "Username": name}, GONE)


def membership(props):
    return {name: props[name] for name in ("UserPoolId", "Username", "GroupName")}


def join_group(logical_id, props, stack_name):
    called(cognito._admin_add_user_to_group, membership(props))
    return f"{stack_name}-{logical_id}", {}


def leave_group(_physical_id, props):
    called(cognito._admin_remove_user_from_group, membership(props), GONE)


def replacing(create, delete):
    """Update handler of a type of which every change is a replacement."""
    def update(physical_id, old_props, new_props, stack_name, logical_id=None):
        delete(physical_id, old_props)
        return create(logical_id or physical_id, new_props, stack_name)
    return {"create": create, "delete": delete, "update": update, "update_with_logical_id": True}


def install():
    provisioners._RESOURCE_HANDLERS.setdefault(USER, replacing(create_user, delete_user))
    provisioners._RESOURCE_HANDLERS.setdefault(MEMBERSHIP, replacing(join_group, leave_group))
