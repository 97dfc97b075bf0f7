"""KMS: a request is authorized by the key and the alias that it is about, and the use of a key on somebody's behalf too.

AWS: ``CreateAlias``, ``DeleteAlias`` and ``UpdateAlias`` are authorized on the alias, which IAM policies alone can allow,
and on each key that it leads to or will. Every other operation on a key is authorized on the key, also where the request
names it by an alias; ``CreateKey`` on none, and with tags ``TagResource`` on a key of any name.
https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
Whoever uses a DynamoDB table that a customer's key encrypts needs the right to use the key, by ``kms:ViaService``; a log
group takes a key only if the key's policy lets CloudWatch Logs use it for that group.
https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
MiniStack 1.5.33: authorizes what concerns an alias by nothing or by the alias, tags of a new key not at all; knows neither
``kms:CallerAccount``, ``kms:ViaService``, ``kms:RequestAlias`` and ``kms:ResourceAliases`` nor that a table or a log group
uses its key.
"""
import contextvars

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import error_response_json, get_account_id, get_region
from ministack.services import cloudwatch_logs, dynamodb, kms

from . import iam_request_checks
from .dynamodb_leading_keys import KEYED_ACTIONS, table_name
from .request_checks import CHECKS, Check, Request, tagging
from .seams import wrap

ABOUT_NO_KEY = ("GenerateRandom", "ListAliases", "ListKeys", "ListRetirableGrants")
ALIAS_OPERATIONS = ("CreateAlias", "DeleteAlias", "UpdateAlias")
ITEM_ACTIONS = KEYED_ACTIONS | {"dynamodb:Scan"}
TO_ENCRYPT_A_TABLE = ("kms:DescribeKey", "kms:CreateGrant", "kms:GenerateDataKey", "kms:Decrypt")
TO_ENCRYPT_LOGS = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey",
                   "kms:DescribeKey")

key_of_new_table = contextvars.ContextVar("key_of_new_table", default=None)


def aliases_of(key):
    arns = [arn for arn, key_id in kms._aliases.items() if key_id == key["KeyId"]]
    return {"kms:ResourceAliases": [arn.split(":", 5)[5] for arn in arns]} if arns else {}


def check_of_key(request, action, name, **context):
    """On the key that is named by id, ARN or alias; what leads to none is judged as it is written."""
    key = kms._resolve_key(name)
    if "alias/" in name:
        context["kms:RequestAlias"] = name[name.index("alias/"):]
    if key:
        return Check(action, key["Arn"], {**context, **aliases_of(key)})
    named = name if name.startswith("arn:") else request.arn("kms", name if "alias/" in name else f"key/{name}")
    return Check(action, named, context)


def kms_(request):
    operation, action = request.operation, f"kms:{request.operation}"
    context = {"kms:CallerAccount": request.account}
    if operation in ABOUT_NO_KEY:
        return [Check(action, "*", context)]
    if operation == "CreateKey":
        context.update({f"kms:{name}": request.get(name) for name in ("KeySpec", "KeyUsage") if request.get(name)})
        return [Check(action, "*", context),
                *tagging(request, "kms:TagResource", request.arn("kms", "key/*"), **context)]
    if operation in ALIAS_OPERATIONS:
        alias = request.arn("kms", request.get("AliasName"))
        present = kms._resolve_key(alias) if operation != "CreateAlias" else None
        keys = [name for name in (present and present["Arn"], request.get("TargetKeyId")) if name]
        return [Check(action, alias, context), *(check_of_key(request, action, key, **context) for key in keys)]
    name = request.get("KeyId") or iam_actions._kms_key_id_from_ciphertext(request.get("CiphertextBlob"))
    if operation == "ScheduleKeyDeletion":
        context["kms:ScheduleKeyDeletionPendingWindowInDays"] = str(request.get("PendingWindowInDays", 30))
    return [check_of_key(request, action, name, **context)] if name else None


def key_policy(policy_of, arn):
    """An alias has none: its key's does not speak for it."""
    return None if ":alias/" in arn else policy_of(arn)


def note_key_of_new_table(extract, service, method, path, headers, body, parameters, region, account):
    given = iam_request_checks.parsed(body) if service == "dynamodb" else {}
    specification = given.get("SSESpecification")
    key_of_new_table.set(specification.get("KMSMasterKeyId") if isinstance(specification, dict) else None)
    return extract(service, method, path, headers, body, parameters, region, account)


def uses_of_key(action, table_arn):
    """The key that DynamoDB asks for on behalf of whoever makes the request, and what of it."""
    if action in ("dynamodb:CreateTable", "dynamodb:UpdateTable"):
        return kms._resolve_key(key_of_new_table.get()), TO_ENCRYPT_A_TABLE
    if action not in ITEM_ACTIONS:
        return None, ()
    encryption = (dynamodb._tables.get(table_name(table_arn)) or {}).get("SSEDescription") or {}
    return kms._resolve_key(encryption.get("KMSMasterKeyArn")), ("kms:Decrypt",)


def enforce_use_of_key(enforce, access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    denied = enforce(access_key_id, iam_action, service, region, resource_arn=resource_arn,
                     service_context=service_context)
    if denied or service != "dynamodb":
        return denied
    key, actions = uses_of_key(iam_action, resource_arn)
    for action in actions if key else ():
        context = {"kms:CallerAccount": get_account_id(), "kms:ViaService": f"dynamodb.{region}.amazonaws.com",
                   "kms:EncryptionContext:aws:dynamodb:tableName": table_name(resource_arn), **aliases_of(key)}
        denied = enforce(access_key_id, action, "kms", region, resource_arn=key["Arn"], service_context=context)
        if denied:
            iam_request_checks.refused.set(Check(action, key["Arn"]))
            return denied
    return None


def create_log_group(create, data):
    name, key_arn = data.get("logGroupName"), data.get("kmsKeyId")
    group = cloudwatch_logs._make_group_arn(name).removesuffix(":*") if name else ""
    if key_arn and not lets_logs_use(kms._resolve_key(key_arn), group):
        return error_response_json("AccessDeniedException", "The specified KMS key does not exist or is not allowed to be "
                                   f"used with Arn '{group}'", 400)
    return create(data)


def lets_logs_use(key, group):
    if not key or key["KeyState"] != "Enabled":
        return False
    logs = f"logs.{get_region()}.amazonaws.com"
    return all(iam_evaluator.evaluate_resource_policy(key["Policy"], iam_evaluator.EvalContext(
        principal_arn=logs, principal_type="Service", principal_account=get_account_id(), action=action,
        resource_arn=key["Arn"], region=get_region(),
        service_context={"kms:encryptioncontext:aws:logs:arn": group}), service=logs).decision == "Allow"
        for action in TO_ENCRYPT_LOGS)


def install():
    CHECKS["kms"] = kms_
    wrap(kms, "key_policy_for_arn", key_policy)
    wrap(iam_actions, "extract_resource_arn", note_key_of_new_table)
    wrap(iam_evaluator, "enforce", enforce_use_of_key)
    wrap(cloudwatch_logs, "_create_log_group", create_log_group)
