"""Invoices, their totals, and the credit notes that take them back."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Dict, List, Optional

from .money import CurrencyMismatch, Money, Quantity
from .rates import ZERO, Rate


@dataclass(frozen=True)
class Line:
    """So many of one thing. `unit` is the net price of one."""

    text: str
    unit: Money
    quantity: Quantity = 1
    tax: Rate = ZERO

    @property
    def net(self) -> Money:
        return self.unit.times(self.quantity)

    def reversed(self) -> 'Line':
        return replace(self, quantity=-Fraction(self.quantity))


@dataclass(frozen=True)
class Totals:
    """`taxes` has one entry for each rate that occurs, lowest rate first."""

    net: Money
    taxes: Dict[Rate, Money]
    gross: Money


@dataclass
class Invoice:
    """A numbered list of lines. `discount` is what the customer pays less, before tax."""

    number: str
    currency: str
    lines: List[Line] = field(default_factory=list)
    discount: Optional[Money] = None

    def add(self, line: Line) -> 'Invoice':
        if line.unit.currency != self.currency:
            raise CurrencyMismatch(f'{self.currency} and {line.unit.currency}')
        self.lines.append(line)
        return self

    def discounts(self) -> List[Money]:
        """The share of the discount that each line bears, in the order of the lines."""
        weights = [abs(line.net.minor) for line in self.lines]
        if self.discount is None or not any(weights):
            return [Money.zero(self.currency) for _ in self.lines]
        return self.discount.split(weights)

    def discounted(self) -> List[Money]:
        """The net amount of each line after its share of the discount."""
        return [line.net - share for line, share in zip(self.lines, self.discounts())]

    def totals(self) -> Totals:
        zero = Money.zero(self.currency)
        bases: Dict[Rate, Money] = {}
        for line, amount in zip(self.lines, self.discounted()):
            bases[line.tax] = bases.get(line.tax, zero) + amount
        taxes = {rate: Money(rate.on(bases[rate].minor), self.currency) for rate in sorted(bases)}
        net = sum(bases.values(), zero)
        return Totals(net, taxes, sum(taxes.values(), net))

    def credit_note(self, number: str) -> 'Invoice':
        """The document that takes this invoice back in full."""
        return Invoice(
            number,
            self.currency,
            [line.reversed() for line in self.lines],
            None if self.discount is None else -self.discount,
        )
