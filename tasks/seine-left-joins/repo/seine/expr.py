"""Conditions. Their value for a row is True, False, or None if it is unknown."""

import operator
from dataclasses import dataclass
from typing import Any, Callable, Dict, FrozenSet, Iterable, List, Mapping, Optional, Union

Row = Dict[str, Any]

COMPARE: Dict[str, Callable[[Any, Any], bool]] = {
    '=': operator.eq,
    '!=': operator.ne,
    '<': operator.lt,
    '<=': operator.le,
    '>': operator.gt,
    '>=': operator.ge,
}


class Condition:
    def __and__(self, other: 'Condition') -> 'Condition':
        return And(self, other)

    def __or__(self, other: 'Condition') -> 'Condition':
        return Or(self, other)

    def __invert__(self) -> 'Condition':
        return Not(self)

    def __bool__(self) -> bool:
        raise TypeError('conditions are combined with &, | and ~')


class Column:
    """A column by its full name, `alias.name`."""

    def __init__(self, name: str):
        self.name = name

    def __eq__(self, other: Any) -> 'Compare':  # type: ignore[override]
        return _compare('=', self, other)

    def __ne__(self, other: Any) -> 'Compare':  # type: ignore[override]
        return _compare('!=', self, other)

    def __lt__(self, other: Any) -> 'Compare':
        return _compare('<', self, other)

    def __le__(self, other: Any) -> 'Compare':
        return _compare('<=', self, other)

    def __gt__(self, other: Any) -> 'Compare':
        return _compare('>', self, other)

    def __ge__(self, other: Any) -> 'Compare':
        return _compare('>=', self, other)

    def is_null(self) -> 'IsNull':
        return IsNull(self.name)

    __hash__ = None  # type: ignore[assignment]


def col(name: str) -> Column:
    return Column(name)


@dataclass(frozen=True)
class Name:
    """The column on the right side of a comparison, when it isn't a constant."""

    name: str


@dataclass(frozen=True)
class Compare(Condition):
    sign: str
    left: str
    right: Union[Name, Any]


@dataclass(frozen=True)
class IsNull(Condition):
    column: str


@dataclass(frozen=True)
class And(Condition):
    left: Condition
    right: Condition


@dataclass(frozen=True)
class Or(Condition):
    left: Condition
    right: Condition


@dataclass(frozen=True)
class Not(Condition):
    inner: Condition


def evaluate(condition: Condition, row: Mapping[str, Any]) -> Optional[bool]:
    if isinstance(condition, Compare):
        left = row[condition.left]
        right = row[condition.right.name] if isinstance(condition.right, Name) else condition.right
        return None if left is None or right is None else COMPARE[condition.sign](left, right)
    if isinstance(condition, IsNull):
        return row[condition.column] is None
    if isinstance(condition, Not):
        inner = evaluate(condition.inner, row)
        return None if inner is None else not inner
    if isinstance(condition, (And, Or)):
        decisive = isinstance(condition, Or)
        values = [evaluate(condition.left, row), evaluate(condition.right, row)]
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    raise TypeError(f'not a condition: {condition!r}')


def columns(condition: Condition) -> FrozenSet[str]:
    """The full names of all columns in a condition."""
    if isinstance(condition, Compare):
        right = condition.right
        return frozenset({condition.left, right.name} if isinstance(right, Name) else {condition.left})
    if isinstance(condition, IsNull):
        return frozenset({condition.column})
    if isinstance(condition, Not):
        return columns(condition.inner)
    if isinstance(condition, (And, Or)):
        return columns(condition.left) | columns(condition.right)
    raise TypeError(f'not a condition: {condition!r}')


def aliases(condition: Condition) -> FrozenSet[str]:
    """The tables that a condition is about."""
    return frozenset(name.split('.')[0] for name in columns(condition))


def conjuncts(condition: Condition) -> List[Condition]:
    """The conditions which all have to be true for this one to be true."""
    if isinstance(condition, And):
        return [*conjuncts(condition.left), *conjuncts(condition.right)]
    return [condition]


def all_true(conditions: Iterable[Condition], row: Mapping[str, Any]) -> bool:
    return all(evaluate(condition, row) is True for condition in conditions)


def text(condition: Condition) -> str:
    if isinstance(condition, Compare):
        right = condition.right
        return f'{condition.left} {condition.sign} {right.name if isinstance(right, Name) else repr(right)}'
    if isinstance(condition, IsNull):
        return f'{condition.column} is null'
    if isinstance(condition, Not):
        return f'not ({text(condition.inner)})'
    if isinstance(condition, (And, Or)):
        return f'({text(condition.left)} {type(condition).__name__.lower()} {text(condition.right)})'
    raise TypeError(f'not a condition: {condition!r}')


def _compare(sign: str, left: Column, right: Any) -> Compare:
    return Compare(sign, left.name, Name(right.name) if isinstance(right, Column) else right)
