"""STS: session tags that pass on to the sessions of further roles.

AWS: a tag whose key is among ``TransitiveTagKeys`` of an AssumeRole stays with the session's successors in a chain of
roles, where it counts as a principal tag and overrides the role's own. It cannot be replaced: to pass a session tag
with the key of an inherited one makes the call fail. Keys do not differ by case.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
MiniStack 1.5.33: forgets every tag at the next role. AWS does not document the error of a replaced tag; here it is the
one of a trust policy that refuses.
"""
import contextvars

from ministack.core import iam_evaluator
from ministack.services import sts

from .seams import wrap

asked = contextvars.ContextVar("asked", default=())  # keys that the request at hand makes transitive
inherited = contextvars.ContextVar("inherited", default=())  # transitive tags of whoever makes it


def transitive_keys(params):
    given = params.get("TransitiveTagKeys")
    if isinstance(given, list):
        return {str(key).lower() for key in given}
    return {str(value[0] if isinstance(value, list) else value).lower()
            for name, value in params.items() if name.startswith("TransitiveTagKeys.member.")}


def session_tags(read, params, *args, **kwargs):
    asked.set(transitive_keys(params))
    inherited.set(())
    return read(params, *args, **kwargs)


def caller_identity(resolve, *args, **kwargs):
    caller = resolve(*args, **kwargs)
    session = sts._sessions.get(caller["accessKey"]) if isinstance(caller, dict) else None
    inherited.set((session or {}).get("TransitiveTags") or ())
    return caller


def trust(evaluate, trust_doc, caller_arn, ctx=None):
    taken = {tag["Key"].lower() for tag in inherited.get()}
    if ctx is not None and taken & {key.lower() for key in ctx.tag_keys}:
        return False
    return evaluate(trust_doc, caller_arn, ctx)


def register(keep, access_key, session):
    passed_on = list(inherited.get())
    own = session.get("SessionTags") or []
    session["SessionTags"] = passed_on + own
    session["TransitiveTags"] = passed_on + [tag for tag in own if tag["Key"].lower() in asked.get()]
    inherited.set(())
    asked.set(())
    return keep(access_key, session)


def install():
    wrap(sts, "_session_tags", session_tags)
    wrap(sts, "_caller_identity", caller_identity)
    wrap(iam_evaluator, "evaluate_trust_policy", trust)
    wrap(sts, "register_session", register)
