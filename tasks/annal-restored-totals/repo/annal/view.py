"""Views: states that are worked out from events."""

from typing import Any, Callable, Dict

from .record import Event

State = Dict[str, Any]
Handler = Callable[[Any, State, Event], None]


def on(type: str) -> Callable[[Handler], Handler]:
    """Marks a method of a view as the handler of one type of event."""

    def mark(handler: Handler) -> Handler:
        handler.handles = type  # type: ignore[attr-defined]
        return handler

    return mark


class View:
    """Subclasses have a `name`, a `version`, a `start`, and handlers `(state, event)` that change the state in place."""

    name = ''
    version = 1

    def start(self) -> State:
        """The state before the first event."""
        return {}

    def apply(self, state: State, event: Event) -> None:
        """Events of a type without a handler are none of the view's business."""
        handler = self._handlers().get(event.type)
        if handler is not None:
            handler(self, state, event)

    @classmethod
    def _handlers(cls) -> Dict[str, Handler]:
        found: Dict[str, Handler] = {}
        for base in reversed(cls.__mro__):
            for member in vars(base).values():
                if hasattr(member, 'handles'):
                    found[member.handles] = member
        return found
