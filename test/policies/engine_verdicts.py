"""Judges requests with the policy evaluator of the local AWS, without starting it.

Reads one JSON object: `roles` (identity, boundary and trust documents by name) and `asked` (role, session ARN, action,
resource, context, the role to assume where the request is for a session, and the policy of the key that it is about). Writes a list of booleans: allowed.
"""
import json
import os
import sys

os.environ.setdefault("AUTH", "true")

from ministack.core import iam_evaluator  # noqa: E402

from engine import policy_variables  # noqa: E402

policy_variables.install()
given = json.load(sys.stdin)
parse = iam_evaluator.parse_policy_document
parsed = {name: {"identity": [parse(document) for document in role["identity"]],
                 "limits": [[parse(role["boundary"])]] if role.get("boundary") else []}
          for name, role in given["roles"].items()}


def context_of(asked):
    values = {key.lower(): value for key, value in asked["context"].items()}
    values.setdefault("aws:tagkeys", None)
    principal = {key: value for key, value in values.items() if key.startswith("aws:principaltag/")}
    return iam_evaluator.EvalContext(
        principal_arn=asked["principal"], principal_type="AssumedRole", principal_account=given["account"],
        action=asked["action"], resource_arn=asked["resource"], region=given["region"], secure_transport=True,
        service_context=values, principal_keys=principal)


def allowed(asked):
    role = parsed[asked["role"]]
    context = context_of(asked)
    verdict = iam_evaluator.evaluate(context, role["identity"], *role["limits"])
    if asked.get("keyPolicy"):
        verdict = iam_evaluator.combine_resource_policy(
            verdict, context, asked["keyPolicy"], given["account"], required=True, limits=role["limits"])
    if verdict.decision != "Allow":
        return False
    trust = asked.get("trust")
    return trust is None or iam_evaluator.evaluate_trust_policy(
        given["roles"][trust]["trust"], asked["principal"], context)


json.dump([allowed(asked) for asked in given["asked"]], sys.stdout)
