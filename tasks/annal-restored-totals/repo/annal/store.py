"""The file of records."""

import json
import os
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .record import Record

Entry = Tuple[str, Mapping[str, Any]]


class Conflict(Exception):
    """The stream is not where the writer thought it was."""


class Store:
    """Records in a file, one JSON text a line. `versions` are those that new records of a type are written in, else 1."""

    def __init__(self, path: str, versions: Optional[Mapping[str, int]] = None):
        self.path = path
        self.versions = dict(versions or {})
        self._records: List[Record] = []
        self._numbers: Dict[str, int] = {}
        self._load()

    @property
    def end(self) -> int:
        """The position of the last record; 0 if there is none."""
        return len(self._records)

    def append(self, stream: str, events: Sequence[Entry], expected: Optional[int] = None) -> int:
        """Adds `(type, data)` entries to a stream, and returns its new number.

        Raises Conflict, and writes nothing, if `expected` is given and isn't the number of the stream.
        """
        number = self._numbers.get(stream, 0)
        if expected is not None and expected != number:
            raise Conflict(f'{stream} is at {number}, not at {expected}')
        records = []
        for offset, (type, data) in enumerate(events, 1):
            version = self.versions.get(type, 1)
            copied = json.loads(json.dumps(data))
            records.append(Record(self.end + offset, stream, number + offset, type, version, copied))
        with open(self.path, 'a', encoding='utf-8') as file:
            file.write(''.join(_line(record) for record in records))
            file.flush()
            os.fsync(file.fileno())
        self._keep(records)
        return self._numbers.get(stream, 0)

    def read(self, stream: str) -> List[Record]:
        return [record for record in self._records if record.stream == stream]

    def read_all(self, after: int = 0) -> Iterator[Record]:
        """All records behind a position."""
        return iter(self._records[after:])

    def _keep(self, records: Sequence[Record]) -> None:
        for record in records:
            self._records.append(record)
            self._numbers[record.stream] = record.number

    def _load(self) -> None:
        if not os.path.exists(self.path):
            return
        with open(self.path, encoding='utf-8') as file:
            for line in file:
                self._keep([Record(**{'position': self.end + 1, **json.loads(line)})])


def _line(record: Record) -> str:
    fields = {key: value for key, value in vars(record).items() if key != 'position'}
    return json.dumps(fields, ensure_ascii=False) + '\n'
