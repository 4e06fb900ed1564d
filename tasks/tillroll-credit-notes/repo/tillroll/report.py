"""An invoice as plain text."""

from fractions import Fraction
from typing import List, Tuple

from .invoice import Invoice
from .money import Quantity

WIDTH = 48


def render(invoice: Invoice) -> str:
    """The invoice in lines of 48 columns: text on the left, amounts on the right."""
    totals = invoice.totals()
    rows: List[Tuple[str, str]] = []
    for line, share in zip(invoice.lines, invoice.discounts()):
        rows.append((f'{_count(line.quantity)} x {line.text}', str(line.net)))
        if share.minor:
            rows.append(('  discount', str(-share)))
    rows.append(('net', str(totals.net)))
    for rate, tax in totals.taxes.items():
        rows.append((f'tax {rate}', str(tax)))
    rows.append(('total', str(totals.gross)))
    return '\n'.join([f'No. {invoice.number}', '-' * WIDTH, *(_row(*row) for row in rows)]) + '\n'


def _row(left: str, right: str) -> str:
    room = WIDTH - len(right) - 1
    return f'{left[:room]:<{room}} {right}'


def _count(quantity: Quantity) -> str:
    return f'{float(Fraction(quantity)):g}'
