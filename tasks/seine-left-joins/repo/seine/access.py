"""How rows are found: by scan or lookup, by loop or hash."""

from dataclasses import replace
from typing import TYPE_CHECKING, FrozenSet, Tuple

from .estimate import estimate
from .expr import Compare, Condition, Name
from .plan import Filter, Join, Lookup, Plan, Scan, aliases_of, filtered, inputs, with_inputs

if TYPE_CHECKING:
    from .database import Database


def choose_access(plan: Plan, db: 'Database') -> Plan:
    plan = with_inputs(plan, [choose_access(input, db) for input in inputs(plan)])
    if isinstance(plan, Filter) and isinstance(plan.input, Scan):
        return _look_up(plan, plan.input, db)
    if isinstance(plan, Join):
        return _hash(plan, db)
    return plan


def _look_up(plan: Filter, scan: Scan, db: 'Database') -> Plan:
    for condition in plan.conditions:
        if not (isinstance(condition, Compare) and condition.sign == '='):
            continue
        column = condition.left.split('.')[1]
        if column in db.tables[scan.table].indexes and not isinstance(condition.right, Name):
            others = [other for other in plan.conditions if other != condition]
            return filtered(Lookup(scan.table, scan.alias, scan.columns, column, condition.right), others)
    return plan


def _hash(plan: Join, db: 'Database') -> Plan:
    if estimate(plan.right, db) > estimate(plan.left, db):
        plan = replace(plan, left=plan.right, right=plan.left)
    left, right = aliases_of(plan.left), aliases_of(plan.right)
    keys = [_key(condition, left, right) for condition in plan.conditions]
    rest = tuple(condition for condition, key in zip(plan.conditions, keys) if not key)
    return replace(plan, keys=tuple(key for key in keys if key), conditions=rest)


def _key(condition: Condition, left: FrozenSet[str], right: FrozenSet[str]) -> Tuple[str, ...]:
    """The columns that have to be equal, left and right; empty if it's no such condition."""
    if not (isinstance(condition, Compare) and condition.sign == '=' and isinstance(condition.right, Name)):
        return ()
    for pair in ((condition.left, condition.right.name), (condition.right.name, condition.left)):
        if pair[0].split('.')[0] in left and pair[1].split('.')[0] in right:
            return pair
    return ()
