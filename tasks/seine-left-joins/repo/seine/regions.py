"""Regions of joins and filters, and how they are put together best. See docs/planner.md."""

from typing import TYPE_CHECKING, Any, Dict, List, Tuple

from .estimate import estimate
from .expr import Compare, Condition, Name, aliases
from .plan import Filter, Join, Plan, aliases_of, filtered

if TYPE_CHECKING:
    from .database import Database


def arrange(plan: Plan, db: 'Database') -> Plan:
    """Another plan for the region at the top of `plan`."""
    relations, conditions = flatten(plan)
    conditions = infer(conditions)
    pushed = []
    for relation in relations:
        own = [condition for condition in conditions if aliases(condition) <= aliases_of(relation)]
        conditions = [condition for condition in conditions if condition not in own]
        pushed.append(filtered(relation, own))
    return _order_joins(pushed, conditions, db)


def flatten(plan: Plan) -> Tuple[List[Plan], List[Condition]]:
    """The relations of a region and all of its conditions."""
    if isinstance(plan, Filter):
        relations, conditions = flatten(plan.input)
        return relations, [*conditions, *plan.conditions]
    if isinstance(plan, Join):
        left, left_conditions = flatten(plan.left)
        right, right_conditions = flatten(plan.right)
        return [*left, *right], [*left_conditions, *right_conditions, *plan.conditions]
    return [plan], []


def infer(conditions: List[Condition]) -> List[Condition]:
    """The conditions, each once, and those that follow from equalities among them."""
    known = list(dict.fromkeys(conditions))
    constants = _constants(known)
    changed = True
    while changed:
        changed = False
        for condition in known:
            if not (isinstance(condition, Compare) and condition.sign == '=' and isinstance(condition.right, Name)):
                continue
            pair = (condition.left, condition.right.name)
            for name, other in (pair, pair[::-1]):
                if name in constants and other not in constants:
                    constants[other] = constants[name]
                    known.append(Compare('=', other, constants[name]))
                    changed = True
                    break
            if changed:
                break
    return known


def _constants(conditions: List[Condition]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    for condition in conditions:
        if isinstance(condition, Compare) and condition.sign == '=' and not isinstance(condition.right, Name):
            found.setdefault(condition.left, condition.right)
    return found


def _order_joins(relations: List[Plan], conditions: List[Condition], db: 'Database') -> Plan:
    left = sorted(relations, key=lambda relation: estimate(relation, db))
    plan = left.pop(0)
    while left:
        have = aliases_of(plan)
        connected = [
            relation
            for relation in left
            if any(
                aliases(condition) & have and aliases(condition) <= have | aliases_of(relation)
                for condition in conditions
            )
        ]
        right = (connected or left)[0]
        left.remove(right)
        have |= aliases_of(right)
        now = [condition for condition in conditions if aliases(condition) <= have]
        conditions = [condition for condition in conditions if condition not in now]
        plan = Join(plan, right, tuple(now))
    return filtered(plan, conditions)
