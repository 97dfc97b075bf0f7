"""API Gateway: what a key has used of its plan (``GetUsage``), and more of it for today (``UpdateUsage``).

AWS: ``GET /usageplans/{id}/usage`` gives for each key, or the one asked for, a pair a day: requests used and requests
that remain. ``PATCH /usageplans/{id}/keys/{key}/usage`` sets what remains of the current period. A quota of a day begins
anew at midnight, UTC.
https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsage.html
MiniStack 1.5.33: answers GetUsage with the plan, knows no UpdateUsage, and counts a day from a key's first request.
"""
import datetime
import time

from ministack.services import apigateway_v1

from .seams import wrap

MOST_DAYS = 90  # that API Gateway keeps

used = {}  # (plan, key, day) -> requests admitted
granted = {}  # (plan, key, day) -> requests beyond the plan's quota, or below it


def today():
    return datetime.datetime.fromtimestamp(time.time(), datetime.timezone.utc).date()


def limit_of(plan):
    limit = (plan.get("quota") or {}).get("limit")
    return None if limit is None else int(limit)


def remaining(plan_id, plan, key_id, day):
    limit = limit_of(plan)
    slot = (plan_id, key_id, day)
    return 0 if limit is None else max(0, limit + granted.get(slot, 0) - used.get(slot, 0))


def check_quota(check, key, api_id, stage_name):
    """Counts the request on each of the key's plans, as the engine does, but by the day."""
    plans = apigateway_v1._usage_plans_for_key(key["id"], api_id, stage_name) if key else []
    if any((plan.get("quota") or {}).get("period", "DAY") != "DAY" for _id, plan, _entry in plans):
        return check(key, api_id, stage_name)
    day = today()
    for plan_id, plan, _entry in plans:
        if limit_of(plan) is not None and remaining(plan_id, plan, key["id"], day) == 0:
            return apigateway_v1._gw_error("QUOTA_EXCEEDED", apigateway_v1._GATEWAY_ERROR_MESSAGES["QUOTA_EXCEEDED"])
        slot = (plan_id, key["id"], day)
        used[slot] = used.get(slot, 0) + 1
    return None


def refuse(kind, message, status=400):
    return apigateway_v1._v1_error(kind, message, status)


def parameter(query, name):
    value = (query or {}).get(name)
    return value[0] if isinstance(value, list) else value


def get_usage(plan_id, query):
    plan = apigateway_v1._usage_plans.get(plan_id)
    if plan is None:
        return refuse("NotFoundException", "Invalid Usage Plan identifier specified", 404)
    try:
        start, end = (datetime.date.fromisoformat(parameter(query, name) or "") for name in ("startDate", "endDate"))
    except ValueError:
        return refuse("BadRequestException", "startDate and endDate must be dates: YYYY-MM-DD")
    if end < start or (today() - start).days > MOST_DAYS:
        return refuse("BadRequestException", f"the dates must be in order, and of the last {MOST_DAYS} days")
    days = [start + datetime.timedelta(days=n) for n in range((end - start).days + 1)]
    keys = apigateway_v1._usage_plan_keys.get(plan_id, {}) or {}
    wanted = parameter(query, "keyId")
    items = {key: [[used.get((plan_id, key, day), 0), remaining(plan_id, plan, key, day)] for day in days]
             for key in keys if wanted in (None, key)}
    return apigateway_v1._v1_response(
        {"usagePlanId": plan_id, "startDate": str(start), "endDate": str(end), "values": items})


def update_usage(plan_id, key_id, data):
    plan = apigateway_v1._usage_plans.get(plan_id)
    if plan is None or key_id not in (apigateway_v1._usage_plan_keys.get(plan_id, {}) or {}):
        return refuse("NotFoundException", "Invalid Usage Plan or API Key identifier specified", 404)
    day = today()
    for operation in data.get("patchOperations") or []:
        if (operation.get("op"), operation.get("path")) != ("replace", "/remaining"):
            return refuse("BadRequestException", f"Invalid patch path {operation.get('path')}")
        if not str(operation.get("value")).isdigit() or limit_of(plan) is None:
            return refuse("BadRequestException", "remaining must be a whole number, of a plan with a quota")
        slot = (plan_id, key_id, day)
        granted[slot] = int(operation["value"]) - limit_of(plan) + used.get(slot, 0)
    return get_usage(plan_id, {"keyId": key_id, "startDate": str(day), "endDate": str(day)})


async def handle_request(handle, method, path, headers, body, query_params):
    parts = path.strip("/").split("/")
    if parts[0] == "usageplans" and parts[-1] == "usage":
        if method == "GET" and len(parts) == 3:
            return get_usage(parts[1], query_params)
        if method == "PATCH" and len(parts) == 5 and parts[2] == "keys":
            return update_usage(parts[1], parts[3], apigateway_v1.json.loads(body or b"{}"))
    return await handle(method, path, headers, body, query_params)


def install():
    wrap(apigateway_v1, "_check_quota", check_quota)
    wrap(apigateway_v1, "handle_request", handle_request)
