"""Expressions: names, literals, comparisons, and / or / not, filters."""

import operator
import re
from typing import Any, Callable, List

from .context import Context
from .errors import TemplateSyntaxError, UndefinedError
from .filters import FILTERS, Undefined

Expression = Callable[[Context], Any]

LEXEME = re.compile(r'\s*("[^"]*"|\'[^\']*\'|\d+\.\d+|\w+(?:\.\w+)*|[=!<>]=|[<>|(),])')
NUMBER = re.compile(r'\d+(\.\d+)?')
CONSTANTS = {'true': True, 'false': False, 'none': None}
COMPARE = {
    '==': operator.eq,
    '!=': operator.ne,
    '<': operator.lt,
    '<=': operator.le,
    '>': operator.gt,
    '>=': operator.ge,
}


def parse_expression(text: str, template: str, line: int) -> Expression:
    """The function that works `text` out in a context. Raises TemplateSyntaxError."""
    return _ExpressionParser(text, template, line).parse()


class _ExpressionParser:
    def __init__(self, text: str, template: str, line: int):
        self.template = template
        self.line = line
        self.lexemes = self._split(text)
        self.at = 0

    def parse(self) -> Expression:
        result = self._or()
        if self._peek():
            raise self._error(f'unexpected {self._peek()!r}')
        return result

    def _split(self, text: str) -> List[str]:
        lexemes = []
        at = 0
        while at < len(text.rstrip()):
            match = LEXEME.match(text, at)
            if match is None:
                raise self._error(f'unexpected {text[at:].strip()[0]!r}')
            lexemes.append(match.group(1))
            at = match.end()
        return lexemes

    def _error(self, message: str) -> TemplateSyntaxError:
        return TemplateSyntaxError(message, self.template, self.line)

    def _peek(self) -> str:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else ''

    def _take(self, *wanted: str) -> str:
        """The next lexeme if it is one of `wanted`, else ''."""
        lexeme = self._peek()
        if lexeme and lexeme in wanted:
            self.at += 1
            return lexeme
        return ''

    def _or(self) -> Expression:
        left = self._and()
        while self._take('or'):
            left = self._either(left, self._and())
        return left

    def _and(self) -> Expression:
        left = self._not()
        while self._take('and'):
            left = self._both(left, self._not())
        return left

    def _not(self) -> Expression:
        if self._take('not'):
            operand = self._not()
            return lambda context: not operand(context)
        return self._comparison()

    @staticmethod
    def _either(left: Expression, right: Expression) -> Expression:
        return lambda context: left(context) or right(context)

    @staticmethod
    def _both(left: Expression, right: Expression) -> Expression:
        return lambda context: left(context) and right(context)

    def _comparison(self) -> Expression:
        left = self._filtered()
        sign = self._take(*COMPARE)
        if not sign:
            return left
        compare, right = COMPARE[sign], self._filtered()
        return lambda context: compare(left(context), right(context))

    def _filtered(self) -> Expression:
        value = self._operand()
        while self._take('|'):
            value = self._filter(value)
        return value

    def _filter(self, value: Expression) -> Expression:
        name = self._peek()
        if name not in FILTERS:
            raise self._error(f'unknown filter {name!r}')
        self.at += 1
        arguments = []
        if self._take('('):
            while not self._take(')'):
                arguments.append(self._or())
                if not self._take(',') and self._peek() != ')':
                    raise self._error(f'the arguments of {name!r} are never closed')
        apply = FILTERS[name]

        def filtered(context: Context) -> Any:
            given = value(context)
            if isinstance(given, Undefined) and name != 'default':
                raise UndefinedError(f'{given.name!r} is undefined')
            return apply(given, *(argument(context) for argument in arguments))

        return filtered

    def _operand(self) -> Expression:
        lexeme = self._peek()
        if self._take('('):
            inner = self._or()
            if not self._take(')'):
                raise self._error("'(' is never closed")
            return inner
        if not lexeme or not (lexeme[0] in '"\'_' or lexeme[0].isalnum()):
            raise self._error(f'expected a value, found {lexeme!r}' if lexeme else 'expected a value')
        self.at += 1
        if lexeme[0] in '"\'':
            return lambda context: lexeme[1:-1]
        if NUMBER.fullmatch(lexeme):
            number = float(lexeme) if '.' in lexeme else int(lexeme)
            return lambda context: number
        if lexeme in CONSTANTS:
            return lambda context: CONSTANTS[lexeme]
        return lambda context: context.lookup(lexeme)
