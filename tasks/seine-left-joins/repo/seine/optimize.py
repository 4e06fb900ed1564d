"""From a plan that is obviously right to one with the same rows that is fast."""

from dataclasses import replace
from typing import TYPE_CHECKING, Set

from .access import choose_access
from .expr import columns
from .plan import Filter, Join, Lookup, Plan, Project, Scan, Sort, inputs, with_inputs
from .regions import arrange

if TYPE_CHECKING:
    from .database import Database


def optimize(plan: Plan, db: 'Database') -> Plan:
    return prune(choose_access(_arrange_all(plan, db), db), set())


def _arrange_all(plan: Plan, db: 'Database') -> Plan:
    if isinstance(plan, (Filter, Join)):
        return arrange(plan, db)
    return with_inputs(plan, [_arrange_all(input, db) for input in inputs(plan)])


def prune(plan: Plan, needed: Set[str]) -> Plan:
    """The plan without columns that neither `needed` nor the plan itself has a use for."""
    if isinstance(plan, (Scan, Lookup)):
        read = sorted(name for name in plan.columns if f'{plan.alias}.{name}' in needed)
        return replace(plan, columns=tuple(read))
    if isinstance(plan, Project):
        needed = set(plan.columns)
    elif isinstance(plan, Sort):
        needed = needed | {name for name, _ in plan.keys}
    elif isinstance(plan, (Filter, Join)):
        needed = needed.union(*(columns(condition) for condition in plan.conditions))
        if isinstance(plan, Join):
            needed = needed.union(*plan.keys)
    return with_inputs(plan, [prune(input, needed) for input in inputs(plan)])
