"""What is stored, and what is made of it."""

from dataclasses import dataclass
from typing import Any, Dict


@dataclass(frozen=True)
class Record:
    """A line of the store. `position` counts through the store, `number` through the stream; both from 1."""

    position: int
    stream: str
    number: int
    type: str
    version: int
    data: Dict[str, Any]


@dataclass(frozen=True)
class Event:
    """What a view sees. Events of one record share its `position`, `stream` and `number`."""

    position: int
    stream: str
    number: int
    type: str
    data: Dict[str, Any]
