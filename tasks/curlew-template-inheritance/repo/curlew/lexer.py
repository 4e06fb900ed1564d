"""Source text to tokens: text, {{ value }}, {% tag %}. Comments are dropped."""

import re
from dataclasses import dataclass
from typing import List

from .errors import TemplateSyntaxError

TEXT, VALUE, TAG = 'text', 'value', 'tag'
PIECE = re.compile(r'\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}', re.DOTALL)
OPENING = re.compile(r'\{[{%#]')
KINDS = {'{{': VALUE, '{%': TAG}


@dataclass(frozen=True)
class Token:
    """`text` is what stands between the braces, trimmed, or the text as it is."""

    kind: str
    text: str
    line: int


def tokenize(source: str, template: str) -> List[Token]:
    """Raises TemplateSyntaxError where something is opened and not closed."""
    tokens: List[Token] = []
    line = 1
    end = 0
    for match in PIECE.finditer(source):
        line = _add_text(tokens, source[end:match.start()], template, line)
        piece = match.group()
        kind = KINDS.get(piece[:2])
        if kind is not None:
            tokens.append(Token(kind, piece[2:-2].strip(), line))
        line += piece.count('\n')
        end = match.end()
    _add_text(tokens, source[end:], template, line)
    return tokens


def _add_text(tokens: List[Token], text: str, template: str, line: int) -> int:
    """Add `text`, which starts on `line`; gives the line on which it ends."""
    opened = OPENING.search(text)
    if opened is not None:
        at = line + text.count('\n', 0, opened.start())
        raise TemplateSyntaxError(f'{opened.group()!r} is never closed', template, at)
    if text:
        tokens.append(Token(TEXT, text, line))
    return line + text.count('\n')
