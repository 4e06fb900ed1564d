"""Keeping views up to date."""

from typing import Any, Dict, Iterator, Optional, Protocol, Sequence

from .record import Event
from .shelf import Snapshot
from .store import Store
from .upcast import Upcasters
from .view import State, View


class SnapshotShelf(Protocol):
    def put(self, snapshot: Snapshot) -> None: ...

    def get(self, view: str) -> Optional[Snapshot]: ...


class _Progress:
    """How far a view is: `state` is that after the record at `position`."""

    def __init__(self, view: View):
        self.view = view
        self.reset()

    def reset(self) -> None:
        self.state: State = self.view.start()
        self.position = 0
        self.saved = 0


class Runner:
    """Views over a store, with a snapshot of each about every `every` records."""

    def __init__(
        self,
        store: Store,
        shelf: SnapshotShelf,
        views: Sequence[View],
        every: int = 100,
        upcasters: Optional[Upcasters] = None,
    ):
        self.store = store
        self.shelf = shelf
        self.every = every
        self.upcasters = upcasters or Upcasters()
        self._progress: Dict[str, _Progress] = {view.name: _Progress(view) for view in views}
        for progress in self._progress.values():
            self._restore(progress)

    def state(self, name: str) -> Any:
        """The state of a view, as far as it has caught up."""
        return self._progress[name].state

    def position(self, name: str) -> int:
        """The position that a view has caught up to."""
        return self._progress[name].position

    def catch_up(self, limit: Optional[int] = None) -> int:
        """Applies what is new in the store to all views, and returns how many events that were, in all views together.

        With a `limit` it stops as soon as a view has applied that many, so that there is time for other things.
        """
        return sum(self._advance(progress, limit) for progress in self._progress.values())

    def rebuild(self, name: str) -> None:
        """Works the state of a view out again, from the first record on."""
        progress = self._progress[name]
        progress.reset()
        self._advance(progress, None)

    def _restore(self, progress: _Progress) -> None:
        snapshot = self.shelf.get(progress.view.name)
        if snapshot is None or snapshot.position > self.store.end:
            return
        progress.state = snapshot.state
        progress.position = progress.saved = snapshot.position

    def _advance(self, progress: _Progress, limit: Optional[int]) -> int:
        applied = 0
        for event in self._events(progress.position):
            if limit is not None and applied >= limit:
                break
            progress.view.apply(progress.state, event)
            progress.position = event.position
            applied += 1
            if progress.position - progress.saved >= self.every:
                self._save(progress)
        return applied

    def _events(self, after: int) -> Iterator[Event]:
        for record in self.store.read_all(after):
            yield from self.upcasters.events(record)

    def _save(self, progress: _Progress) -> None:
        view = progress.view
        self.shelf.put(Snapshot(view.name, view.version, progress.position, progress.state))
        progress.saved = progress.position
