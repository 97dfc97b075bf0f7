"""IAM: policy variables, as in ``${aws:PrincipalTag/tenant}``, in the conditions and resources of a policy.

AWS: a variable takes the request's value of that key. One that has no value takes its default (``${key, 'default'}``),
and without one matches nothing. ``${*}``, ``${?}`` and ``${$}`` are those characters themselves.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
MiniStack 1.5.33: compares variables as plain text.
"""
import dataclasses
import re
import secrets

from ministack.core import iam_evaluator

from .seams import wrap

VARIABLE = re.compile(r"\$\{\s*([^},\s]+)\s*(?:,\s*'([^']*)'\s*)?\}")
# Equals no value that a request could bring, since nobody outside this process knows it.
UNRESOLVED = f"unresolved-{secrets.token_hex(16)}"


def resolved(value, context):
    """``value`` (a string, or a list of them) with its variables replaced from the request."""
    if isinstance(value, list):
        return [resolved(item, context) for item in value]
    if not isinstance(value, str) or "${" not in value:
        return value

    def replacement(match):
        name, default = match.groups()
        if name in ("*", "?", "$"):
            return name
        found = iam_evaluator._resolve_condition_key(name, context)
        if isinstance(found, list):
            found = found[0] if len(found) == 1 else None  # a variable cannot stand for several values
        return str(found) if found is not None else default if default is not None else UNRESOLVED

    return VARIABLE.sub(replacement, value)


def conditions_met(met, conditions, context):
    return met({operator: {key: resolved(value, context) for key, value in block.items()}
                if isinstance(block, dict) else block
                for operator, block in (conditions or {}).items()}, context)


def first_match(match, context, statements, effect):
    # the matched statement is reported to the caller, so each replacement keeps its original
    originals = {}
    for statement in statements:
        copy = dataclasses.replace(statement, resources=resolved(statement.resources, context),
                                   not_resources=resolved(statement.not_resources, context))
        originals[id(copy)] = (copy, statement)
    found = match(context, [copy for copy, _ in originals.values()], effect)
    return originals[id(found)][1] if found is not None else None


def install():
    wrap(iam_evaluator, "_conditions_met", conditions_met)
    wrap(iam_evaluator, "_first_match", first_match)
