"""Errors that know where they happened."""

from typing import Optional


class TemplateError(Exception):
    """Anything wrong with a template. `template` is its name, `line` counts from 1."""

    def __init__(self, message: str, template: Optional[str] = None, line: Optional[int] = None):
        super().__init__(message)
        self.message = message
        self.template = template
        self.line = line

    def __str__(self) -> str:
        place = ':'.join(str(part) for part in (self.template, self.line) if part is not None)
        return f'{place}: {self.message}' if place else self.message


class TemplateSyntaxError(TemplateError):
    """The source of a template can't be understood."""


class TemplateNotFound(TemplateError):
    """The loader has no template of that name."""


class UndefinedError(TemplateError):
    """A value that does not exist was needed."""
