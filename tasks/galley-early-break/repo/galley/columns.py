"""Paragraphs side by side."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Iterable, List, Sequence

from .cells import width
from .paragraph import Style, paragraph


@dataclass(frozen=True)
class Column:
    """`measure` is the width of the column in cells."""

    measure: int
    align: str = 'left'


def row(texts: Sequence[str], columns: Sequence[Column], gap: int = 2) -> List[str]:
    """The lines of one row: as many as its highest cell has."""
    if len(texts) != len(columns):
        raise ValueError(f'{len(columns)} columns need as many texts, not {len(texts)}')
    cells = [paragraph(text, Style(column.measure, align=column.align)) for text, column in zip(texts, columns)]
    lines = []
    for parts in zip_longest(*cells, fillvalue=''):
        padded = [part + ' ' * (column.measure - width(part)) for part, column in zip(parts, columns)]
        lines.append((' ' * gap).join(padded).rstrip())
    return lines


def table(rows: Iterable[Sequence[str]], columns: Sequence[Column], gap: int = 2) -> List[str]:
    """Rows below each other, those of several lines with an empty line between them and their neighbours."""
    blocks = [row(texts, columns, gap) for texts in rows]
    lines: List[str] = []
    for number, block in enumerate(blocks):
        if number and max(len(block), len(blocks[number - 1])) > 1:
            lines.append('')
        lines += block
    return lines
