"""The Python files of one API, and of the package around it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from ..fileset import digest
from ..model.api import Api
from ..normalise import Normalised
from ..render import Renderer, docstring_line
from .models import models_source

# The modules of `_support` that each artifact needs.
SUPPORT: dict[str, tuple[str, ...]] = {
    "models": ("model", "faults", "strictness", "codec"),
    "client": ("errors", "calling", "auth", "client"),
    "server": ("problem", "request", "parameters", "routing", "endpoint", "page", "server"),
}
HEAD = '"""{text}\n\nMade by fibrecafe from {document}. Do not edit: change the document and run `fibrecafe generate`.\n"""'


def head(text: str, document: str) -> str:
    """The docstring every generated module opens with."""
    return HEAD.format(text=docstring_line(text), document=docstring_line(document))


@dataclass(frozen=True, slots=True)
class ModelsJob:
    """All that a `models.py` is made of."""

    document: Normalised
    head: str
    support: str

    @property
    def made_of(self) -> str:
        """The hash of all that shows in the module."""
        document = self.document
        parts = [
            self.head, self.support, document.schemas, document.open_enums,
            sorted(document.told), {name: asdict(union) for name, union in document.unions.items()},
        ]  # fmt: skip
        return digest(json.dumps(parts, ensure_ascii=False, default=str).encode())

    def source(self, renderer: Renderer) -> str:
        """Raw text of the module."""
        return models_source(self.document, renderer, support=self.support, head=self.head)


def models_job(document: Normalised, api: Api, *, nested: bool) -> ModelsJob:
    """The models of an API, to be made."""
    text = f"Models of {api.title} {api.version}."
    return ModelsJob(document, head(text, api.document), _support(nested))


def api_modules(
    api: Api, renderer: Renderer, artifacts: Sequence[str], *, nested: bool
) -> Mapping[str, str]:
    """Raw texts of the other modules, by file name."""
    files: dict[str, str] = {}
    context = {"api": api, "support": _support(nested), "artifacts": artifacts}
    text = f"{api.title} {api.version}."
    files["__init__.py"] = renderer.render(
        "package/api.py.jinja", head=head(text, api.document), **context
    )
    for artifact, title in (("client", "Client of"), ("server", "Server of")):
        if artifact in artifacts:
            opening = head(f"{title} {api.title} {api.version}.", api.document)
            template = f"{artifact}/{artifact}.py.jinja"
            files[f"{artifact}.py"] = renderer.render(template, head=opening, **context)
    return files


def api_data(api: Api, renderer: Renderer, artifacts: Sequence[str]) -> Mapping[str, str]:
    """Files that are not Python: what the server shows of itself."""
    if "server" not in artifacts:
        return {}
    document = json.dumps(api.served_document, ensure_ascii=False, separators=(",", ":"))
    page = renderer.render("server/reference.html.jinja", api=api)
    return {"openapi.json": document + "\n", "reference.html": page}


def support_modules(renderer: Renderer, artifacts: Sequence[str]) -> Mapping[str, tuple[str, bool]]:
    """Texts of `_support` by file name, and whether they are formatted already."""
    names = ["__init__", *(name for artifact in artifacts for name in SUPPORT[artifact])]
    return {f"{name}.py": renderer.module(f"support/{name}") for name in names}


def root_module(apis: Sequence[Api], renderer: Renderer, artifacts: Sequence[str]) -> str:
    """Raw text of the package's own `__init__.py`, for a family."""
    return renderer.render("package/family.py.jinja", apis=apis, artifacts=artifacts)


def _support(nested: bool) -> str:
    return ".._support" if nested else "._support"
