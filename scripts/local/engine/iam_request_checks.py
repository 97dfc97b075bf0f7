"""IAM: a request is authorized by the resources and condition keys that AWS documents for it.

AWS: see request_checks.py. A tag that a policy asks of a resource (``aws:ResourceTag``) is read from the resource.
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
MiniStack 1.5.33: authorizes ECS calls by the cluster or by nothing, roles without their path, log streams as their group, a
tag on creation and ``iam:PassRole`` not at all. It knows neither ``ecs:cluster``, ``iam:PermissionsBoundary``, ``iam:PassedToService`` and
``…:CreateAction`` nor the tags of EC2, load balancing, Cloud Map, Cognito, API Gateway and (once made) ECS. So a least-privilege
policy that works on AWS would be refused, and one that lacks something would pass. It reads the tags of a resource only
where a policy of the caller's own asks for them, not where its permissions boundary or session policy does.
"""
import contextvars
import dataclasses
import json

from ministack.core import iam_actions, iam_evaluator
from ministack.services import alb, apigateway_v1, cognito, ec2, ecs, servicediscovery, tagging

from .request_checks import CHECKS, Request
from .seams import wrap

pending = contextvars.ContextVar("pending", default=None)  # the checks of the request at hand
limits = contextvars.ContextVar("limits", default=())  # boundary and session policies of the caller
refused = contextvars.ContextVar("refused", default=None)  # the check that failed


def resource_arn(extract, service, method, path, headers, body, parameters, region, account):
    """Called just before the engine's check: notes what AWS would check instead."""
    arn = extract(service, method, path, headers, body, parameters, region, account)
    pending.set(None)
    refused.set(None)
    if service in CHECKS:
        action = iam_actions.extract_iam_action(service, method, path, headers, body, parameters) or ""
        operation = action.split(":")[-1]
        given = parsed(body)
        given = {**parameters, **given} if service != "apigateway" else {**given, "path": path.rstrip("/")}
        try:
            request = Request(operation, given, region, account)
            pending.set([dataclasses.replace(check, context={**request.tag_context(), **check.context})
                         for check in CHECKS[service](request) or []])
        except (AttributeError, TypeError, KeyError):
            pending.set(None)  # not the shape of a request: the service refuses it
    return arn


def parsed(body):
    try:
        value = json.loads(body) if body[:1] == b"{" else {}
    except ValueError:
        value = {}
    return value if isinstance(value, dict) else {}


def enforce(check, access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    checks = pending.get()
    if not checks:
        return check(access_key_id, iam_action, service, region, resource_arn=resource_arn,
                     service_context=service_context)
    pending.set(None)
    for wanted in checks:
        denied = check(access_key_id, wanted.action, service, region, resource_arn=wanted.resource,
                       service_context={**(service_context or {}), **wanted.context})
        if denied:
            refused.set(wanted)
            return denied
    return None


def answer_of_denial(answer, service, action, *args, **kwargs):
    wanted = refused.get()
    if wanted is None or kwargs.get("error_code"):
        return answer(service, action, *args, **kwargs)
    return answer(service, f"{wanted.action} on resource: {wanted.resource}", *args, **kwargs)


def resource_tags(known_tags, arn):
    found = known_tags(arn)
    if found is not None:
        return found
    name = arn.rsplit("/", 1)[-1]
    for tags in (ecs._tags.get(arn), alb._tags.get(arn), ec2._tags.get(name), servicediscovery._resource_tags.get(arn)):
        if tags:
            return {tag.get("Key", tag.get("key")): tag.get("Value", tag.get("value")) for tag in tags}
    owner, tags = (cognito._user_pools, "UserPoolTags") if ":userpool/" in arn else (apigateway_v1._api_keys, "tags")
    return (owner.get(name) or {}).get(tags)


def resolve_principal(resolve, *args, **kwargs):
    principal = resolve(*args, **kwargs)
    limits.set(getattr(principal, "limits", None) or ())
    return principal


def names_condition_key(names, policies, prefix):
    return names(policies, prefix) or any(names(limit, prefix) for limit in limits.get())


def install():
    wrap(iam_actions, "extract_resource_arn", resource_arn)
    wrap(iam_actions, "access_denied_response", answer_of_denial)
    wrap(iam_evaluator, "enforce", enforce)
    wrap(tagging, "resource_tags", resource_tags)
    wrap(iam_evaluator, "resolve_principal", resolve_principal)
    wrap(iam_evaluator, "_names_condition_key", names_condition_key)
