"""What a made-up request cannot know, and what a run must not do to itself (schemathesis loads this file)."""

import base64
import json
import os
from urllib.parse import unquote

import schemathesis
from schemathesis.specs.openapi.checks import ensure_resource_availability


def _claims(token):
    payload = token.split(".")[1] if token.count(".") == 2 else "e30"
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


# Every name of the user whose token the run uses: what signs it out, demotes or deletes it ends the run, not a test.
_CLAIMS = _claims(os.environ.get("FUZZ_TOKEN", ""))
CALLER = {
    str(name).lower()
    for name in (os.environ.get("FUZZ_CALLER"), *map(_CLAIMS.get, ("sub", "email", "username", "cognito:username")))
    if name
}
# Nobody's name: an answer of 404 at most.
NOBODY = "nobody@fuzz.example"
# Items are addressed as tenantId:itemId, while an item has both apart: what was learned of one is put together.
TENANT = os.environ.get("FUZZ_TENANT", "")

_given_tokens = set()  # (list, token)


def _list_of(case):
    """A token goes on with the list that gave it: the same path and the same filters."""
    filters = {name: value for name, value in (case.query or {}).items() if name not in ("limit", "next_token")}
    return repr((case.path, sorted((case.path_parameters or {}).items()), sorted(filters.items(), key=repr)))


def _operation(case):
    return case.operation.definition.raw.get("operationId")


@schemathesis.hook
def before_call(context, case, kwargs):
    # A token of a list comes from the page before; one that is made up is a 400 by its description. Only negative
    # cases may make one up.
    query = case.query or {}
    positive = case.meta is None or case.meta.generation.mode.is_positive
    if positive and "next_token" in query and (_list_of(case), query["next_token"]) not in _given_tokens:
        query = {name: value for name, value in query.items() if name != "next_token"}
    # A login page asks by one of the two.
    if positive and _operation(case) == "findTenantConfig":
        query = dict([next(iter(query.items()), ("tenantName", "nobody"))])
    case.query = query
    path = case.path_parameters or {}
    for name in ("userName", "userId"):
        if case.method != "GET" and unquote(str(path.get(name, ""))).lower() in CALLER:
            case.path_parameters = path = {**path, name: NOBODY}
    if positive and TENANT:
        for name in ("orderId", "productId"):
            if name in path and ":" not in unquote(str(path[name])):
                case.path_parameters = {**path, name: f"{TENANT}:{path[name]}"}
    body = case.body
    if positive and isinstance(body, dict):
        case.body = _consistent(case, _storable(body), path)


def _storable(value):
    """Without names that are refused wherever they stand, and numbers that no table takes: a schema can say neither."""
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        names = ("__proto__", "constructor", "prototype")
        return {name: _storable(each) for name, each in value.items() if name not in names}
    if isinstance(value, float) and abs(value) < 1e-129:
        return 0
    return value


def _consistent(case, body, path):
    """What a schema cannot say of a body: it names the item of the path, and a line has a price or a known product."""
    operation = _operation(case)
    if operation in ("replaceOrder", "replaceProduct"):
        body = {name: value for name, value in body.items() if name not in ("tenantId", "orderId", "productId")}
    if operation == "updateUser":
        body = {name: value for name, value in body.items() if name != "userName"}
    if operation == "changeUser":
        body = {name: value for name, value in body.items() if name != "userEmail"}
    if operation in ("createOrder", "replaceOrder") and isinstance(body.get("orderProducts"), list):
        lines = [{"price": 1, **line} if isinstance(line, dict) else line for line in body["orderProducts"]]
        body = {**body, "orderProducts": lines}
    if operation == "updateTenantRegistration" and isinstance(body.get("tenantRegistrationData"), dict):
        # Refused by all but a tenant that is in that state already.
        data = body["tenantRegistrationData"]
        if data.get("registrationStatus") in ("Deleting", "Deleted"):
            data = {name: value for name, value in data.items() if name != "registrationStatus"}
        body = {**body, "tenantRegistrationData": data}
    return body


@schemathesis.hook
def after_call(context, case, response):
    token = response.headers.get("x-next-token")
    if token:
        _given_tokens.update((_list_of(case), each) for each in (token if isinstance(token, list) else [token]))
    if response.status_code == 200 and b'"next_token"' in (response.content or b""):
        _given_tokens.add((_list_of(case), response.json().get("next_token")))


@schemathesis.check
def created_resource_is_there(ctx, response, case):
    """As schemathesis' own, which this replaces, but for requests about somebody whom the one before has not made."""
    turned = any(unquote(str(name)) == NOBODY for name in (case.path_parameters or {}).values())
    return None if turned or _is_another_user(ctx, case) else ensure_resource_availability(ctx, response, case)


def _is_another_user(ctx, case):
    """An invitation's userName is the person's name; the account is known by the e-mail address, or an id not yet told."""
    name = unquote(str((case.path_parameters or {}).get("userName", "")))
    parent = ctx.internals.find_parent(case_id=case.id)
    invitation = parent.body if parent and isinstance(parent.body, dict) else {}
    return bool(name) and name.lower() != str(invitation.get("userEmail", "")).lower()
