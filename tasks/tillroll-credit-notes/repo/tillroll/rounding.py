"""From exact fractions to whole minor units."""

import math
from fractions import Fraction

HALF = Fraction(1, 2)


def round_half(value: Fraction) -> int:
    """The whole number nearest to `value`; halves are rounded up."""
    return math.floor(value + HALF)
