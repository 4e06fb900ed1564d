"""An amount of money in one currency."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import List, Sequence, Union

from .allocate import split
from .rounding import round_half

# Digits after the point. A currency that is not listed has two.
DIGITS = {'JPY': 0, 'KRW': 0, 'KWD': 3, 'TND': 3}
AMOUNT = re.compile(r'([+-]?)(\d+)(?:\.(\d+))?')

Quantity = Union[int, str, Fraction]


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met."""


@dataclass(frozen=True)
class Money:
    """`minor` whole units of the smallest coin of `currency`."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> 'Money':
        """Read '12.50' or '-3'. Raises ValueError for more digits than the currency has."""
        digits = DIGITS.get(currency, 2)
        match = AMOUNT.fullmatch(text.strip())
        if match is None or len(match.group(3) or '') > digits:
            raise ValueError(f'not an amount in {currency}: {text!r}')
        sign, whole, decimals = match.groups()
        minor = int(whole + (decimals or '').ljust(digits, '0'))
        return cls(-minor if sign == '-' else minor, currency)

    @classmethod
    def zero(cls, currency: str) -> 'Money':
        return cls(0, currency)

    def __add__(self, other: 'Money') -> 'Money':
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: 'Money') -> 'Money':
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> 'Money':
        return Money(-self.minor, self.currency)

    def __lt__(self, other: 'Money') -> bool:
        return self.minor < self._same(other)

    def times(self, quantity: Quantity) -> 'Money':
        """This amount `quantity` times; '1.5' is exactly three halves."""
        return Money(round_half(self.minor * Fraction(quantity)), self.currency)

    def split(self, weights: Sequence[int]) -> List['Money']:
        """Parts in proportion to `weights` that add up to this amount."""
        return [Money(part, self.currency) for part in split(self.minor, weights)]

    def _same(self, other: 'Money') -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f'{self.currency} and {other.currency}')
        return other.minor

    def __str__(self) -> str:
        digits = DIGITS.get(self.currency, 2)
        sign = '-' if self.minor < 0 else ''
        text = str(abs(self.minor)).rjust(digits + 1, '0')
        if digits:
            text = f'{text[:-digits]}.{text[-digits:]}'
        return f'{sign}{text} {self.currency}'
