"""Engine, Template, and where templates come from."""

from typing import Any, Dict, List, Mapping, Protocol

from .context import Context
from .errors import TemplateError, TemplateNotFound
from .nodes import Nodes, render_all
from .parser import parse


class Loader(Protocol):
    def source(self, name: str) -> str:
        """The text of a template. Raises KeyError if there is none of that name."""


class DictLoader:
    """Templates from a mapping of names to texts."""

    def __init__(self, templates: Mapping[str, str]):
        self.templates = templates

    def source(self, name: str) -> str:
        return self.templates[name]


class Template:
    """A parsed template, which can be rendered any number of times."""

    def __init__(self, engine: 'Engine', name: str, nodes: Nodes):
        self.engine = engine
        self.name = name
        self.nodes = nodes

    def render(self, **variables: Any) -> str:
        out: List[str] = []
        self.render_into(Context(self.engine, variables), out)
        return ''.join(out)

    def render_into(self, context: Context, out: List[str]) -> None:
        """Render with the variables of `context`. Errors from here get the name of this template."""
        try:
            render_all(self.nodes, context, out)
        except TemplateError as error:
            if error.template is None:
                error.template = self.name
            raise


class Engine:
    """Finds, parses and keeps templates."""

    def __init__(self, loader: Loader, autoescape: bool = True):
        self.loader = loader
        self.autoescape = autoescape
        self._parsed: Dict[str, Template] = {}

    def get(self, name: str) -> Template:
        """The template of that name. Raises TemplateNotFound or TemplateSyntaxError."""
        if name not in self._parsed:
            try:
                source = self.loader.source(name)
            except KeyError:
                raise TemplateNotFound(f'no template {name!r}') from None
            self._parsed[name] = self.parse(source, name)
        return self._parsed[name]

    def parse(self, source: str, name: str = '<text>') -> Template:
        """A template from its text, which is not kept."""
        return Template(self, name, parse(source, name))
