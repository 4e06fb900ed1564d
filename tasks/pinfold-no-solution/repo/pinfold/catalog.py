"""What packages there are."""

from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional

from .ranges import Range
from .version import Version


@dataclass(frozen=True)
class Release:
    """One version of a package, and the ranges of the other packages that it needs."""

    name: str
    version: Version
    needs: Mapping[str, Range]
    yanked: bool = False

    def __str__(self) -> str:
        return f'{self.name} {self.version}'


class Catalog:
    def __init__(self) -> None:
        self._releases: Dict[str, Dict[Version, Release]] = {}

    def add(self, name: str, version: str, needs: Optional[Mapping[str, str]] = None, yanked: bool = False) -> Release:
        """Raises ValueError if the version is there already, or a text makes no sense."""
        parsed = Version.parse(version)
        releases = self._releases.setdefault(name, {})
        if parsed in releases:
            raise ValueError(f'{name} {parsed} is there already')
        ranges = {other: Range.parse(text) for other, text in (needs or {}).items()}
        releases[parsed] = Release(name, parsed, ranges, yanked)
        return releases[parsed]

    def releases(self, name: str) -> List[Release]:
        """All releases of a package, the newest first; none of an unknown one."""
        return sorted(self._releases.get(name, {}).values(), key=lambda release: release.version, reverse=True)
