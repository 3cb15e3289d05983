"""Fields side by side, as the lines of a mapping function."""

from __future__ import annotations

from collections.abc import Sequence

from ...normalise import Normalised
from ...render import python_string
from .fields import Field, Leaf, leaves, plain
from .matching import Target, match

_WIDTH = 88


class Layout:
    """Lays out one direction: targets of one document, sources of the other."""

    def __init__(self, sources: Normalised, entity: str, *, answer: bool, nested: int = 0) -> None:
        """`sources` is the document that is read from; `answer`: what is read is an answer.
        `entity` is what both sides are about, such as `order`."""
        self._document = sources
        self._entity = entity
        self._answer = answer
        self._nested = nested

    def lines(self, targets: Sequence[Target]) -> list[str]:
        """The inside of a dict that fills the targets, field by field."""
        return [line for target in targets for line in self._lines(target)]

    def _lines(self, target: Target) -> list[str]:
        part = target.part
        if part.kind == "scalar" and len(part.enum) == 1 and part.required:
            return [f"{python_string(part.wire)}: {python_string(part.enum[0])},"]
        if target.fixed is not None:
            return [f"{python_string(part.wire)}: {target.fixed},"]
        if target.source is not None and part.kind == "objects":
            return self._list_lines(target, target.source)
        if target.source is not None and not target.only_perhaps:
            code = converted(target.source, part)
            return _commented(
                f"{python_string(part.wire)}: {code},", f"guess: {target.source.shown}"
            )
        if part.kind in ("object", "objects") and (target.is_guessed or part.required):
            inner = self.lines(target.below)
            opened, closed = ("{", "},") if part.kind == "object" else ("[{", "}],")
            return [f"{python_string(part.wire)}: {opened}", *inner, closed]
        return [_absent(target)]

    def _list_lines(self, target: Target, source: Leaf) -> list[str]:
        nested = self._nested + 1
        item = "item" if nested == 1 else f"item_{nested}"
        below = list(leaves(self._document, source.field.type, item, answer=self._answer))
        match(target.below, below, self._entity, within=len(target.path))
        inner = Layout(self._document, self._entity, answer=self._answer, nested=nested)
        items = f"{source.code} or ()" if source.field.optional else source.code
        if source.guard is not None:
            items = f"({source.code} if {source.guard} is not None else None) or ()"
        return [
            f"# guess: {source.shown}, item by item",
            f"{python_string(target.part.wire)}: [",
            "{",
            *inner.lines(target.below),
            "}",
            f"for {item} in {items}",
            "],",
        ]


def converted(source: Leaf, target: Field) -> str:
    """The code that reads a value and makes it the type that is wanted."""
    code, conditions = source.code, []
    value = _conversion(code, source.field, target)
    if source.guard is not None:
        conditions.append(f"{source.guard} is not None")
    if value != code and source.field.optional:
        conditions.append(f"{code} is not None")
    return f"{value} if {' and '.join(conditions)} else None" if conditions else value


def _conversion(code: str, ours: Field, theirs: Field) -> str:
    if ours.kind != "scalar":
        return code
    if ours.enum:
        return f"str({code})"
    if theirs.type in (ours.type, "Any"):
        return code
    if theirs.type == "date":
        return f"{code}.date()"
    if ours.type in ("date", "AwareDatetime"):
        return f"{code}.isoformat()"
    return f"str({code})"


def _absent(target: Target) -> str:
    part = target.part
    told = _told(part)
    if target.source is not None:
        note = f"perhaps {target.source.shown}, if it fits: {told}"
    else:
        note = f"no counterpart: {told}"
    if part.required:
        return f"{python_string(part.wire)}: missing({python_string(target.shown)}),  # {note}"
    return f"# {python_string(part.wire)}: {note}"


def _told(part: Field) -> str:
    if part.enum:
        text = plain(f"one of {', '.join(part.enum)}")
        return text if len(text) < 50 else f"{text[:46]}..."
    return {"scalars": f"list of {part.type}", "objects": f"list of {part.type}"}.get(
        part.kind, part.type
    )


def _commented(line: str, comment: str) -> list[str]:
    if len(line) + len(comment) + 16 <= _WIDTH:
        return [f"{line}  # {comment}"]
    return [f"# {comment}", line]


def unfilled(targets: Sequence[Target]) -> list[str]:
    """Fields to fill that have no counterpart."""
    found: list[str] = []
    for target in targets:
        if target.fixed is not None or (target.source is not None and not target.only_perhaps):
            continue
        if target.is_guessed:
            found += unfilled(target.below)
        elif not (len(target.part.enum) == 1 and target.part.required):
            found.append(f"{target.shown} (required)" if target.part.required else target.shown)
    return found


def unused(sources: Sequence[Leaf], targets: Sequence[Target]) -> list[str]:
    """Fields that could be read and are not."""
    used = {
        target.source.path
        for root in targets
        for target in root.all()
        if target.source is not None and not target.only_perhaps
    }
    found: list[tuple[str, ...]] = []
    for leaf in sources:
        covered = any(leaf.path[: len(path)] == path for path in (*used, *found))
        holds_used = any(path[: len(leaf.path)] == leaf.path for path in used)
        if not covered and not holds_used:
            found.append(leaf.path)
    return [plain(".".join(path)) for path in found]
