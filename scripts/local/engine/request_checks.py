"""Which IAM checks AWS makes of a request to the services that a workflow builds tenants with.

Each is an action, the ARN of the resource that it is about (``*`` where AWS knows none) and the condition keys that go
with it. A request that tags what it creates, or hands a role on, is checked for that too.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""
import dataclasses
import re
from urllib.parse import quote

from ministack.services import iam

SERVICE_OF_ECS_TASKS = "ecs-tasks.amazonaws.com"


@dataclasses.dataclass
class Request:
    """A call: its operation, its parameters (the JSON body, or the query of the older protocols), and whose it is."""
    operation: str
    parameters: dict
    region: str
    account: str

    def get(self, name, default=""):
        value = self.parameters.get(name, default)
        return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) else value

    def members(self, prefix):
        """`Tags.member.1`, … or `ResourceArns.1`, … of the query protocols, in order."""
        found = [name for name in self.parameters if re.fullmatch(rf"{prefix}(\.member)?\.\d+", name)]
        return [self.get(name) for name in sorted(found, key=lambda name: int(name.rsplit(".", 1)[1]))]

    def tags(self):
        """The tags that the request sets, in whichever of the protocols' forms."""
        given = self.parameters.get("Tags") or self.parameters.get("tags") or self.parameters.get("UserPoolTags") or []
        if isinstance(given, dict):
            return dict(given)
        listed = {tag.get("Key", tag.get("key", tag.get("TagKey"))):
                  tag.get("Value", tag.get("value", tag.get("TagValue"))) for tag in given}
        for name in self.parameters:
            key = re.fullmatch(r"((?:TagSpecification\.\d+\.Tag|Tags\.member)\.\d+)\.Key", name)
            if key:
                listed[self.get(name)] = self.get(f"{key.group(1)}.Value")
        return listed

    def tag_context(self):
        tags = self.tags()
        return {**{f"aws:RequestTag/{key}": value for key, value in tags.items()}, "aws:TagKeys": list(tags)} \
            if tags else {}

    def arn(self, service, resource):
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


@dataclasses.dataclass
class Check:
    action: str
    resource: str = "*"
    context: dict = dataclasses.field(default_factory=dict)


def tagging(request, action, resource, **context):
    """The check of the tags that come with a creation."""
    return [Check(action, resource, context)] if request.tags() else []


def last_part(name_or_arn):
    return (name_or_arn or "").rsplit("/", 1)[-1]


def role_arn(request, name):
    """With the path that the role has, or is to get: a policy names `role/tenants/…`."""
    if name.startswith("arn:"):
        return name
    known = iam._roles.get(name)
    return known["Arn"] if known else f"arn:aws:iam::{request.account}:role{request.get('Path') or '/'}{name}"


def ecs(request):
    operation, action = request.operation, f"ecs:{request.operation}"
    cluster = last_part(request.get("cluster") or "default")
    in_cluster = {"ecs:cluster": request.arn("ecs", f"cluster/{cluster}")}
    if operation in ("TagResource", "UntagResource", "ListTagsForResource"):
        return [Check(action, request.get("resourceArn") or "*")]
    if operation == "CreateCluster":
        made = request.arn("ecs", f"cluster/{request.get('clusterName') or 'default'}")
        return [Check(action, made), *tagging(request, "ecs:TagResource", made, **{"ecs:CreateAction": operation})]
    if operation == "DescribeClusters":
        return [Check(action, request.arn("ecs", f"cluster/{last_part(name)}"))
                for name in request.parameters.get("clusters") or ["default"]]
    if operation in ("DeleteCluster", "UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders"):
        return [Check(action, in_cluster["ecs:cluster"])]
    if operation == "RegisterTaskDefinition":
        made = request.arn("ecs", f"task-definition/{request.get('family')}:*")
        passed = [request.get(name) for name in ("taskRoleArn", "executionRoleArn") if request.get(name)]
        return [Check(action, made), *tagging(request, "ecs:TagResource", made, **{"ecs:CreateAction": operation}),
                *(Check("iam:PassRole", role_arn(request, role), {"iam:PassedToService": SERVICE_OF_ECS_TASKS})
                  for role in dict.fromkeys(passed))]
    if operation in ("CreateService", "UpdateService", "DeleteService", "DescribeServices"):
        names = request.parameters.get("services") or [request.get("serviceName") or request.get("service")]
        arns = [request.arn("ecs", f"service/{cluster}/{last_part(name)}") for name in names]
        tags = tagging(request, "ecs:TagResource", arns[0], **{"ecs:CreateAction": operation}) \
            if operation == "CreateService" else []
        return [Check(action, arn, in_cluster) for arn in arns] + tags
    if operation in ("DescribeTasks", "StopTask"):
        tasks = request.parameters.get("tasks") or [request.get("task")]
        return [Check(action, request.arn("ecs", f"task/{cluster}/{last_part(task)}"), in_cluster) for task in tasks]
    if operation == "ListTasks":
        return [Check(action, request.arn("ecs", f"container-instance/{cluster}/*"), in_cluster)]
    if operation == "DeleteTaskDefinitions":
        return [Check(action, request.arn("ecs", f"task-definition/{last_part(name)}"))
                for name in request.parameters.get("taskDefinitions") or []]
    if operation in ("ListServices", "ListTaskDefinitions", "DescribeTaskDefinition", "DeregisterTaskDefinition"):
        return [Check(action, "*", in_cluster if operation == "ListServices" else {})]
    return None


