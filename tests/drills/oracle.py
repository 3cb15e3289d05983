"""Judges by what tenants received alone: nothing lost, nothing out of order, how much twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from .inbox import Received


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a drill in which nothing was lost and nothing came out of order."""

    orders: int
    kcis: int
    """Different ones."""
    repeated: int
    """How many came again."""
    most_repeated: int
    """Of those that came in one turn, how many came again later."""


def judge(
    log: Iterable[Received],
    accepted: Collection[int],
    *,
    lengths: Mapping[int, int] | None = None,
    strangers: bool = False,
) -> Verdict:
    """`accepted`: entities that were acknowledged. `lengths`: how many KCIs some of them have; all
    others have the same number. `strangers`: others may have come too. Raises AssertionError."""
    numbers: dict[tuple[str, int], list[int]] = {}
    contents: dict[tuple[str, int, int], bytes] = {}
    last: dict[tuple[str, int, int], int] = {}
    repeated: Counter[int] = Counter()
    for kci in log:
        key = (kci.tenant, kci.entity, kci.seq)
        if key in contents:
            repeated[last[key]] += 1
            last[key] = kci.turn
            assert contents[key] == kci.content, f"{key} came again with another content"
            continue
        last[key] = kci.turn
        contents[key] = kci.content
        numbers.setdefault(key[:2], []).append(kci.seq)
    for about, seen in numbers.items():
        assert seen == list(range(1, len(seen) + 1)), f"first seen of {about}: {seen}"
    found = {entity: len(seen) for (_, entity), seen in numbers.items()}
    lost = set(accepted) - found.keys()
    assert not lost, f"nothing came about {sorted(lost)[:20]}"
    others = found.keys() - set(accepted)
    assert strangers or not others, f"nobody was told that there is {sorted(others)[:20]}"
    given = dict(lengths or {})
    short = {e: (found[e], n) for e, n in given.items() if found[e] != n}
    assert not short, f"KCIs that came, and that there are: {short}"
    lives = {found[entity] for entity in accepted if entity not in given}
    assert len(lives) <= 1, f"lives of the same kind have {lives} KCIs"
    return Verdict(
        len(accepted), len(contents), repeated.total(), max(repeated.values(), default=0)
    )
