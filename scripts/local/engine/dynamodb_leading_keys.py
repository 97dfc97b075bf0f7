"""IAM: the condition key ``dynamodb:LeadingKeys``.

AWS: it holds the partition key values that a request names: of the table, or of the index that a Query reads. A Scan
names none, so ``ForAllValues`` lets it pass: a policy that isolates tenants must not grant Scan. A PartiQL statement
is authorized as PartiQLSelect, PartiQLInsert, PartiQLUpdate or PartiQLDelete on its table.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
MiniStack 1.5.33: never sets the key, and authorizes a PartiQL statement as ``ExecuteStatement`` on any resource.

Stricter than AWS on purpose: a request whose partition key cannot be read here has a leading key that no policy can
name, so it is refused.
"""
import json
import re
import secrets

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import dynamodb

from . import partiql
from .seams import wrap

REQUEST = "\0request"
# Nobody outside this process knows it, so no policy and no tag can name it.
UNKNOWN_KEY = f"unknown-{secrets.token_hex(16)}"
PARTIQL_OPERATIONS = ("dynamodb:ExecuteStatement", "dynamodb:BatchExecuteStatement", "dynamodb:ExecuteTransaction")
KEYED_ACTIONS = {f"dynamodb:{name}" for name in (
    "GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", "Query", "BatchGetItem", "BatchWriteItem",
    *partiql.VERBS.values())}


def table_name(name_or_arn):
    """`orders` of `orders`, of `arn:aws:dynamodb:…:table/orders` and of `…:table/orders/index/by-date`."""
    return re.sub(r"^arn:[^/]*/", "", name_or_arn or "").split("/")[0]


def partition_key(table, index=None):
    """The partition key attribute of a table or of its index; None when there is no such thing."""
    found = dynamodb._tables.get(table_name(table)) or {}
    schema = found.get("KeySchema") or []
    if index:
        indexes = (found.get("GlobalSecondaryIndexes") or []) + (found.get("LocalSecondaryIndexes") or [])
        schema = next((entry.get("KeySchema") or [] for entry in indexes if entry.get("IndexName") == index), [])
    return next((key["AttributeName"] for key in schema if key["KeyType"] == "HASH"), None)


def text(attribute_value):
    """The value of `{"S": …}`, `{"N": …}` or `{"B": …}`, as a policy writes it."""
    if isinstance(attribute_value, dict) and len(attribute_value) == 1:
        kind, value = next(iter(attribute_value.items()))
        if kind in ("S", "N", "B") and isinstance(value, str):
            return value
    return UNKNOWN_KEY


def keys_of_item(table, item):
    name = partition_key(table)
    return [text(item[name])] if name and isinstance(item, dict) and name in item else [UNKNOWN_KEY]


def keys_of_query(call):
    name = partition_key(call.get("TableName"), call.get("IndexName"))
    if "KeyConditions" in call:  # the older form of KeyConditionExpression
        values = (call["KeyConditions"].get(name) or {}).get("AttributeValueList") or []
        return [text(value) for value in values] or [UNKNOWN_KEY]
    names, values = call.get("ExpressionAttributeNames") or {}, call.get("ExpressionAttributeValues") or {}
    expression = call.get("KeyConditionExpression") or ""
    pairs = re.findall(r"([#\w.]+)\s*=\s*(:\w+)", expression)
    pairs += [(attribute, value) for value, attribute in re.findall(r"(:\w+)\s*=\s*([#\w.]+)", expression)]
    return [text(values.get(value)) for attribute, value in pairs
            if name and names.get(attribute, attribute) == name] or [UNKNOWN_KEY]


def keys_of_batch(table, entry):
    if isinstance(entry, dict):
        items = entry.get("Keys") or []
    else:
        items = [(write.get("PutRequest") or {}).get("Item") or (write.get("DeleteRequest") or {}).get("Key")
                 for write in entry]
    return [key for item in items for key in keys_of_item(table, item)]


def leading_keys(call, table):
    """The partition key values of ``table`` that the request body ``call`` names."""
    keys = []
    if table_name(call.get("TableName")) == table:
        if "KeyConditionExpression" in call or "KeyConditions" in call:
            keys += keys_of_query(call)
        for part in ("Key", "Item"):
            if part in call:
                keys += keys_of_item(table, call[part])
    for name, entry in (call.get("RequestItems") or {}).items():
        if table_name(name) == table:
            keys += keys_of_batch(table, entry)
    for item in call.get("TransactItems") or []:
        for inner in item.values():
            if table_name(inner.get("TableName")) == table:
                keys += keys_of_item(table, inner.get("Item") or inner.get("Key"))
    return keys


def statements_of(call):
    return call.get("TransactStatements") or call.get("Statements") or [call]


def request_context(context_of, body):
    context = context_of(body)
    try:
        call = json.loads(body or b"{}")
    except (ValueError, TypeError):
        call = None
    return {**context, REQUEST: call} if isinstance(call, dict) else context


def enforce_statements(enforce, access_key_id, call, service, region, context):
    """One check per PartiQL statement; the first refusal, or None."""
    for statement in statements_of(call):
        sql = statement.get("Statement") or ""
        table, index = partiql.target_of(sql)
        action = f"dynamodb:{partiql.action_of(sql) or 'PartiQLSelect'}"
        keys = partiql.leading_keys_of(sql, statement.get("Parameters") or [], partition_key(table, index))
        arn = iam_actions._dynamodb_table_arn(table or "*", region, get_account_id()) \
            + (f"/index/{index}" if index else "")
        denied = enforce(access_key_id, action, service, region, resource_arn=arn, service_context={
            **context, "dynamodb:LeadingKeys": [UNKNOWN_KEY] if keys is None else [text(key) for key in keys]})
        if denied:
            return denied
    return None


def enforce_with_leading_keys(enforce, access_key_id, iam_action, service, region, resource_arn="*",
                              service_context=None):
    context = dict(service_context or {})
    call = context.pop(REQUEST, None)
    if service == "dynamodb" and call is not None:
        try:
            if iam_action in PARTIQL_OPERATIONS:
                return enforce_statements(enforce, access_key_id, call, service, region, context)
            keys = leading_keys(call, table_name(resource_arn))
        except (AttributeError, KeyError, TypeError, ValueError):
            keys = [UNKNOWN_KEY]  # not the shape of a request: refused by the condition, or else by the service
        if keys or iam_action in KEYED_ACTIONS:
            context["dynamodb:LeadingKeys"] = keys or [UNKNOWN_KEY]
    return enforce(access_key_id, iam_action, service, region, resource_arn=resource_arn, service_context=context)


def install():
    wrap(iam_actions, "dynamodb_service_context", request_context)
    wrap(iam_evaluator, "enforce", enforce_with_leading_keys)
