"""Patches, and where they come from."""

from dataclasses import dataclass, replace
from typing import List, Tuple

from .compare import Edit, edits
from .lines import split


@dataclass(frozen=True)
class Hunk:
    """Some lines and their changes.

    `old` and `new` are how many lines of the old and the new text are above the hunk. `edits` are `(sign, line)`; a line
    has its newline, if it has one.
    """

    old: int
    new: int
    edits: Tuple[Edit, ...]

    def before(self) -> List[str]:
        """Its lines in the old text."""
        return [line for sign, line in self.edits if sign != '+']

    def after(self) -> List[str]:
        """Its lines in the new text."""
        return [line for sign, line in self.edits if sign != '-']


@dataclass(frozen=True)
class Patch:
    path: str
    hunks: Tuple[Hunk, ...]


def diff(old: str, new: str, path: str = 'file', context: int = 3) -> Patch:
    """What leads from one text to another one, with so many unchanged lines around each change."""
    script = edits(split(old), split(new))
    changed = [index for index, (sign, _) in enumerate(script) if sign != ' ']
    spans: List[Tuple[int, int]] = []
    for index in changed:
        first, end = max(0, index - context), min(len(script), index + 1 + context)
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((first, end))
    return Patch(path, tuple(_hunk(script, first, end) for first, end in spans))


def _hunk(script: List[Edit], first: int, end: int) -> Hunk:
    above = [sign for sign, _ in script[:first]]
    return Hunk(len(above) - above.count('+'), len(above) - above.count('-'), tuple(script[first:end]))


def reverse(patch: Patch) -> Patch:
    """The patch that takes another one back."""
    other = {' ': ' ', '-': '+', '+': '-'}
    hunks = [
        replace(hunk, old=hunk.new, new=hunk.old, edits=tuple((other[sign], line) for sign, line in hunk.edits))
        for hunk in patch.hunks
    ]
    return replace(patch, hunks=tuple(hunks))


def stat(patch: Patch) -> Tuple[int, int]:
    """How many lines are added and removed."""
    signs = [sign for hunk in patch.hunks for sign, _ in hunk.edits]
    return signs.count('+'), signs.count('-')
