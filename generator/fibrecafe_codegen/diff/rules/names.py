"""Names of schemas, which are names of classes and nothing on the wire."""

from __future__ import annotations

from .kind import Kind, Meaning

RENAMED = Kind(
    "schema-renamed",
    "the schema {old} is called {new} now",
    both=Meaning(
        "attention",
        client="Nothing changes on the wire; code that names the class {old} must name {new}.",
        server="Nothing changes on the wire; code that names the class {old} must name {new}.",
        adapter="Code that names the class {old} must name {new}.",
    ),
)
REPLACED = Kind(
    "schema-replaced",
    "the schema {new} stands where {old} stood",
    both=Meaning(
        "attention",
        client="The class at this place is {new}; what differs in it is told apart.",
        server="The class at this place is {new}; what differs in it is told apart.",
        adapter="The class at this place is {new}; what differs in it is told apart.",
    ),
)
ADDED = Kind(
    "schema-added",
    "the schema {new} is new, and used nowhere",
    both=Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
)
REMOVED = Kind(
    "schema-removed",
    "the schema {old}, which was used nowhere, is gone",
    both=Meaning(
        "attention",
        client="The class {old} is no longer made; no message had it.",
        server="The class {old} is no longer made; no message had it.",
        adapter="The class {old} is no longer made; no message had it.",
    ),
)

KINDS = (RENAMED, REPLACED, ADDED, REMOVED)
