"""Carrying plans out."""

from itertools import islice
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Tuple

from .expr import Row, all_true
from .plan import Filter, Join, Limit, Lookup, Plan, Project, Scan, Sort

if TYPE_CHECKING:
    from .database import Database


def run(plan: Plan, db: 'Database') -> Iterator[Row]:
    """The rows of a plan, with full names of columns."""
    if isinstance(plan, (Scan, Lookup)):
        table = db.tables[plan.table]
        found = table.rows if isinstance(plan, Scan) else table.indexes[plan.column].get(plan.value, [])
        return ({f'{plan.alias}.{name}': row[name] for name in plan.columns} for row in found)
    if isinstance(plan, Filter):
        return (row for row in run(plan.input, db) if all_true(plan.conditions, row))
    if isinstance(plan, Join):
        return _join(plan, db)
    if isinstance(plan, Sort):
        return iter(_sort(list(run(plan.input, db)), plan.keys))
    if isinstance(plan, Limit):
        return islice(run(plan.input, db), plan.count)
    assert isinstance(plan, Project)
    return ({name: row[name] for name in plan.columns} for row in run(plan.input, db))


def _join(plan: Join, db: 'Database') -> Iterator[Row]:
    """Without keys all rows of the right side are in one place of the table."""
    table: Dict[Tuple[Any, ...], List[Row]] = {}
    for row in run(plan.right, db):
        table.setdefault(tuple(row[name] for _, name in plan.keys), []).append(row)
    for row in run(plan.left, db):
        key = tuple(row[name] for name, _ in plan.keys)
        if None in key:
            continue
        for other in table.get(key, []):
            pair = {**row, **other}
            if all_true(plan.conditions, pair):
                yield pair


def _sort(rows: List[Row], keys: Tuple[Tuple[str, bool], ...]) -> List[Row]:
    """None comes first, or last if the order is reversed."""
    for name, is_reversed in reversed(keys):
        rows.sort(key=lambda row: (row[name] is not None, 0 if row[name] is None else row[name]), reverse=is_reversed)
    return rows
