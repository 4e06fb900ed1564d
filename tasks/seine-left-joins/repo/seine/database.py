"""Tables and their indexes."""

from typing import Any, Dict, List, Mapping, Optional, Sequence

from .query import Query


class Table:
    """Rows are never changed once they are here. All of them have the same columns."""

    def __init__(self, name: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], indexes: Sequence[str]):
        self.name = name
        self.columns = list(columns)
        self.rows = [dict(row) for row in rows]
        self.indexes: Dict[str, Dict[Any, List[Dict[str, Any]]]] = {column: {} for column in indexes}
        for row in self.rows:
            for column, index in self.indexes.items():
                if row[column] is not None:
                    index.setdefault(row[column], []).append(row)


class Database:
    def __init__(self) -> None:
        self.tables: Dict[str, Table] = {}

    def add(
        self,
        name: str,
        rows: Sequence[Mapping[str, Any]],
        indexes: Sequence[str] = (),
        columns: Optional[Sequence[str]] = None,
    ) -> None:
        """Adds a table. Its columns are those of the first row, unless they are given. Raises ValueError."""
        names = list(columns if columns is not None else rows[0] if rows else [])
        if not names:
            raise ValueError(f'{name} needs columns')
        for row in rows:
            if set(row) != set(names):
                raise ValueError(f'all rows of {name} must have the columns {", ".join(names)}')
        for column in indexes:
            if column not in names:
                raise ValueError(f'{name} has no column {column}')
        self.tables[name] = Table(name, rows, names, indexes)

    def query(self, table: str, alias: Optional[str] = None) -> Query:
        return Query.begin(self, table, alias)
