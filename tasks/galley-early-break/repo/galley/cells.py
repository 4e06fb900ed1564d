"""How wide text is, in cells."""

import unicodedata


def width(text: str) -> int:
    """The cells that `text` takes up in one line."""
    return sum(_width_of(character) for character in text)


def _width_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


def cut(text: str, cells: int) -> int:
    """How many characters of `text` fit into so many cells; at least one, and accents stay with their letter."""
    used = 0
    for index, character in enumerate(text):
        used += _width_of(character)
        if used > cells and index > 0:
            return index
    return len(text)
