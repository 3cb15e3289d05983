"""Jinja templates, with the filters that make any text safe inside Python code."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        )
        self._environment.filters.update(pystr=python_string, doc=docstring, wrap=wrap)
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

    def render(self, template: str, **context: Any) -> str:
        """The text of one template. Raises jinja2.TemplateError with the template's name."""
        environment = self._pages if ".html" in template else self._environment
        return environment.get_template(template).render(**context)


def python_string(text: object) -> str:
    """A Python literal in double quotes."""
    if not isinstance(text, str):
        return repr(text)
    literal = repr(text)
    if literal[0] == "'" and '"' not in literal:
        return '"' + literal[1:-1].replace("\\'", "'") + '"'
    return literal


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


def _paragraphs(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.replace("\r", "").split("\n\n")]
    return [part for part in parts if part] or [""]
