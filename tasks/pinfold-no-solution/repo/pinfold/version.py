"""Versions: three numbers, and maybe the name of a prerelease."""

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Tuple, Union

TEXT = re.compile(r'(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*))?')

Identifier = Tuple[int, Union[int, str]]


@total_ordering
@dataclass(frozen=True)
class Version:
    major: int
    minor: int = 0
    patch: int = 0
    prerelease: Tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> 'Version':
        """Raises ValueError."""
        match = TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f'not a version: {text!r}')
        numbers = [int(number or 0) for number in match.groups()[:3]]
        return cls(*numbers, tuple(match.group(4).split('.')) if match.group(4) else ())

    @property
    def core(self) -> Tuple[int, int, int]:
        return (self.major, self.minor, self.patch)

    def __lt__(self, other: 'Version') -> bool:
        return self._key() < other._key()

    def _key(self) -> Tuple[Tuple[int, int, int], bool, Tuple[Identifier, ...]]:
        """Prereleases come before their release; numbers in them count as numbers and come before names."""
        names = tuple((0, int(name)) if name.isdigit() else (1, name) for name in self.prerelease)
        return (self.core, not self.prerelease, names)

    def __str__(self) -> str:
        text = '.'.join(str(number) for number in self.core)
        return f'{text}-{".".join(self.prerelease)}' if self.prerelease else text
