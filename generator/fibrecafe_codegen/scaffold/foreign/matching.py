"""Which of ours goes with which of theirs: each once, the likest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...normalise import Normalised
from .fields import MAX_DEPTH, Field, Leaf, fields_of, plain
from .words import likeness, words_of

LIKE = 0.55
"""From where on a guess is made."""

_DATES = ("date", "AwareDatetime")


@dataclass(slots=True)
class Target:
    """A field to fill, with what is below it."""

    path: tuple[str, ...]
    part: Field
    below: list[Target] = field(default_factory=list)
    source: Leaf | None = None
    only_perhaps: bool = False
    """Whether the source is told and not used: the value may not fit."""
    fixed: str | None = None
    """Code that has the whole of it, known without guessing."""
    names_entity: bool = False
    """Whether it says which one is meant, such as a number in a path."""

    @property
    def shown(self) -> str:
        """Its path for people."""
        return plain(".".join(self.path))

    @property
    def is_guessed(self) -> bool:
        """Whether it, or anything below it, is filled."""
        own = self.source is not None and not self.only_perhaps
        return own or self.fixed is not None or any(target.is_guessed for target in self.below)

    def all(self) -> Iterator[Target]:
        """Itself and what is below it; not what is below a list that is filled item by item."""
        yield self
        by_item = self.source is not None and self.part.kind == "objects"
        if not by_item and self.fixed is None:
            for target in self.below:
                yield from target.all()


def targets_of(
    document: Normalised,
    name: str,
    *,
    answer: bool,
    path: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> list[Target]:
    """The fields of a schema, and below."""
    made = []
    for part in fields_of(document, name, answer=answer):
        here = (*path, part.wire)
        target = Target(here, part)
        if part.kind in ("object", "objects") and len(here) < MAX_DEPTH and part.type not in above:
            target.below = targets_of(
                document, part.type, answer=answer, path=here, above=(*above, name)
            )
        made.append(target)
    return made


def match(
    targets: Sequence[Target], sources: Sequence[Leaf], entity: str, *, within: int = 0
) -> None:
    """Gives targets their sources. `entity` is what both sides are about, such as `order`;
    `within`: how much of the targets' paths leads to the item that the sources are of."""
    scored = [
        (target.part.kind == "objects", score, -number, -place, target, source)
        for number, target in enumerate(t for root in targets for t in root.all())
        for place, source in enumerate(sources)
        if (score := _score(target, target.path[within:], source, entity)) >= LIKE
    ]
    # Lists first: what is inside of one goes with what is inside of the other.
    scored.sort(key=lambda item: item[:4], reverse=True)
    used: list[Leaf] = []
    for *_, target, source in scored:
        if target.source is None and source not in used and not _is_within_filled(target, targets):
            target.source = source
            target.only_perhaps = not fits(source.field, target.part)
            used.append(source)


def _is_within_filled(target: Target, targets: Sequence[Target]) -> bool:
    """Whether something above it already has a source for the whole."""
    return any(
        above.source is not None
        for root in targets
        for above in root.all()
        if above is not target and target.path[: len(above.path)] == above.path
    )


def _score(target: Target, theirs_path: tuple[str, ...], source: Leaf, entity: str) -> float:
    ours, theirs = source.field, target.part
    if ours.kind != theirs.kind or ours.kind in ("object", "other") or theirs.wire[0] == "@":
        return 0.0
    if ours.kind != "objects" and not _convertible(ours, theirs):
        return 0.0
    path = source.path
    score = _alike(path, theirs_path, entity)
    is_id = words_of(path[-1]) == {"id"}
    if is_id and len(path) > 1:  # `product` may be what is `specification.id` here
        score = max(score, 0.95 * _alike(path[:-1], theirs_path, entity))
    if is_id and len(path) == 1 and words_of(theirs.wire) & {"external", "your", "tenant"}:
        score += 0.3
    if _names(target, theirs_path, entity):
        # The number of the request is not that of what the request is about.
        if is_id and len(path) == 1:
            score *= 0.5
        elif "eference" in path[-1] and entity in words_of(path[-1]):
            score += 0.3
    return score


def _names(target: Target, path: tuple[str, ...], entity: str) -> bool:
    """Whether a field says which order, or whatever it is about, is meant."""
    within = len(path) > 1 and words_of(path[-1]) == {"id"} and entity in words_of(path[-2])
    return target.names_entity or within


def _alike(ours: tuple[str, ...], theirs: tuple[str, ...], entity: str) -> float:
    return likeness((entity, *ours), (entity, *theirs)) * 0.85 ** abs(len(ours) - len(theirs))


def _convertible(ours: Field, theirs: Field) -> bool:
    if theirs.type == "Any":
        return True
    if theirs.type == "str":
        return ours.type in ("str", "int", "UUID", *_DATES)
    if theirs.type in _DATES:
        return ours.type in _DATES
    return ours.type == theirs.type


def fits(ours: Field, theirs: Field) -> bool:
    """Whether any value of ours is one of theirs."""
    if ours.kind == "objects":
        return True
    if ours.enum and words_of(theirs.wire) == {"status"} and not theirs.enum:
        return False  # each side has its own
    if ours.type == "date" and theirs.type == "AwareDatetime":
        return False  # at what time?
    if theirs.enum:
        return bool(ours.enum) and set(ours.enum) <= set(theirs.enum)
    return not theirs.bounded
