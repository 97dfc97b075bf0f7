"""Load balancing: a target group that a listener or a rule forwards to cannot be deleted.

AWS: ``DeleteTargetGroup`` refuses it with ``ResourceInUse`` until no action refers to it any more.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
MiniStack 1.5.33: deletes it, and leaves a rule that forwards to nothing. CloudFormation, which deletes in the order of
its references, goes on as before.
"""
from ministack.services import alb

from .seams import action


def is_forwarded_to(arn):
    actions = [each for listener in alb._listeners.values() for each in listener.get("DefaultActions") or []]
    actions += [each for rule in alb._rules.values() for each in rule.get("Actions") or []]
    return any(each.get("TargetGroupArn") == arn for each in actions)


def delete_target_group(delete, params):
    arn = alb._p(params, "TargetGroupArn")
    if is_forwarded_to(arn):
        return alb._error("ResourceInUse", f"Target group '{arn}' is currently in use by a listener or a rule")
    return delete(params)


def install():
    action(alb, "DeleteTargetGroup", delete_target_group)
