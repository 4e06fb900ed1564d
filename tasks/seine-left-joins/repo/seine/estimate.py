"""How many rows a plan may have, roughly. Only good for comparing plans."""

from typing import TYPE_CHECKING, Tuple

from .expr import Compare, Condition
from .plan import Filter, Join, Limit, Lookup, Plan, Scan, inputs

if TYPE_CHECKING:
    from .database import Database


def estimate(plan: Plan, db: 'Database') -> float:
    if isinstance(plan, Scan):
        return len(db.tables[plan.table].rows)
    if isinstance(plan, Lookup):
        return len(db.tables[plan.table].rows) / 10
    if isinstance(plan, Filter):
        return estimate(plan.input, db) * _share(plan.conditions)
    if isinstance(plan, Join):
        pairs = estimate(plan.left, db) * estimate(plan.right, db)
        return pairs * _share(plan.conditions) / 10 ** len(plan.keys)
    rows = estimate(inputs(plan)[0], db)
    return min(rows, plan.count) if isinstance(plan, Limit) else rows


def _share(conditions: Tuple[Condition, ...]) -> float:
    """The part of the rows for which conditions are true: a tenth for an equality, a third for anything else."""
    share = 1.0
    for condition in conditions:
        share /= 10 if isinstance(condition, Compare) and condition.sign == '=' else 3
    return share