def elasticloadbalancing(request):
    operation, action = request.operation, f"elasticloadbalancing:{request.operation}"
    creation = {"elasticloadbalancing:CreateAction": operation}
    if operation.startswith("Describe"):
        return [Check(action)]
    if operation == "CreateTargetGroup":
        made = request.arn("elasticloadbalancing", f"targetgroup/{request.get('Name')}/*")
        return [Check(action, made), *tagging(request, "elasticloadbalancing:AddTags", made, **creation)]
    if operation == "CreateRule":
        listener = request.get("ListenerArn")
        made = listener.replace(":listener/", ":listener-rule/") + "/*"
        return [Check(action, listener), *tagging(request, "elasticloadbalancing:AddTags", made, **creation)]
    if operation in ("AddTags", "RemoveTags"):
        return [Check(action, resource) for resource in request.members("ResourceArns")]
    if operation in ("DeleteRule", "ModifyRule"):
        return [Check(action, request.get("RuleArn"))]
    if operation in ("DeleteTargetGroup", "ModifyTargetGroup", "ModifyTargetGroupAttributes"):
        return [Check(action, request.get("TargetGroupArn"))]
    return None


def ec2(request):
    operation, action = request.operation, f"ec2:{request.operation}"
    if operation.startswith("Describe"):
        return [Check(action)]
    if operation == "CreateSecurityGroup":
        made = request.arn("ec2", "security-group/*")
        vpc = [Check(action, request.arn("ec2", f"vpc/{request.get('VpcId')}"))] if request.get("VpcId") else []
        return [Check(action, made), *vpc,
                *tagging(request, "ec2:CreateTags", made, **{"ec2:CreateAction": operation})]
    if re.fullmatch(r"(Authorize|Revoke)SecurityGroup(Ingress|Egress)|DeleteSecurityGroup", operation):
        return [Check(action, request.arn("ec2", f"security-group/{request.get('GroupId')}"))]
    return None


def iam_(request):
    operation, action = request.operation, f"iam:{request.operation}"
    name = request.get("RoleName")
    if not name:
        return None
    existing = iam._roles.get(name) or {}
    new = request.get("PermissionsBoundary") if operation in ("CreateRole", "PutRolePermissionsBoundary") else None
    boundary = new or (existing.get("PermissionsBoundary") if operation != "CreateRole" else None)
    context = {"iam:PermissionsBoundary": boundary} if boundary else {}
    if request.get("PolicyArn"):
        context["iam:PolicyARN"] = request.get("PolicyArn")
    arn = role_arn(request, name)
    tags = tagging(request, "iam:TagRole", arn) if operation == "CreateRole" else []
    return [Check(action, arn, context), *tags]


def cognito_idp(request):
    if request.operation == "CreateUserPool":
        return [Check("cognito-idp:CreateUserPool"),
                *tagging(request, "cognito-idp:TagResource", request.arn("cognito-idp", "userpool/*"))]
    return None


def dynamodb(request):
    if request.operation == "CreateTable" and request.tags():
        arn = request.arn("dynamodb", f"table/{last_part(request.get('TableName'))}")
        return [Check("dynamodb:CreateTable", arn), Check("dynamodb:TagResource", arn)]
    return None


def logs(request):
    if request.operation in ("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents"):
        stream = f"log-group:{request.get('logGroupName')}:log-stream:{request.get('logStreamName')}"
        return [Check(f"logs:{request.operation}", request.arn("logs", stream))]
    if request.operation == "CreateLogGroup" and request.tags():
        arn = request.arn("logs", f"log-group:{request.get('logGroupName')}")
        return [Check("logs:CreateLogGroup", arn), Check("logs:TagResource", arn)]
    return None


def monitoring(request):
    # A list of alarms is about all of them; the engine knows it as about everything.
    if request.operation == "DescribeAlarms":
        return [Check("cloudwatch:DescribeAlarms", request.arn("cloudwatch", "alarm:*"))]
    return None


def servicediscovery(request):
    if re.fullmatch(r"Create(Http|PrivateDns|PublicDns)Namespace", request.operation):
        return [Check(f"servicediscovery:{request.operation}"), *tagging(request, "servicediscovery:TagResource", "*")]
    if request.operation in ("GetOperation", "ListNamespaces", "ListServices"):
        return [Check(f"servicediscovery:{request.operation}")]
    if request.operation in ("DeleteNamespace", "DeleteService"):
        kind = request.operation.removeprefix("Delete").lower()
        return [Check(f"servicediscovery:{request.operation}",
                      request.arn("servicediscovery", f"{kind}/{request.get('Id')}"))]
    return None


def apigateway(request):
    if request.operation != "POST" or not request.tags():
        return None
    made = f"arn:aws:apigateway:{request.region}::{request.get('path')}"
    tagged = f"arn:aws:apigateway:{request.region}::/tags/{quote(f'{made}/*', safe='*')}"
    return [Check("apigateway:POST", made), Check("apigateway:PUT", tagged)]


# By the engine's name of the service. None for an operation means: the engine's own check.
CHECKS = {"ecs": ecs, "elasticloadbalancing": elasticloadbalancing, "ec2": ec2, "iam": iam_, "dynamodb": dynamodb,
          "cognito-idp": cognito_idp, "logs": logs, "servicediscovery": servicediscovery, "apigateway": apigateway,
          "monitoring": monitoring}
