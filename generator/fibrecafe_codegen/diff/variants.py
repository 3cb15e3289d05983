"""Variants of `oneOf` and `anyOf`, and the discriminators that tell them."""

from __future__ import annotations

from ..document.pointers import join
from .conjunction import Node
from .fingerprint import fingerprint
from .pairs import Exposed, Pair, Side
from .shape import Shape
from .unions import Union


def compare_variants(pair: Pair, old: Side, new: Side) -> bool:
    """Notes what differs in unions. False where a union meets a schema that is none, which is then
    compared with the variants alone."""
    was, now = pair.old.unions, pair.new.unions
    if was and now:
        _unions(pair, old, new, was[0], now[0])
        _others(pair, was, now)
        return True
    if was and pair.old.only_union and not pair.new.free:
        _match(pair, old, new, _members(old, was[0]), [pair.new.node], was[0], None)
        return False
    if now and pair.new.only_union and not pair.old.free:
        _match(pair, old, new, [pair.old.node], _members(new, now[0]), None, now[0])
        return False
    _others(pair, was, now)
    return True


def _others(pair: Pair, was: list[Union], now: list[Union]) -> None:
    """More unions than one hold together, or one where there was none: too much to decide."""
    if len(was) != len(now):
        at = (
            was[-1].pointer if was else pair.old.pointer,
            now[-1].pointer if now else pair.new.pointer,
        )
        pair.add("constraint-changed", "oneOf", at=at, old=len(was), new=len(now))


def _members(side: Side, union: Union) -> list[Node]:
    return [side.at(variant) for variant in union.variants]


def _unions(pair: Pair, old: Side, new: Side, was: Union, now: Union) -> None:
    if was.key != now.key:
        at = (join(was.pointer, was.key), join(now.pointer, now.key))
        pair.add("union-kind-changed", at=at, old=was.key, new=now.key)
    matched = _match(pair, old, new, _members(old, was), _members(new, now), was, now)
    if not _told_by_values(pair, old, new, was, now, matched):
        _discriminators(pair, was, now)
    _values(pair, old, new, was, now, matched)


def _match(
    pair: Pair, old: Side, new: Side,
    before: list[Node], after: list[Node],
    was: Union | None, now: Union | None,
) -> dict[Node, Node]:  # fmt: skip
    """Which variant became which; the others are added or removed."""
    matched = _matched(pair, old, new, before, after, was, now)
    for one, other in matched.items():
        pair.lead(one, other, "variant")
    taken = set(matched.values())
    for node in before:
        if node not in matched:
            told: Exposed = "no" if now is not None and new.told(now) else "yes"
            at = (_place(was, old, node), now.pointer if now else pair.new.pointer)
            pair.add("variant-removed", _name(old, node), at=at, old=_name(old, node), exposed=told)
    for node in after:
        if node not in taken:
            told = "no" if was is not None and old.told(was) else "yes"
            at = (was.pointer if was else pair.old.pointer, _place(now, new, node))
            pair.add("variant-added", _name(new, node), at=at, new=_name(new, node), exposed=told)
    return matched


def _matched(
    pair: Pair, old: Side, new: Side,
    before: list[Node], after: list[Node],
    was: Union | None, now: Union | None,
) -> dict[Node, Node]:  # fmt: skip
    """By name, then by the values of the tag, then by shape, then what is left over alone."""
    found: dict[Node, Node] = {}

    def by(ours: dict[Node, object], theirs: dict[Node, object]) -> None:
        free = {key: node for node, key in theirs.items() if node not in found.values()}
        for node, key in ours.items():
            if node not in found and key is not None and key in free:
                found[node] = free.pop(key)

    by(
        {node: old.schemas.name_of(node) for node in before},
        {node: new.schemas.name_of(node) for node in after},
    )
    by(_tagged(old, was), _tagged(new, now))
    by(
        {node: fingerprint(old, node) for node in before},
        {node: fingerprint(new, node) for node in after},
    )
    left = [node for node in before if node not in found]
    right = [node for node in after if node not in found.values()]
    if left and right and (len(left) == len(right) == 1 or was is None or now is None):
        pairs = [
            (_common(old.shape(one), new.shape(two)), one, two) for one in left for two in right
        ]
        _, one, two = max(pairs, key=lambda each: each[0])
        if was is None or now is None or not (_named(old, one) and _named(new, two)):
            found[one] = two
    return found


