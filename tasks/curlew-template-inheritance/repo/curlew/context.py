"""The variables during one rendering."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Dict, Iterator, List

from .filters import Undefined

if TYPE_CHECKING:
    from .engine import Engine


class Context:
    """A stack of scopes; the innermost one that has a name wins."""

    def __init__(self, engine: 'Engine', variables: Dict[str, Any]):
        self.engine = engine
        self.scopes: List[Dict[str, Any]] = [dict(variables)]

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Names set inside are gone outside."""
        self.scopes.append({})
        try:
            yield
        finally:
            self.scopes.pop()

    def set(self, name: str, value: Any) -> None:
        self.scopes[-1][name] = value

    def lookup(self, path: str) -> Any:
        """The value of a dotted path, or Undefined."""
        first, *rest = path.split('.')
        for scope in reversed(self.scopes):
            if first in scope:
                value = scope[first]
                break
        else:
            return Undefined(path)
        for step in rest:
            value = _member(value, step, path)
        return value


def _member(value: Any, step: str, path: str) -> Any:
    if isinstance(value, Undefined):
        return value
    try:
        return value[step]
    except (KeyError, TypeError, IndexError):
        pass
    if step.isdigit():
        try:
            return value[int(step)]
        except (KeyError, TypeError, IndexError):
            return Undefined(path)
    if step.startswith('_'):
        return Undefined(path)
    return getattr(value, step, Undefined(path))
