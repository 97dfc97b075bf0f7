"""Cognito: what a user may do with an app client's tokens alone.

AWS: SignUp is refused where only administrators create users; a client writes no attribute that its
``WriteAttributes`` leave out, nobody changes an attribute that the schema calls immutable, and an attribute that
``AttributesRequireVerificationBeforeUpdate`` names keeps its value until the code sent to the new one is answered.
https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUserConfigType.html
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserAttributeUpdateSettingsType.html
MiniStack 1.5.33: keeps all four settings and asks none of them. It has no VerifyUserAttribute and nothing is mailed
here, so a new address that must be proven is never taken over: what AWS does while the code is not answered.
"""
import base64
import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import cognito

from .seams import wrap


def client_of(access_token, pool):
    """The app client that the token was issued to. The caller has verified the token."""
    body = access_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return pool["_clients"].get(claims.get("client_id")) or {}


def update_user_attributes(original, data):
    token = data.get("AccessToken", "")
    user, pool = cognito._user_pool_for_access_token(token)
    if user:
        names = [attribute["Name"] for attribute in data.get("UserAttributes") or []]
        writable = client_of(token, pool).get("WriteAttributes")
        if writable and any(name not in writable for name in names):
            return error_response_json("NotAuthorizedException", "A client attempted to write unauthorized attribute", 400)
        schema = {attribute["Name"]: attribute for attribute in pool.get("SchemaAttributes") or []}
        present = {attribute["Name"] for attribute in user.get("Attributes") or []}
        for name in names:
            if name in present and schema.get(name, {}).get("Mutable") is False:
                return error_response_json("InvalidParameterException", f"user.{name}: Attribute cannot be updated.", 400)
        proven = (pool.get("UserAttributeUpdateSettings") or {}).get("AttributesRequireVerificationBeforeUpdate") or []
        sent = [delivery(attribute) for attribute in data.get("UserAttributes") or [] if attribute["Name"] in proven]
        if sent:
            others = [attribute for attribute in data["UserAttributes"] if attribute["Name"] not in proven]
            answer = original({**data, "UserAttributes": others})
            return answer if answer[0] >= 400 else json_response({"CodeDeliveryDetailsList": sent})
    return original(data)


def delivery(attribute):
    """Where a code went, as AWS tells it: without naming the whole address."""
    name, _, domain = attribute["Value"].partition("@")
    address = f"{name[:1]}***@{domain[:1]}***" if domain else f"***{name[-4:]}"
    return {"AttributeName": attribute["Name"], "DeliveryMedium": "EMAIL" if domain else "SMS", "Destination": address}


def sign_up(original, data):
    pool = next((pool for pool in cognito._user_pools.values() if data.get("ClientId") in pool["_clients"]), None)
    if pool and (pool.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
        return error_response_json("NotAuthorizedException", "SignUp is not permitted for this user pool", 400)
    return original(data)


def install():
    wrap(cognito, "_update_user_attributes", update_user_attributes)
    wrap(cognito, "_sign_up", sign_up)
