"""Applying patches."""

from typing import List, Optional

from .lines import split
from .patch import Patch


class Rejected(Exception):
    """A hunk that fits nowhere. `hunk` is its number, from 1."""

    def __init__(self, hunk: int):
        super().__init__(f'hunk {hunk} fits nowhere')
        self.hunk = hunk


def apply(patch: Patch, text: str) -> str:
    """The text with all changes of a patch. Raises Rejected, in which case nothing is changed."""
    lines = split(text)
    result: List[str] = []
    done = 0
    for number, hunk in enumerate(patch.hunks, 1):
        before = hunk.before()
        place = _find(lines, before, hunk.old, done)
        if place is None:
            raise Rejected(number)
        result += lines[done:place]
        result += hunk.after()
        done = place + len(before)
    return ''.join(result + lines[done:])


def _find(lines: List[str], wanted: List[str], expected: int, lowest: int) -> Optional[int]:
    """Where the wanted lines are, as near as possible to where they are expected; not above `lowest`."""
    places = [
        place
        for place in range(lowest, len(lines) - len(wanted) + 1)
        if lines[place : place + len(wanted)] == wanted
    ]
    return min(places, key=lambda place: abs(place - expected), default=None)
