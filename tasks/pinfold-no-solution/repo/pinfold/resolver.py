"""Choosing versions by trying, and jumping back to the choice that is to blame.

Decisions are made on a *trail*; the place of a decision on it is its *level*, from 0. When no release of a package can be
chosen, it is because of some decisions before: those that require other versions, and those that a release would not get
along with. Only a change of the latest of these can help, so everything above it is dropped, and the next release of
that package is tried. The other ones to blame are remembered there, in case that there is no next release.
"""

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Set

from .catalog import Catalog, Release
from .ranges import Range
from .version import Version


class Requirement(NamedTuple):
    """`level` is that of the decision that requires it, or None for a root."""

    by: str
    level: Optional[int]
    range: Range


class Unsolvable(Exception):
    """No choice meets all requirements. `package` is the one that could not be decided."""

    def __init__(self, package: str, requirements: List[Requirement]):
        who = ', '.join(requirement.by for requirement in requirements)
        super().__init__(f'no version of {package} suits {who}')
        self.package = package
        self.by = [requirement.by for requirement in requirements]


class Step:
    """A package that is being decided."""

    def __init__(self, name: str, candidates: List[Release]):
        self.name = name
        self.candidates: Iterator[Release] = iter(candidates)
        self.release: Optional[Release] = None
        self.blame: Set[int] = set()


def resolve(
    catalog: Catalog, roots: Mapping[str, str], locked: Optional[Mapping[str, Version]] = None
) -> Dict[str, Version]:
    """A version for each package that is needed, in the order of the decisions. Raises Unsolvable."""
    ranges = {name: Range.parse(text) for name, text in roots.items()}
    return _Search(catalog, ranges, locked or {}).run()


class _Search:
    def __init__(self, catalog: Catalog, roots: Mapping[str, Range], locked: Mapping[str, Version]):
        self.catalog = catalog
        self.roots = roots
        self.locked = locked
        self.trail: List[Step] = []

    def run(self) -> Dict[str, Version]:
        step = self._next()
        while step is not None:
            if self._advance(step):
                self.trail.append(step)
                step = self._next()
            else:
                step = self._jump_back(step)
        return {step.name: step.release.version for step in self.trail if step.release}

    def _next(self) -> Optional[Step]:
        """A step for the first package that is needed and not decided; None if there is no such."""
        decided = {step.name for step in self.trail}
        needed = [*self.roots, *(name for step in self.trail if step.release for name in step.release.needs)]
        for name in needed:
            if name not in decided:
                return Step(name, self._candidates(name))
        return None

    def _candidates(self, name: str) -> List[Release]:
        """The order in which releases are tried."""
        lock = self.locked.get(name)
        releases = [release for release in self.catalog.releases(name) if not release.yanked or release.version == lock]
        return sorted(releases, key=lambda release: release.version != lock)

    def _advance(self, step: Step) -> bool:
        """Chooses the next candidate that gets along with the trail. What rules out others goes into `step.blame`."""
        requirements = self._requirements(step.name)
        step.blame.update(requirement.level for requirement in requirements if requirement.level is not None)
        for release in step.candidates:
            if all(release.version in requirement.range for requirement in requirements):
                clash = self._clash(release)
                if clash is None:
                    step.release = release
                    return True
                step.blame.add(clash)
        return False

    def _requirements(self, name: str) -> List[Requirement]:
        """Who requires what of a package: the roots first, then by level."""
        found = [Requirement('the roots', None, self.roots[name])] if name in self.roots else []
        for level, step in enumerate(self.trail):
            if step.release and name in step.release.needs:
                found.append(Requirement(str(step.release), level, step.release.needs[name]))
        return found

    def _clash(self, release: Release) -> Optional[int]:
        """The first level that has a version which `release` can't do with."""
        for level, step in enumerate(self.trail):
            wanted = release.needs.get(step.name)
            if wanted is not None and step.release and step.release.version not in wanted:
                return level
        return None

    def _jump_back(self, failed: Step) -> Step:
        """The step to go on with after no release of `failed` would do. Raises Unsolvable if nothing is to blame."""
        level = max(failed.blame, default=-1)
        if level <= 0:
            raise Unsolvable(failed.name, self._requirements(failed.name))
        culprit = self.trail[level]
        del self.trail[level:]
        culprit.release = None
        culprit.blame |= failed.blame - {level}
        return culprit
