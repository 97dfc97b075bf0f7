"""IAM: a service that assumes a role says for whom it does so (``aws:SourceAccount``, ``aws:SourceArn``).

AWS: ECS sends both keys when it assumes a task's role, and a trust policy should ask for them, so that nobody
uses the service as a deputy from another account.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
MiniStack 1.5.33: nothing plays the service; root may assume what trusts a service, and brings neither key. Here the
task runner is root and plays ECS.
"""
import dataclasses

from ministack.core import iam_evaluator

from .seams import wrap


def evaluate(original, trust_doc, caller_arn, ctx=None):
    if ctx is not None and caller_arn.endswith(":root"):
        account = ctx.principal_account
        source = {"aws:sourceaccount": account, "aws:sourcearn": f"arn:aws:ecs:{ctx.region}:{account}:*"}
        ctx = dataclasses.replace(ctx, service_context={**ctx.service_context, **source})
    return original(trust_doc, caller_arn, ctx)


def install():
    wrap(iam_evaluator, "evaluate_trust_policy", evaluate)
