"""Load balancing: a target is an address *and* a port.

AWS: one address may be registered with a target group many times under different ports; a registration without a
port is for the group's own port, and so is a deregistration.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
MiniStack 1.5.33: knows a target by its address only. A second port of the same address is dropped, and taking one
port away takes the address away. Tasks on one machine share the address 127.0.0.1, so they would shadow each other.
"""
from ministack.core.concurrency import resource_lock
from ministack.services import alb

from .seams import wrap


def target_keys(group_arn, targets):
    """The identity of each target: ``(address, port)``."""
    default_port = alb._tgs[group_arn].get("Port", 80)
    return [(target["Id"], target.get("Port", default_port)) for target in targets]


def register_targets(register, params):
    group_arn = alb._p(params, "TargetGroupArn")
    if group_arn not in alb._tgs:
        return register(params)
    new = alb._parse_targets_param(params)
    with resource_lock("elbv2-targets", group_arn):
        present = list(alb._targets.get(group_arn, []))
        known = set(target_keys(group_arn, present))
        for target, key in zip(new, target_keys(group_arn, new)):
            if key not in known:
                present.append(target)
                known.add(key)
        alb._targets[group_arn] = present
    return alb._empty("RegisterTargets")


def deregister_targets(deregister, params):
    group_arn = alb._p(params, "TargetGroupArn")
    if group_arn not in alb._tgs:
        return deregister(params)
    gone = set(target_keys(group_arn, alb._parse_targets_param(params)))
    with resource_lock("elbv2-targets", group_arn):
        present = alb._targets.get(group_arn, [])
        kept = [target for target, key in zip(present, target_keys(group_arn, present)) if key not in gone]
        alb._targets[group_arn] = kept
    return alb._empty("DeregisterTargets")


def install():
    wrap(alb, "_register_targets", register_targets)
    wrap(alb, "_deregister_targets", deregister_targets)
    alb._ACTION_MAP["RegisterTargets"] = alb._register_targets
    alb._ACTION_MAP["DeregisterTargets"] = alb._deregister_targets
