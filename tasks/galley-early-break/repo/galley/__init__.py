"""Paragraphs, lists and columns in cells."""

from .cells import width
from .columns import Column, row, table
from .lists import bullets, numbered
from .paragraph import Style, paragraph

__all__ = ['Column', 'Style', 'bullets', 'numbered', 'paragraph', 'row', 'table', 'width']
