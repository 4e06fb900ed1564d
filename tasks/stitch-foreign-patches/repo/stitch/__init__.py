"""Unified diffs: make, read, apply and take back."""

from .apply import Rejected, apply
from .format import PatchError, format_patch, parse_patch
from .patch import Hunk, Patch, diff, reverse, stat

__all__ = [
    'Hunk',
    'Patch',
    'PatchError',
    'Rejected',
    'apply',
    'diff',
    'format_patch',
    'parse_patch',
    'reverse',
    'stat',
]
