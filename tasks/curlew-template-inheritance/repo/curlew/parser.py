"""Tokens to nodes."""

import re
from typing import List, NoReturn, Optional, Tuple

from . import nodes
from .errors import TemplateSyntaxError
from .expressions import Expression, parse_expression
from .lexer import TAG, TEXT, Token, tokenize

NAME = re.compile(r'[A-Za-z_]\w*')
QUOTED = re.compile(r'"([^"]+)"|\'([^\']+)\'')
FOR = re.compile(r'([A-Za-z_]\w*)\s+in\s+(.+)', re.DOTALL)
SET = re.compile(r'([A-Za-z_]\w*)\s*=\s*([^=].*)', re.DOTALL)
RESERVED = ('loop', 'true', 'false', 'none', 'and', 'or', 'not', 'in')


def parse(source: str, template: str) -> nodes.Nodes:
    """The nodes of a template. Raises TemplateSyntaxError."""
    return Parser(tokenize(source, template), template).parse()


class Parser:
    """One pass over the tokens. The tag `x` is read by the method `tag_x`."""

    def __init__(self, tokens: List[Token], template: str):
        self.tokens = tokens
        self.template = template
        self.at = 0

    def parse(self) -> nodes.Nodes:
        return self.body(None)[0]

    def fail(self, message: str, line: int) -> NoReturn:
        raise TemplateSyntaxError(message, self.template, line)

    def expression(self, text: str, line: int) -> Expression:
        return parse_expression(text, self.template, line)

    def body(self, opener: Optional[Token], *ends: str) -> Tuple[nodes.Nodes, str, Token]:
        """Nodes up to one of the tags `ends`: the nodes, the rest of that tag, its token.

        Without an `opener` the body is the whole template and ends with it.
        """
        result: nodes.Nodes = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind == TEXT:
                result.append(nodes.Text(token.line, token.text))
            elif token.kind == TAG:
                word, _, rest = token.text.partition(' ')
                if word in ends:
                    return result, rest.strip(), token
                result.append(self.tag(word, rest.strip(), token))
            else:
                result.append(nodes.Output(token.line, self.expression(token.text, token.line)))
        if opener is not None:
            self.fail(f'{opener.text.split()[0]!r} is never closed', opener.line)
        return result, '', Token(TEXT, '', 0)

    def tag(self, word: str, rest: str, token: Token) -> nodes.Node:
        read = getattr(self, f'tag_{word}', None)
        if read is None:
            self.fail(f'unknown tag {word!r}', token.line)
        return read(rest, token)

    def name(self, text: str, token: Token) -> str:
        if not NAME.fullmatch(text) or text in RESERVED:
            self.fail(f'not a name: {text!r}', token.line)
        return text

    def quoted(self, text: str, token: Token) -> str:
        match = QUOTED.fullmatch(text)
        if match is None:
            self.fail(f'expected a name in quotes, found {text!r}', token.line)
        return match.group(1) or match.group(2)

    def nothing(self, rest: str, token: Token) -> None:
        if rest:
            self.fail(f'unexpected {rest!r}', token.line)

    def tag_if(self, rest: str, token: Token) -> nodes.Node:
        branches: List[Tuple[Optional[Expression], nodes.Nodes]] = []
        condition: Optional[Expression] = self.expression(rest, token.line)
        ends = ('elif', 'else', 'endif')
        while True:
            body, rest, end = self.body(token, *ends)
            branches.append((condition, body))
            word = end.text.split()[0]
            if word == 'endif':
                self.nothing(rest, end)
                return nodes.If(token.line, branches)
            if word == 'else':
                self.nothing(rest, end)
                condition, ends = None, ('endif',)
            else:
                condition = self.expression(rest, end.line)

    def tag_for(self, rest: str, token: Token) -> nodes.Node:
        match = FOR.fullmatch(rest)
        if match is None:
            self.fail("expected 'for name in value'", token.line)
        name = self.name(match.group(1), token)
        items = self.expression(match.group(2), token.line)
        body, rest, end = self.body(token, 'else', 'endfor')
        otherwise: nodes.Nodes = []
        self.nothing(rest, end)
        if end.text.split()[0] == 'else':
            otherwise, rest, end = self.body(token, 'endfor')
            self.nothing(rest, end)
        return nodes.For(token.line, name, items, body, otherwise)

    def tag_set(self, rest: str, token: Token) -> nodes.Node:
        match = SET.fullmatch(rest)
        if match is None:
            self.fail("expected 'set name = value'", token.line)
        name = self.name(match.group(1), token)
        return nodes.Set(token.line, name, self.expression(match.group(2), token.line))

    def tag_include(self, rest: str, token: Token) -> nodes.Node:
        return nodes.Include(token.line, self.quoted(rest, token))
