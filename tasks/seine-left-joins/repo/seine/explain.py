"""Plans as text."""

from typing import Iterable, List

from .expr import Condition, text
from .plan import Filter, Join, Limit, Lookup, Plan, Project, Scan, Sort, inputs


def explain(plan: Plan) -> str:
    return '\n'.join(_lines(plan))


def _lines(plan: Plan) -> List[str]:
    return [_line(plan), *('  ' + line for input in inputs(plan) for line in _lines(input))]


def _line(plan: Plan) -> str:
    if isinstance(plan, Scan):
        return f'scan {_source(plan.table, plan.alias, plan.columns)}'
    if isinstance(plan, Lookup):
        return f'lookup {_source(plan.table, plan.alias, plan.columns)} by {plan.column} = {plan.value!r}'
    if isinstance(plan, Filter):
        return f'filter {_all(plan.conditions)}'
    if isinstance(plan, Join):
        keys = [f'{left} = {right}' for left, right in plan.keys]
        method = 'hash' if keys else 'loop'
        return f'join ({method}) {_all(plan.conditions, keys)}'.rstrip()
    if isinstance(plan, Sort):
        return f'sort {", ".join(("-" if is_reversed else "") + name for name, is_reversed in plan.keys)}'
    if isinstance(plan, Limit):
        return f'limit {plan.count}'
    assert isinstance(plan, Project)
    return f'project {", ".join(plan.columns)}'


def _all(conditions: Iterable[Condition], keys: Iterable[str] = ()) -> str:
    return ' and '.join([*keys, *(text(condition) for condition in conditions)])


def _source(table: str, alias: str, columns: Iterable[str]) -> str:
    name = table if alias == table else f'{table} as {alias}'
    return f'{name} ({", ".join(columns)})'
