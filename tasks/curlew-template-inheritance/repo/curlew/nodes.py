"""The nodes of a parsed template. Each appends its text to `out`."""

from dataclasses import dataclass
from typing import List, Optional, Tuple

from .context import Context
from .errors import TemplateError, UndefinedError
from .expressions import Expression
from .filters import Undefined, to_text


@dataclass
class Node:
    line: int

    def render(self, context: Context, out: List[str]) -> None:
        raise NotImplementedError


Nodes = List[Node]


def render_all(nodes: Nodes, context: Context, out: List[str]) -> None:
    """Render in order. An error without a line gets that of the innermost node."""
    for node in nodes:
        try:
            node.render(context, out)
        except TemplateError as error:
            if error.line is None:
                error.line = node.line
            raise


@dataclass
class Text(Node):
    text: str

    def render(self, context: Context, out: List[str]) -> None:
        out.append(self.text)


@dataclass
class Output(Node):
    value: Expression

    def render(self, context: Context, out: List[str]) -> None:
        value = self.value(context)
        if isinstance(value, Undefined):
            raise UndefinedError(f'{value.name!r} is undefined')
        out.append(to_text(value, context.engine.autoescape))


@dataclass
class Set(Node):
    name: str
    value: Expression

    def render(self, context: Context, out: List[str]) -> None:
        context.set(self.name, self.value(context))


@dataclass
class If(Node):
    """`branches` are tried in order; the condition of an else is None."""

    branches: List[Tuple[Optional[Expression], Nodes]]

    def render(self, context: Context, out: List[str]) -> None:
        for condition, body in self.branches:
            if condition is None or condition(context):
                render_all(body, context, out)
                return


@dataclass
class For(Node):
    name: str
    items: Expression
    body: Nodes
    otherwise: Nodes

    def render(self, context: Context, out: List[str]) -> None:
        items = self.items(context)
        if isinstance(items, Undefined):
            raise UndefinedError(f'{items.name!r} is undefined')
        items = list(items)
        for index, item in enumerate(items):
            with context.scope():
                context.set(self.name, item)
                context.set('loop', {
                    'index': index + 1,
                    'first': index == 0,
                    'last': index == len(items) - 1,
                })
                render_all(self.body, context, out)
        if not items:
            render_all(self.otherwise, context, out)


@dataclass
class Include(Node):
    name: str

    def render(self, context: Context, out: List[str]) -> None:
        template = context.engine.get(self.name)
        with context.scope():
            template.render_into(context, out)
