"""A small text template engine."""

from .engine import DictLoader, Engine, Template
from .errors import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from .filters import Safe

__all__ = [
    'DictLoader',
    'Engine',
    'Safe',
    'Template',
    'TemplateError',
    'TemplateNotFound',
    'TemplateSyntaxError',
    'UndefinedError',
]
