"""What can stand behind the bar in {{ value | filter }}."""

from html import escape
from typing import Any, Callable, Dict


class Safe(str):
    """Text that is HTML already and is not escaped again."""


class Undefined:
    """A value that does not exist, with the name it was asked for."""

    def __init__(self, name: str):
        self.name = name

    def __bool__(self) -> bool:
        return False


def to_text(value: Any, autoescape: bool) -> str:
    if value is None:
        return ''
    if isinstance(value, Safe) or not autoescape:
        return str(value)
    return escape(str(value))


FILTERS: Dict[str, Callable[..., Any]] = {
    'upper': lambda value: str(value).upper(),
    'lower': lambda value: str(value).lower(),
    'trim': lambda value: str(value).strip(),
    'length': len,
    'join': lambda value, separator='': separator.join(str(item) for item in value),
    'default': lambda value, other: other if isinstance(value, Undefined) else value,
    'safe': lambda value: Safe(value),
}
