"""The documents of a family agree on what they share by name (`spec/family.yaml`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..document.load import Document
from ..document.pointers import join
from ..finding import Finding, in_order
from .view import mapping, sequence

RULE = "family"
TITLE = "Schemas that documents share by name are equal, or the family says why not"
# What may differ between documents: texts, examples, and our own marks.
_TEXTS = frozenset({"title", "description", "example", "examples", "externalDocs"})


def check_family(documents: Mapping[str, Document], family: Document) -> list[Finding]:
    """What is wrong between documents; the keys are the family's names of them."""
    return in_order([*_versions(documents, family), *_shared(documents, family)])


def _versions(documents: Mapping[str, Document], family: Document) -> Iterator[Finding]:
    for index, entry in enumerate(sequence(family.data.get("documents"))):
        key, version = mapping(entry).get("api"), mapping(entry).get("version")
        document = documents.get(str(key))
        if document is not None and document.version != version:
            pointer = join("/documents", index, "version")
            message = f"the family names version {version}, the document is {document.version}"
            yield _finding(family, pointer, message, "let both say the same version")


def _shared(documents: Mapping[str, Document], family: Document) -> Iterator[Finding]:
    settled: dict[str, list[set[str]]] = {}
    for index, group in enumerate(sequence(family.data.get("shared"))):
        names = mapping(group).get("documents")
        keys = list(documents) if names == "all" else [str(n) for n in sequence(names)]
        pointer = join("/shared", index)
        for key in keys:
            if key not in documents:
                yield _finding(family, pointer, f"there is no document {key}", "see `documents`")
        chosen = {key: documents[key] for key in keys if key in documents}
        for position, name in enumerate(sequence(mapping(group).get("names"))):
            settled.setdefault(name, []).append(set(chosen))
            place = join(pointer, "names", position)
            yield from _agreement(chosen, family, place, str(name))
    yield from _unsettled(documents, family, settled)


def _agreement(
    documents: Mapping[str, Document], family: Document, place: str, name: str
) -> Iterator[Finding]:
    having = {k: d for k, d in documents.items() if name in _schemas(d)}
    if len(having) < 2:
        message = f"{name} is in {len(having)} of these documents, so there is nothing to share"
        yield _finding(family, place, message, "take the name away, or check its spelling")
        return
    (first, reference), *others = having.items()
    wanted = _form(_schemas(reference)[name])
    for _, document in others:
        way = _difference(wanted, _form(_schemas(document)[name]))
        if way is None:
            continue
        written = join("/components/schemas", name) + way
        meant = _meant(reference, document, name)
        if meant is not None:
            # What differs behind a reference is told where the schema leads there: the other end is
            # fine by itself, and where the reference leads nowhere there is no other end.
            inside = meant.startswith(f"{join('/components/schemas', name)}/")
            pointer = meant if inside and not meant.startswith(written) else written
            line = reference.line_of(pointer)
            yield Finding(
                RULE,
                f"{name} differs from that of {first} ({reference.name}:{line})",
                document.name,
                pointer,
                document.line_of(pointer),
                f"make them equal, or move {name} to `differ` in {family.name} with a reason",
            )


def _meant(one: Document, other: Document, name: str) -> str | None:
    """Where schemas that are written differently mean something else; None where they do not."""
    from ..diff.equal import Equality  # here, since it is seldom needed

    return Equality(one, other).difference(name)


def _unsettled(
    documents: Mapping[str, Document], family: Document, settled: Mapping[str, list[set[str]]]
) -> Iterator[Finding]:
    """Schemas of one name in several documents of which the family says nothing."""
    differ: set[str] = set()
    for index, entry in enumerate(sequence(family.data.get("differ"))):
        if not str(mapping(entry).get("reason") or "").strip():
            pointer = join("/differ", index)
            yield _finding(family, pointer, "the reason is missing", "say why they differ")
        for position, name in enumerate(sequence(mapping(entry).get("names"))):
            differ.add(str(name))
            if sum(name in _schemas(d) for d in documents.values()) < 2:
                pointer = join("/differ", index, "names", position)
                message = f"{name} is in fewer than two documents"
                yield _finding(family, pointer, message, "take the name away")
    everywhere: dict[str, list[str]] = {}
    for key, document in documents.items():
        for name in _schemas(document):
            everywhere.setdefault(name, []).append(key)
    for name, keys in everywhere.items():
        if len(keys) > 1 and name not in differ and name not in settled:
            message = (
                f"{name} is in {', '.join(keys)}; the family does not say whether it is shared"
            )
            hint = "add it to `shared`, or to `differ` with a reason"
            yield _finding(family, "/shared", message, hint)


def _finding(family: Document, pointer: str, message: str, hint: str) -> Finding:
    return Finding(RULE, message, family.name, pointer, family.line_of(pointer), hint)


def _schemas(document: Document) -> dict[str, Any]:
    return mapping(mapping(document.data.get("components")).get("schemas"))


def _form(node: Any, named: bool = False) -> Any:
    """What of a schema counts. `named`: keys are names of properties."""
    if isinstance(node, dict):
        return {
            key: _form(value, named=key in ("properties", "mapping") and not named)
            for key, value in node.items()
            if named or not (key in _TEXTS or str(key).startswith("x-"))
        }
    if isinstance(node, list):
        items = [_form(item) for item in node]
        plain = all(isinstance(item, (str, int, float, bool)) for item in items)
        return sorted(items, key=str) if plain else items  # the order of `required` and `enum`
    return node


def _difference(one: Any, other: Any, pointer: str = "") -> str | None:
    """Where two forms differ first; None for equal ones."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            if key not in one or key not in other:
                return join(pointer, key) if key in other else pointer
            found = _difference(one[key], other[key], join(pointer, key))
            if found is not None:
                return found
        return None
    return None if json.dumps(one) == json.dumps(other) else pointer
