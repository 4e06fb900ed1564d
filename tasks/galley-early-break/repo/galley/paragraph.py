"""One paragraph."""

from dataclasses import dataclass
from typing import List

from .align import ALIGN
from .breaks import fill
from .words import split


@dataclass(frozen=True)
class Style:
    """How a paragraph looks. `measure`, `indent` and `hanging` are in cells; see the README for what they mean."""

    measure: int
    indent: int = 0
    hanging: int = 0
    align: str = 'left'

    def __post_init__(self) -> None:
        if self.align not in ALIGN:
            raise ValueError(f'align must be one of {", ".join(ALIGN)}, not {self.align!r}')
        if min(self.indent, self.hanging) < 0:
            raise ValueError('indent and hanging must not be negative')
        if max(self.indent, self.hanging) >= self.measure:
            raise ValueError('indent and hanging must leave room for text')


def paragraph(text: str, style: Style) -> List[str]:
    """The lines of `text`; none if it has no words."""
    longest = style.measure - max(style.indent, style.hanging)
    lines = fill(split(text, longest), style.measure, style.indent, style.hanging)
    align = ALIGN[style.align]
    result = []
    for number, words in enumerate(lines):
        before = style.hanging if number else style.indent
        result.append(' ' * before + align(words, style.measure - before, number == len(lines) - 1))
    return result
