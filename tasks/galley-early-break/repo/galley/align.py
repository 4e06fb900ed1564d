"""A line of words as text."""

from typing import Callable, Dict, Sequence

from .words import Word


def left(words: Sequence[Word], measure: int, is_last: bool) -> str:
    return ' '.join(word.text for word in words)


def right(words: Sequence[Word], measure: int, is_last: bool) -> str:
    return ' ' * _spare(words, measure) + left(words, measure, is_last)


def centre(words: Sequence[Word], measure: int, is_last: bool) -> str:
    """An odd space goes to the right, where it is not printed."""
    return ' ' * (_spare(words, measure) // 2) + left(words, measure, is_last)


def justify(words: Sequence[Word], measure: int, is_last: bool) -> str:
    gaps = len(words) - 1
    if is_last or gaps == 0:
        return left(words, measure, is_last)
    more, rest = divmod(_spare(words, measure), gaps)
    text = words[0].text
    for index, word in enumerate(words[1:]):
        text += ' ' * (1 + more + (1 if index < rest else 0)) + word.text
    return text


def _spare(words: Sequence[Word], measure: int) -> int:
    """Cells that are left when the words have one space between them."""
    return max(0, measure - sum(word.width for word in words) - (len(words) - 1))


Align = Callable[[Sequence[Word], int, bool], str]

ALIGN: Dict[str, Align] = {'left': left, 'right': right, 'centre': centre, 'justify': justify}
