"""Splitting a whole number of minor units without losing one."""

from typing import List, Sequence


def split(total: int, weights: Sequence[int]) -> List[int]:
    """Split `total` in proportion to `weights`; the parts add up to `total` exactly.

    Units that do not divide are handed out one each, to the earliest parts first.
    Raises ValueError for a negative weight, and if all weights are 0.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError('weights must not be negative')
    whole = sum(weights)
    if whole == 0:
        raise ValueError('at least one weight must be positive')

    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    for index in range(left):
        parts[index] += 1
    return parts
