"""The surface of an API: every name that code sees of it, a line each, in an order that stays.

`surface.txt` stands beside the modules that it describes, so that a reviewer reads ten lines where
two thousand changed. It is made from the typed view and the normalised document, not from the code.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.api import Api
from ..normalise import Normalised
from .changes import NameChange, changes
from .operations import client_lines, server_lines
from .schemas import model_lines

__all__ = ["FILE", "NameChange", "changes", "surface_of"]

FILE = "surface.txt"
_HEAD = """\
# What code sees of {title} {version}: a line for each name.
# Made by fibrecafe from {document}. Do not edit: change the document and run `fibrecafe generate`.
# Attributes and members keep the document's order; limits are called as the document calls them.
# Methods of clients take `timeout` too, and the asynchronous client has the same ones.
"""


def surface_of(document: Normalised, api: Api, artifacts: Sequence[str]) -> str:
    """The text of `surface.txt`."""
    parts = [list(model_lines(document))]
    if "client" in artifacts:
        parts.append(list(client_lines(api)))
    if "server" in artifacts:
        parts.append(list(server_lines(api)))
    title, version = (" ".join(text.split()) for text in (api.title, api.version))
    head = _HEAD.format(title=title, version=version, document=api.document)
    return "\n".join([head, *("\n".join([*lines, ""]) for lines in parts if lines)])
