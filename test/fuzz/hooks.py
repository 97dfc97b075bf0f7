"""What a made-up request cannot know, and what a run must not do to itself (schemathesis loads this file)."""

import os

import schemathesis

# The user whose token the run uses: what signs it out, demotes or deletes it ends the run, not a test.
CALLER = os.environ.get("FUZZ_CALLER", "")
# Nobody's name: an answer of 404 at most.
NOBODY = "nobody@fuzz.example"
# Items are addressed as tenantId:itemId, while an item has both apart: what was learned of one is put together.
TENANT = os.environ.get("FUZZ_TENANT", "")

_given_tokens = set()  # (list, token)


def _list_of(case):
    """A token goes on with the list that gave it: the same path and the same filters."""
    filters = {name: value for name, value in (case.query or {}).items() if name not in ("limit", "next_token")}
    return repr((case.path, sorted((case.path_parameters or {}).items()), sorted(filters.items(), key=repr)))


@schemathesis.hook
def before_call(context, case, kwargs):
    # A token of a list comes from the page before; one that is made up is a 400 by its description. Only negative
    # cases may make one up.
    query = case.query or {}
    positive = case.meta is None or case.meta.generation.mode.is_positive
    if positive and "next_token" in query and (_list_of(case), query["next_token"]) not in _given_tokens:
        query = {name: value for name, value in query.items() if name != "next_token"}
    # A login page asks by one of the two.
    if positive and "tenantName" in query and "tenantId" in query:
        query = {name: value for name, value in query.items() if name != "tenantId"}
    case.query = query
    path = case.path_parameters or {}
    if CALLER and case.method != "GET" and str(path.get("userName", "")).lower() == CALLER.lower():
        case.path_parameters = {**path, "userName": NOBODY}
    if positive and TENANT:
        for name in ("orderId", "productId"):
            if name in path and ":" not in str(path[name]):
                case.path_parameters = {**path, name: f"{TENANT}:{path[name]}"}
    body = case.body
    if positive and isinstance(body, dict):
        case.body = _consistent(case, _without_prototype(body), path)


def _without_prototype(value):
    """A name that is refused wherever it stands, which a schema could say of each object only."""
    if isinstance(value, list):
        return [_without_prototype(each) for each in value]
    if isinstance(value, dict):
        names = ("__proto__", "constructor", "prototype")
        return {name: _without_prototype(each) for name, each in value.items() if name not in names}
    return value


def _consistent(case, body, path):
    """What a schema cannot say of a body: it names the item of the path, and a line has a price or a known product."""
    operation = case.operation.definition.raw.get("operationId")
    if operation in ("replaceOrder", "replaceProduct"):
        body = {name: value for name, value in body.items() if name not in ("tenantId", "orderId", "productId")}
    if operation == "updateUser":
        body = {name: value for name, value in body.items() if name != "userName"}
    if operation == "changeUser":
        body = {name: value for name, value in body.items() if name != "userEmail"}
    if operation in ("createOrder", "replaceOrder") and isinstance(body.get("orderProducts"), list):
        lines = [{"price": 1, **line} if isinstance(line, dict) else line for line in body["orderProducts"]]
        body = {**body, "orderProducts": lines}
    return body


@schemathesis.hook
def after_call(context, case, response):
    token = response.headers.get("x-next-token")
    if token:
        _given_tokens.update((_list_of(case), each) for each in (token if isinstance(token, list) else [token]))
    if response.status_code == 200 and b'"next_token"' in (response.content or b""):
        _given_tokens.add((_list_of(case), response.json().get("next_token")))