def _tagged(side: Side, union: Union | None) -> dict[Node, object]:
    """Of each variant, the first value that tells it."""
    found: dict[Node, object] = {}
    if union is not None:
        for value, pointer in union.leads.items():
            found.setdefault(side.at(pointer), value)
    return found


def _common(one: Shape, other: Shape) -> int:
    return len(one.properties.keys() & other.properties.keys()) + (one.types == other.types)


def _named(side: Side, node: Node) -> bool:
    return side.schemas.name_of(node) is not None


def _place(union: Union | None, side: Side, node: Node) -> str:
    for variant in union.variants if union else ():
        if side.at(variant) == node:
            return variant
    return node[0]


def _name(side: Side, node: Node) -> str:
    types = side.shape(node).types
    return side.schemas.name_of(node) or " or ".join(sorted(types or {"an unnamed variant"}))


def _told_by_values(
    pair: Pair, old: Side, new: Side, was: Union, now: Union, matched: dict[Node, Node]
) -> bool:
    """Notes a discriminator that only one document writes, where the values of the tag tell each
    variant in both: nothing changes then. False where that is not so."""
    tag = was.tag or now.tag
    if tag is None or (was.tag and now.tag) or was.by_presence or now.by_presence:
        return False
    before, after = old.leads_of(was, tag), new.leads_of(now, tag)
    if not before or not after:
        return False
    if any(matched.get(before[v]) != after[v] for v in before if v in after):
        return False
    at = (_discriminator(was), _discriminator(now))
    if was.tag:
        pair.add("discriminator-left-out", tag, at=at, old=tag, directions=())
    else:
        pair.add("discriminator-written-out", tag, at=at, new=tag, directions=())
    return True


def _discriminators(pair: Pair, was: Union, now: Union) -> None:
    at = (_discriminator(was), _discriminator(now))
    if was.tag == now.tag and was.by_presence == now.by_presence:
        return
    before = was.tag or ("presence" if was.by_presence else None)
    after = now.tag or ("presence" if now.by_presence else None)
    if before is None:
        pair.add("discriminator-added", str(after), at=at, new=after)
    elif after is None:
        pair.add("discriminator-removed", str(before), at=at, old=before)
    else:
        pair.add("discriminator-changed", str(after), at=at, old=before, new=after)


def _discriminator(union: Union) -> str:
    if union.by_presence:
        return join(union.pointer, "x-discriminate-by-presence")
    return join(union.pointer, "discriminator") if union.tag else union.pointer


def _values(
    pair: Pair, old: Side, new: Side, was: Union, now: Union, matched: dict[Node, Node]
) -> None:
    """Values of the tag that lead elsewhere, for variants that both documents have."""
    before = {value: old.at(pointer) for value, pointer in was.leads.items()}
    after = {value: new.at(pointer) for value, pointer in now.leads.items()}
    if not before or not after or (was.tag, was.by_presence) != (now.tag, now.by_presence):
        return
    for value in dict.fromkeys([*before, *after]):
        at = (_value(was, value), _value(now, value))
        one, other = before.get(value), after.get(value)
        if one is None and other is not None and other in matched.values():
            pair.add("discriminator-value-added", value, at=at, new=_name(new, other))
        elif other is None and one is not None and one in matched:
            pair.add("discriminator-value-removed", value, at=at, old=_name(old, one))
        elif one is not None and other is not None and matched.get(one) != other:
            names = (_name(old, one), _name(new, other))
            pair.add("discriminator-value-moved", value, at=at, old=names[0], new=names[1])


def _value(union: Union, value: str) -> str:
    place = _discriminator(union)
    mapped = place if union.by_presence else join(place, "mapping")
    return join(mapped, value)
