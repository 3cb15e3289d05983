"""What the surface of a copy says, in the terms in which code is read: classes, attributes, and what
to look for because a name changed. A copy has its surface with it; its document is often gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..impact.graph import Graph
from ..impact.wanted import Wanted
from ..surface import NameChange

_TEXT = r'"(?:[^"\\]|\\.)*"'
_NAME = re.compile(
    rf"(?P<module>\w+)\.(?P<owner>\w+)(?:\.(?P<part>\w+))?(?:\[(?P<value>{_TEXT})\]|\((?P<given>\w+)\))?"
)
_SAID = re.compile(r"(?::| =| ->) (?P<text>.*)")
_QUOTED = re.compile(_TEXT)
_NONE: frozenset[str] = frozenset()
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class _Line:
    module: str
    owner: str
    part: str
    value: str | None
    given: str | None
    text: str

    @property
    def words(self) -> frozenset[str]:
        """Of the type that is told, without limits, defaults and what else is quoted."""
        return frozenset(_WORD.findall(_QUOTED.sub("", self.text)))


def graph_of(surfaces: Iterable[str], package: str) -> Graph:
    """The classes of all surfaces of a copy; those of one name are taken for one."""
    lines = [line for text in surfaces for line in _lines(text)]
    models = [line for line in lines if line.module == "models"]
    heads = [line for line in models if not line.part and line.value is None]
    graph = Graph(classes=frozenset(line.owner for line in heads))
    graph.packages = frozenset({package.rpartition(".")[2]})
    graph.enums = {line.owner: [] for line in heads if line.text.startswith("enum")}
    opened: dict[str, str] = {}
    for line in heads:
        parts = line.text.split(" | ")
        if line.text.startswith("union "):
            graph.members[line.owner] = []
        elif parts[0] in graph.enums and parts[1:] in ([], ["str"]):
            opened[line.owner] = parts[0]
        elif graph.classes.issuperset(parts):
            graph.members[line.owner] = parts
        elif line.owner not in graph.enums:
            graph.attributes.setdefault(line.owner, {})
    anywhere: dict[str, set[str]] = {}
    for line in models:
        if line.value is not None:
            variants = graph.members.setdefault(line.owner, [])
            variants += [] if line.text in variants else [line.text]
        elif line.owner in graph.enums and line.part:
            graph.enums[line.owner].append(str(json.loads(line.text)))
        elif line.part:
            leads = {opened.get(word, word) for word in line.words & graph.classes}
            known = graph.attributes.setdefault(line.owner, {})
            known[line.part] = known.get(line.part, frozenset()) | leads
            anywhere.setdefault(line.part, set()).update(leads)
    graph.anywhere = {name: frozenset(leads) for name, leads in anywhere.items()}
    graph.methods = {
        line.part: line.words & graph.classes
        for line in lines
        if line.module == "client" and line.part and line.given is None
    }
    return graph


def served_as(surface: str) -> frozenset[str]:
    """The class that has all sections of an API's server."""
    return frozenset(
        line.owner
        for line in _lines(surface)
        if line.module == "server" and not line.part and line.owner.endswith("Api")
    )


def wanted_of(change: NameChange, graph: Graph, served: frozenset[str] = _NONE) -> Wanted:
    """What code that meets a changed name would hold; nothing for what code need not know.
    `served`: what a server of this API may derive from besides its section."""
    found = _NAME.fullmatch(change.name)
    if found is None or found["module"] not in ("models", "client", "server"):
        return Wanted()
    if found["module"] != "models":
        if not found["part"]:
            gone = change.kind == "removed" and found["value"] is None
            new = found["module"] == "server" and change.kind == "added"  # a section, with methods
            return Wanted(classes=frozenset({found["owner"]}) if gone else served if new else _NONE)
        if change.kind == "added" and found["given"] is None:
            must = served | {found["owner"]} if found["module"] == "server" else _NONE
            return Wanted(servers=frozenset((server, found["part"]) for server in must))
        return _called(change, found["module"], found["part"])
    owner, part = found["owner"], found["part"]
    if found["value"] is not None:
        variants = {owner, change.before, change.after} & graph.classes
        return Wanted(classes=frozenset(variants))
    if not part:
        return _class(change, owner, graph)
    if owner in graph.enums:
        return _member(change, owner, part, graph)
    return _attribute(change, owner, part)


def _class(change: NameChange, name: str, graph: Graph) -> Wanted:
    if change.kind == "added":
        return Wanted()
    plain = not graph.attributes.get(name) and name not in graph.members | graph.enums
    holders = frozenset(graph.leading_to(name)) if plain else frozenset()
    return Wanted(classes=frozenset({name}), attributes=holders)


def _member(change: NameChange, enum: str, member: str, graph: Graph) -> Wanted:
    holders = frozenset(graph.leading_to(enum))
    if change.kind == "added":
        return Wanted(attributes=holders, matching=frozenset({enum}))
    value = str(json.loads(change.before))
    members = frozenset({(enum, member)})
    return Wanted(members=members, values=frozenset({value}), attributes=holders)


def _attribute(change: NameChange, owner: str, name: str) -> Wanted:
    at = frozenset({(owner, name)})
    before, after = _need(change.before), _need(change.after)
    if change.kind == "added":
        return Wanted(lacking=at) if after == "required" else Wanted()
    if (before, after) == ("optional", "required"):
        same = change.before.replace(", optional", ", required", 1) == change.after
        return Wanted(lacking=at, attributes=frozenset() if same else at)
    return Wanted(attributes=at)


def _called(change: NameChange, module: str, method: str) -> Wanted:
    """An operation, which clients call and servers implement; one more optional argument is nothing
    to who calls."""
    if module == "client" and change.kind == "added" and _need(change.after) == "optional":
        return Wanted()
    return Wanted(methods=frozenset({method}))


def _need(text: str) -> str:
    words = [word.strip() for word in _QUOTED.sub("", text).split(",")]
    return next((word for word in words if word in ("required", "optional")), "")


def _lines(surface: str) -> Iterator[_Line]:
    for text in surface.split("\n"):
        name = _NAME.match(text)
        if name is None or text.startswith("#"):
            continue
        said = _SAID.fullmatch(text, name.end())
        value = json.loads(name["value"]) if name["value"] else None
        text = said["text"] if said else ""
        yield _Line(name["module"], name["owner"], name["part"] or "", value, name["given"], text)
