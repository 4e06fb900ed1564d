"""Lists: a marker, and the text of the item beside it."""

from typing import Iterable, List

from .cells import width
from .paragraph import Style, paragraph


def bullets(items: Iterable[str], measure: int, marker: str = '-') -> List[str]:
    lines = []
    for item in items:
        lines += _item(marker, width(marker), item, measure)
    return lines


def numbered(items: Iterable[str], measure: int, first: int = 1) -> List[str]:
    """Numbers are aligned at their dots."""
    texts = list(items)
    widest = width(f'{first + len(texts) - 1}.')
    lines = []
    for number, text in enumerate(texts, first):
        lines += _item(f'{number}.', widest, text, measure)
    return lines


def _item(marker: str, room: int, text: str, measure: int) -> List[str]:
    body = paragraph(text, Style(measure, indent=room + 1, hanging=room + 1)) or [' ' * (room + 1)]
    head = ' ' * (room - width(marker)) + marker
    return [(head + body[0][room:]).rstrip(), *body[1:]]
