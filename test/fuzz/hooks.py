"""What a made-up request cannot know, and what a run must not do to itself (schemathesis loads this file)."""

import os

import schemathesis

# The user whose token the run uses: what signs it out, demotes or deletes it ends the run, not a test.
CALLER = os.environ.get("FUZZ_CALLER", "")
# Nobody's name: an answer of 404 at most.
NOBODY = "nobody@fuzz.example"
# Items are addressed as tenantId:itemId, while an item has both apart: what was learned of one is put together.
TENANT = os.environ.get("FUZZ_TENANT", "")

_given_tokens = set()


@schemathesis.hook
def before_call(context, case, kwargs):
    # A token of a list comes from the page before; one that is made up is a 400 by its description. Only negative
    # cases may make one up.
    query = case.query or {}
    positive = case.meta is None or case.meta.generation.mode.is_positive
    if positive and "next_token" in query and query["next_token"] not in _given_tokens:
        case.query = {name: value for name, value in query.items() if name != "next_token"}
    path = case.path_parameters or {}
    if CALLER and case.method != "GET" and str(path.get("userName", "")).lower() == CALLER.lower():
        case.path_parameters = {**path, "userName": NOBODY}
    if positive and TENANT:
        for name in ("orderId", "productId"):
            if name in path and ":" not in str(path[name]):
                case.path_parameters = {**path, name: f"{TENANT}:{path[name]}"}
    body = case.body
    if positive and isinstance(body, dict):
        case.body = _consistent(case, body, path)


def _consistent(case, body, path):
    """What a schema cannot say of a body: it names the item of the path, and a line has a price or a known product."""
    operation = case.operation.definition.raw.get("operationId")
    if operation in ("replaceOrder", "replaceProduct"):
        body = {name: value for name, value in body.items() if name not in ("tenantId", "orderId", "productId")}
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
        _given_tokens.update(token if isinstance(token, list) else [token])
    if response.status_code == 200 and b'"next_token"' in (response.content or b""):
        _given_tokens.add(response.json().get("next_token"))
