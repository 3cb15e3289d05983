"""Jinja templates, with the filters that make any text safe inside Python code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .formatting import LINE_LENGTH

if TYPE_CHECKING:
    from jinja2 import Environment

_WIDTH = 96


class Renderer:
    """Renders templates; a user's folder shadows ours file by file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        from jinja2 import (
            ChainableUndefined,
            Environment,
            FileSystemLoader,
            StrictUndefined,
            select_autoescape,
        )

        self._folders = list(folders)
        self._environment: Environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            autoescape=select_autoescape(("html", "html.jinja"), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # costs more than it saves a template that is rendered once
        )
        self._environment.filters.update(
            pystr=python_string, pytuple=python_tuple, doc=docstring, docline=docstring_line,
            wrap=wrap,
            fitted=fitted, exploded=exploded,
        )  # fmt: skip
        # Pages show documents as they are, where anything may be missing.
        self._pages: Environment = self._environment.overlay(undefined=ChainableUndefined)

    def module(self, name: str, **context: Any) -> tuple[str, bool]:
        """A module by its name without suffix, and whether it is finished: one that has nothing to
        fill in stands among the templates as the Python that it is."""
        for folder in self._folders:
            if (folder / f"{name}.py.jinja").is_file():
                break
            if (folder / f"{name}.py").is_file():
                return (folder / f"{name}.py").read_text(encoding="utf-8"), True
        return self.render(f"{name}.py.jinja", **context), False

    def text(self, name: str) -> str:
        """A file of the templates that is taken as it is. Raises FileNotFoundError."""
        found = [folder / name for folder in self._folders if (folder / name).is_file()]
        if not found:
            raise FileNotFoundError(2, "no such file among the templates", name)
        return found[0].read_text(encoding="utf-8")

    def render(self, template: str, **context: Any) -> str:
        """The text of one template. Raises jinja2.TemplateError with the template's name."""
        environment = self._pages if ".html" in template else self._environment
        return environment.get_template(template).render(**context)


def python_string(text: object) -> str:
    """A Python literal in double quotes."""
    literal = repr(text)
    if isinstance(text, str):
        if literal[0] == "'" and '"' not in literal:
            return '"' + literal[1:-1].replace("\\'", "'") + '"'
        return literal
    return literal if '"' in literal or "\\" in literal else literal.replace("'", '"')


def fitted(
    items: Iterable[object], before: str, after: str, indent: int, *, literal: bool = False
) -> str:
    """`before`, items with commas, `after`: broken into lines as black does, which is spared the
    second look that it takes at what it changed. A `literal` has no line for all items."""
    texts = [str(item) for item in items]
    joined, inner = ", ".join(texts), " " * (indent + 4)
    if indent + len(before) + len(joined) + len(after.partition("\n")[0]) <= LINE_LENGTH:
        return f"{before}{joined}{after}"
    if literal or len(inner) + len(joined) > LINE_LENGTH:
        return exploded(texts, before, after, indent)
    return f"{before}\n{inner}{joined}\n{' ' * indent}{after}"


def exploded(items: Iterable[object], before: str, after: str, indent: int) -> str:
    """As `fitted`, each item on its own line; nothing stays nothing."""
    lines = "".join(f"\n{' ' * (indent + 4)}{item}," for item in items)
    return f"{before}{lines}\n{' ' * indent}{after}" if lines else f"{before}{after}"


def python_tuple(values: Sequence[object]) -> str:
    """The literal of a tuple of texts, on one line."""
    return f"({', '.join(map(python_string, values))}{',' if len(values) == 1 else ''})"


def wrap(text: str, indent: int = 0, first: int | None = None) -> str:
    """Paragraphs filled to the line length; `first` is the indent of the first line, given when
    something else already stands on it."""
    margin = " " * indent
    filled = []
    for number, paragraph in enumerate(_paragraphs(text)):
        lead = " " * first if number == 0 and first is not None else margin
        body = textwrap.fill(
            paragraph,
            width=_WIDTH,
            initial_indent=lead,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        filled.append(body[len(lead) :] if number == 0 and first is not None else body)
    return "\n\n".join(filled)


def docstring(text: str, indent: int = 0) -> str:
    """Text for the inside of a triple-quoted docstring that opens at `indent`; its first line
    follows the quotes, and a closing quote is on its own line when there are several."""
    safe = text.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    wrapped = wrap(safe, indent, first=indent + 3)
    if "\n" in wrapped or len(wrapped) + indent + 6 > _WIDTH:
        return f"{wrapped}\n{' ' * indent}"
    return wrapped[:-1] + '\\"' if wrapped.endswith('"') else wrapped


def docstring_line(text: str) -> str:
    """Text for a line within a docstring, whatever a document's title holds."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _paragraphs(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.replace("\r", "").split("\n\n")]
    return [part for part in parts if part] or [""]
