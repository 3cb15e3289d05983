"""`_base.py` of a project: what the Supplier API asks, and a seal that shows edits by hand."""

from __future__ import annotations

import difflib
from importlib.metadata import version

from ..fileset import digest
from ..render import Renderer
from .contract import Contract

BASE = "_base.py"
_SEAL = "# sha256 of what follows: "


def render_base(contract: Contract, renderer: Renderer) -> str:
    """The text, sealed."""
    text = renderer.render(
        "adapter/base.py.jinja",
        api=contract.api,
        methods=contract.methods,
        imports=sorted(
            {
                pair
                for method in contract.methods
                for parameter in method.operation.parameters_given
                for pair in parameter.type.imports
                if pair[0] == "datetime"
            }
        ),
    )
    return seal(text, f"{contract.api.document} by fibrecafe {version('fibrecafe')}")


def seal(text: str, made_from: str) -> str:
    """The text below a head that names its hash."""
    return (
        f"# Made from {made_from}. Do not edit:\n"
        "# `fibrecafe adapter upgrade` makes it anew.\n"
        f"{_SEAL}{digest(text.encode())}\n{text}"
    )


def is_untouched(text: str) -> bool:
    """Whether the text is as it was made; line ends do not count."""
    head, found, rest = text.replace("\r\n", "\n").partition(_SEAL)
    key, _, body = rest.partition("\n")
    comments = all(line.startswith("#") for line in head.splitlines())
    return bool(found) and comments and key.strip() == digest(body.encode())


def difference(edited: str, made: str, path: str) -> str:
    """How an edited text differs from the one that would be written, the seals apart."""
    return "\n".join(
        difflib.unified_diff(
            _body(made), _body(edited), f"{path} as made now", f"{path} as it is", lineterm="", n=2
        )
    )


def _body(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n")
    _, found, rest = plain.partition(_SEAL)
    return (rest.partition("\n")[2] if found else plain).splitlines()
