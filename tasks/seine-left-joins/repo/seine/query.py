"""Queries as they are written."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from .expr import Condition, columns, conjuncts
from .explain import explain
from .optimize import optimize
from .plan import Filter, Join, Limit, Plan, Project, Scan, Sort
from .run import run

if TYPE_CHECKING:
    from .database import Database


class QueryError(Exception):
    """A query about something that is not there."""


@dataclass(frozen=True)
class Query:
    db: 'Database'
    tables: Tuple[Scan, ...]
    ons: Tuple[Condition, ...] = ()
    conditions: Tuple[Condition, ...] = ()
    selected: Optional[Tuple[str, ...]] = None
    order: Tuple[Tuple[str, bool], ...] = ()
    count: Optional[int] = None

    @classmethod
    def begin(cls, db: 'Database', table: str, alias: Optional[str]) -> 'Query':
        return cls(db, ())._with_table(table, alias)

    def join(self, table: str, on: Condition, alias: Optional[str] = None) -> 'Query':
        """Pairs of rows for which `on` is true. It can be about this table and those named before."""
        joined = self._with_table(table, alias)
        joined._check(*columns(on))
        return replace(joined, ons=(*self.ons, on))

    def where(self, condition: Condition) -> 'Query':
        self._check(*columns(condition))
        return replace(self, conditions=(*self.conditions, *conjuncts(condition)))

    def select(self, *names: str) -> 'Query':
        self._check(*names)
        return replace(self, selected=names)

    def order_by(self, *names: str) -> 'Query':
        keys = tuple((name.lstrip('-'), name.startswith('-')) for name in names)
        self._check(*(name for name, _ in keys))
        return replace(self, order=keys)

    def limit(self, count: int) -> 'Query':
        return replace(self, count=count)

    def rows(self) -> List[Dict[str, Any]]:
        return list(run(self.plan(), self.db))

    def explain(self) -> str:
        return explain(self.plan())

    def plan(self) -> Plan:
        return optimize(self.naive_plan(), self.db)

    def naive_plan(self) -> Plan:
        """What the query says, without any thought of how long it takes."""
        plan: Plan = self.tables[0]
        for table, on in zip(self.tables[1:], self.ons):
            plan = Join(plan, table, tuple(conjuncts(on)))
        if self.conditions:
            plan = Filter(plan, self.conditions)
        if self.order:
            plan = Sort(plan, self.order)
        if self.count is not None:
            plan = Limit(plan, self.count)
        return Project(plan, self.selected or self._names())

    def _with_table(self, table: str, alias: Optional[str]) -> 'Query':
        if table not in self.db.tables:
            raise QueryError(f'there is no table {table}')
        name = alias or table
        if any(scan.alias == name for scan in self.tables):
            raise QueryError(f'{name} is named twice; give it an alias')
        return replace(self, tables=(*self.tables, Scan(table, name, tuple(self.db.tables[table].columns))))

    def _names(self) -> Tuple[str, ...]:
        return tuple(f'{scan.alias}.{column}' for scan in self.tables for column in scan.columns)

    def _check(self, *names: str) -> None:
        known = self._names()
        for name in names:
            if name not in known:
                raise QueryError(f'there is no column {name}')
