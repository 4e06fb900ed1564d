"""From text to words."""

from dataclasses import dataclass, field
from typing import List

from .cells import cut, width


@dataclass(frozen=True)
class Word:
    text: str
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, 'width', width(self.text))


def split(text: str, longest: int) -> List[Word]:
    """The words of `text`. Those wider than `longest` cells are cut into several."""
    words = []
    for piece in text.split():
        while width(piece) > longest:
            end = cut(piece, longest)
            if end == len(piece):
                break
            words.append(Word(piece[:end]))
            piece = piece[end:]
        words.append(Word(piece))
    return words
