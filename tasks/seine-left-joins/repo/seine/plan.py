"""Plans: trees of what is to be done."""

from dataclasses import dataclass, replace
from typing import Any, FrozenSet, List, Tuple, Union

from .expr import Condition


@dataclass(frozen=True)
class Scan:
    """All rows of a table. `columns` are the short names of those that are read."""

    table: str
    alias: str
    columns: Tuple[str, ...]


@dataclass(frozen=True)
class Lookup:
    """The rows of a table that have `value` in an indexed column."""

    table: str
    alias: str
    columns: Tuple[str, ...]
    column: str
    value: Any


@dataclass(frozen=True)
class Filter:
    input: 'Plan'
    conditions: Tuple[Condition, ...]


@dataclass(frozen=True)
class Join:
    """Pairs of rows for which all conditions are true. `keys` are pairs of columns, left and right, of a hash join."""

    left: 'Plan'
    right: 'Plan'
    conditions: Tuple[Condition, ...]
    keys: Tuple[Tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sort:
    """`keys` are full names, and whether the order is reversed."""

    input: 'Plan'
    keys: Tuple[Tuple[str, bool], ...]


@dataclass(frozen=True)
class Limit:
    input: 'Plan'
    count: int


@dataclass(frozen=True)
class Project:
    input: 'Plan'
    columns: Tuple[str, ...]


Plan = Union[Scan, Lookup, Filter, Join, Sort, Limit, Project]


def inputs(plan: Plan) -> List[Plan]:
    if isinstance(plan, (Scan, Lookup)):
        return []
    if isinstance(plan, Join):
        return [plan.left, plan.right]
    return [plan.input]


def with_inputs(plan: Plan, new: List[Plan]) -> Plan:
    """The same plan over other inputs."""
    if isinstance(plan, (Scan, Lookup)):
        return plan
    if isinstance(plan, Join):
        return replace(plan, left=new[0], right=new[1])
    return replace(plan, input=new[0])


def aliases_of(plan: Plan) -> FrozenSet[str]:
    """The tables that a plan has columns of."""
    if isinstance(plan, (Scan, Lookup)):
        return frozenset({plan.alias})
    return frozenset().union(*(aliases_of(input) for input in inputs(plan)))


def filtered(plan: Plan, conditions: List[Condition]) -> Plan:
    """A plan with conditions on top, if there are any."""
    return Filter(plan, tuple(conditions)) if conditions else plan
