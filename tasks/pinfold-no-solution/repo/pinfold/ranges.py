"""Ranges of versions.

A range lies between two *cuts*. A cut is just before a version, `(version, 0)`, or just after it, `(version, 1)`, so that
comparing cuts is all there is to open and closed ends.
"""

import re
from dataclasses import dataclass
from typing import FrozenSet, Optional, Tuple

from .version import Version

Cut = Tuple[Version, int]

PART = re.compile(r'(\^|~|>=|<=|>|<|=|)(\d[^\s]*)')


@dataclass(frozen=True)
class Range:
    """`low` and `high` are None where there is no end. `named` are the cores whose prereleases were asked for."""

    low: Optional[Cut] = None
    high: Optional[Cut] = None
    named: FrozenSet[Tuple[int, int, int]] = frozenset()

    @classmethod
    def parse(cls, text: str) -> 'Range':
        """Raises ValueError."""
        result = cls()
        for part in text.split():
            result = result & cls._parse_part(part)
        if not text.strip():
            raise ValueError('a range must not be empty; use * for all versions')
        return result

    @classmethod
    def _parse_part(cls, text: str) -> 'Range':
        if text == '*':
            return cls()
        match = PART.fullmatch(text)
        if match is None:
            raise ValueError(f'not a range: {text!r}')
        sign, version = match.group(1), Version.parse(match.group(2))
        low, high = _ends(sign, version)
        return cls(low, high, frozenset({version.core}) if version.prerelease else frozenset())

    def __and__(self, other: 'Range') -> 'Range':
        """What both have in common."""
        lows = [cut for cut in (self.low, other.low) if cut is not None]
        highs = [cut for cut in (self.high, other.high) if cut is not None]
        return Range(max(lows, default=None), min(highs, default=None), self.named | other.named)

    def __contains__(self, version: Version) -> bool:
        if version.prerelease and version.core not in self.named:
            return False
        return (self.low is None or self.low <= (version, 0)) and (self.high is None or (version, 1) <= self.high)


def _ends(sign: str, version: Version) -> Tuple[Optional[Cut], Optional[Cut]]:
    before, after = (version, 0), (version, 1)
    if sign == '>=':
        return before, None
    if sign == '>':
        return after, None
    if sign == '<':
        return None, before
    if sign == '<=':
        return None, after
    if sign == '~':
        return before, (Version(version.major, version.minor + 1), 0)
    if sign == '^':
        return before, (_next_breaking(version), 0)
    return before, after


def _next_breaking(version: Version) -> Version:
    if version.major > 0:
        return Version(version.major + 1)
    if version.minor > 0:
        return Version(0, version.minor + 1)
    return Version(0, 0, version.patch + 1)
