"""Which words share a line."""

from typing import List, Sequence

from .words import Word

Line = List[Word]


def fill(words: Sequence[Word], measure: int, indent: int = 0, hanging: int = 0) -> List[Line]:
    """Words as lines, with one space between two words.

    The first line has `indent` cells fewer than `measure`, all others have `hanging` fewer. Every line has at least one
    word, so a word that is wider than its line stands alone.
    """
    lines: List[Line] = []
    line: Line = []
    room = measure - indent
    for word in words:
        needed = word.width + 1 if line else word.width
        if line and needed >= room:
            lines.append(line)
            line = []
            room = measure - hanging
            needed = word.width
        line.append(word)
        room -= needed
    if line:
        lines.append(line)
    return lines
