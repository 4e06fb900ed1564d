"""Invoices and credit notes in whole minor units."""

from .allocate import split
from .invoice import Invoice, Line, Totals
from .money import CurrencyMismatch, Money
from .rates import Rate
from .report import render

__all__ = ['CurrencyMismatch', 'Invoice', 'Line', 'Money', 'Rate', 'Totals', 'render', 'split']
