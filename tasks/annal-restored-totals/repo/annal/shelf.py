"""Where snapshots are."""

import json
import os
from dataclasses import asdict, dataclass
from typing import Any, Dict, Optional


@dataclass(frozen=True)
class Snapshot:
    """The state of a view after the record at `position`. `version` is that of the view."""

    view: str
    version: int
    position: int
    state: Dict[str, Any]


class MemoryShelf:
    """Snapshots as long as the process lives; the newest one of each view."""

    def __init__(self) -> None:
        self._snapshots: Dict[str, Snapshot] = {}

    def put(self, snapshot: Snapshot) -> None:
        _check(snapshot)
        self._snapshots[snapshot.view] = snapshot

    def get(self, view: str) -> Optional[Snapshot]:
        return self._snapshots.get(view)


class Shelf:
    """Snapshots in a folder, a file for each view. A new one replaces the file as a whole."""

    def __init__(self, folder: str):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def put(self, snapshot: Snapshot) -> None:
        _check(snapshot)
        path = self._path(snapshot.view)
        with open(path + '.new', 'w', encoding='utf-8') as file:
            json.dump(asdict(snapshot), file)
        os.replace(path + '.new', path)

    def get(self, view: str) -> Optional[Snapshot]:
        """The snapshot of a view; None if there is none that can be read."""
        try:
            with open(self._path(view), encoding='utf-8') as file:
                return Snapshot(**json.load(file))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _path(self, view: str) -> str:
        return os.path.join(self.folder, f'{view}.json')


def _check(snapshot: Snapshot) -> None:
    """Raises ValueError for a state that would not come back from JSON as it is."""
    if json.loads(json.dumps(snapshot.state)) != snapshot.state:
        raise ValueError(f'the state of {snapshot.view} is not JSON')
