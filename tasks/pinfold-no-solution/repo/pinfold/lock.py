"""Lock files."""

from typing import Dict, Mapping

from .version import Version


def format_lock(solution: Mapping[str, Version]) -> str:
    return ''.join(f'{name} {solution[name]}\n' for name in sorted(solution))


def parse_lock(text: str) -> Dict[str, Version]:
    """Empty lines and those that begin with # mean nothing. Raises ValueError with the number of a bad line."""
    locked = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith('#'):
            continue
        try:
            name, version = line.split()
            locked[name] = Version.parse(version)
        except ValueError:
            raise ValueError(f'line {number} of the lock file is not `name version`') from None
    return locked
