"""An append-only store of events, and the views that are made of them."""

from .record import Event, Record
from .runner import Runner
from .shelf import MemoryShelf, Shelf, Snapshot
from .store import Conflict, Store
from .upcast import Upcasters
from .view import View, on

__all__ = [
    'Conflict',
    'Event',
    'MemoryShelf',
    'Record',
    'Runner',
    'Shelf',
    'Snapshot',
    'Store',
    'Upcasters',
    'View',
    'on',
]
