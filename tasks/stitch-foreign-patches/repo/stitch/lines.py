"""Texts as lines."""

from typing import List


def split(text: str) -> List[str]:
    """The lines of a text, with their newlines. Only the last one may have none."""
    lines = text.split('\n')
    last = lines.pop()
    return [line + '\n' for line in lines] + ([last] if last else [])
