"""From records of the past to events of today."""

from typing import Any, Callable, Dict, Iterable, List, Tuple

from .record import Event, Record

Shape = Tuple[str, int, Dict[str, Any]]
Upcaster = Callable[[Dict[str, Any]], Iterable[Shape]]


class Upcasters:
    """Functions from the data of an old version to `(type, version, data)` of newer ones, any number of them."""

    def __init__(self) -> None:
        self._functions: Dict[Tuple[str, int], Upcaster] = {}

    def add(self, type: str, version: int, function: Upcaster) -> None:
        """`function` is for records of that type and version. What it returns may be old as well.

        The data is its own, to change it or to return parts of it.
        """
        if (type, version) in self._functions:
            raise ValueError(f'{type} {version} has an upcaster already')
        self._functions[type, version] = function

    def events(self, record: Record) -> List[Event]:
        """The events of a record, in their order."""
        shapes = self._newest((record.type, record.version, record.data))
        return [Event(record.position, record.stream, record.number, type, data) for type, _, data in shapes]

    def _newest(self, shape: Shape) -> List[Shape]:
        type, version, data = shape
        function = self._functions.get((type, version))
        if function is None:
            return [shape]
        return [newest for newer in function(data) for newest in self._newest(newer)]
