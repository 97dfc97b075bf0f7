"""Load balancing: a priority belongs to one rule of a listener.

AWS: ``CreateRule`` and ``SetRulePriorities`` refuse a priority that another rule of the listener has, with
``PriorityInUse``; so does a template. Rules that change places in one ``SetRulePriorities`` are no conflict.
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
MiniStack 1.5.33: makes a second rule of the same priority, which a call whose reply was lost leaves for good.
"""
import itertools

from ministack.services import alb
from ministack.services.cloudformation import provisioners

from .seams import wrap, wrap_creation


def in_use(listener_arn, priority, among=None):
    """Whether another rule of the listener has the priority; ``among`` are the rules that keep theirs."""
    rules = alb._rules.values() if among is None else among
    return any(rule.get("ListenerArn") == listener_arn and str(rule.get("Priority")) == str(priority) for rule in rules)


def message_of(priority):
    return f"Priority '{priority}' is currently in use"


def create_rule(create, params):
    priority = alb._p(params, "Priority")
    if priority and in_use(alb._p(params, "ListenerArn"), priority):
        return alb._error("PriorityInUse", message_of(priority))
    return create(params)


def set_rule_priorities(change, params):
    wanted = {}
    for n in itertools.count(1):
        arn = alb._p(params, f"RulePriorities.member.{n}.RuleArn")
        if not arn:
            break
        wanted[arn] = alb._p(params, f"RulePriorities.member.{n}.Priority")
    kept = [rule for rule in alb._rules.values() if rule["RuleArn"] not in wanted]
    taken = set()
    for arn, priority in wanted.items():
        listener_arn = (alb._rules.get(arn) or {}).get("ListenerArn")
        if in_use(listener_arn, priority, kept) or (listener_arn, priority) in taken:
            return alb._error("PriorityInUse", message_of(priority))
        taken.add((listener_arn, priority))
    return change(params)


def create_from_template(create, logical_id, props, stack_name):
    if in_use(props.get("ListenerArn"), props.get("Priority")):
        raise provisioners._elbv2_handler_error(message_of(props["Priority"]))
    return create(logical_id, props, stack_name)


def install():
    wrap(alb, "_create_rule", create_rule)
    wrap(alb, "_set_rule_priorities", set_rule_priorities)
    alb._ACTION_MAP["CreateRule"] = alb._create_rule
    alb._ACTION_MAP["SetRulePriorities"] = alb._set_rule_priorities
    wrap_creation("AWS::ElasticLoadBalancingV2::ListenerRule", "_elbv2_listener_rule_create", create_from_template)
