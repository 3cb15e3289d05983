"""Brings something into every state that it can have, and tries there whatever can happen to it.

All of it runs in one unit of work; each try is undone, so that the next begins at the same place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fibrecafe_api._support.problem import Problem
from fibrecafe_gateway.lifecycle import EntityKind
from fibrecafe_gateway.store import inbound as kept
from fibrecafe_gateway.store.entities import Entities, Entity
from fibrecafe_gateway.store.unit import Unit
from tests.runtime.gateway import bodies
from tests.runtime.kci.bench import PROPERTIES, Bench, Told, find, kci, receive, told
from tests.runtime.kci.doors import Door, Place, Try, doors_of
from tests.runtime.kci.scene import TENANT, Scene, ask


@dataclass
class Seen:
    """What one try did."""

    door: str
    place: Place
    triggers: list[str]
    """What it is by the tables; those that are not legal are left out where `skips`."""
    skips: bool
    still: str | None
    before: Entity
    after: Entity
    news: list[Told]
    steps: list[Any]
    """New rows of the history."""
    kci: str | None = None
    state: str | None = None
    """What became of the KCI."""
    why: str | None = None
    refused: str | None = None
    request: int | None = None
    """Of the amendment or cancellation that it answers."""


@dataclass
class Journey:
    """What there was to see."""

    kind: EntityKind
    ways: dict[Place, list[str]] = field(default_factory=dict)
    """To each place, by doors."""
    seen: list[Seen] = field(default_factory=list)


def explore(bench: Bench, kind: EntityKind) -> Journey:
    """Everywhere, everything."""
    journey = Journey(kind)
    doors = doors_of(kind)
    bench.do(lambda unit: _explore(bench, unit, journey, doors))
    return journey


def _explore(bench: Bench, unit: Unit, journey: Journey, doors: dict[str, Door]) -> None:
    start = _begin(bench, unit, journey.kind)
    journey.ways[_place(find(unit, TENANT, start))] = []
    waiting = [*journey.ways]
    while waiting:
        place = waiting.pop(0)
        with unit.savepoint() as there:
            scene = Scene(bench, unit, find(unit, TENANT, start))
            for name in journey.ways[place]:
                doors[name](scene)
                scene.look()
            assert _place(scene.entity) == place
            for name in doors:
                seen = _try(scene, name, doors[name])
                journey.seen.append(seen)
                after = _place(seen.after)
                if after not in journey.ways and "first" not in name:
                    journey.ways[after] = [*journey.ways[place], name]
                    waiting.append(after)
            there.rollback()


def _begin(bench: Bench, unit: Unit, kind: EntityKind) -> int:
    if kind is EntityKind.UNSOLICITED_CEASE_ORDER:
        body = kci(
            PROPERTIES[kind], {"tenant": TENANT, "serviceId": "S1", "supplierOrderReference": "C1"},
            "CREATED", seq=1, id=bench.kci_id(),
        )  # fmt: skip
        receive(bench.gateway, unit, body)
        row = kept.find(unit, "S1", body["id"])
        assert row is not None
        return int(row["entity"])
    if kind is EntityKind.SERVICE_TEST:
        return int(ask(bench, unit, "service_test", bodies.service_test(supplier="S1")).id)
    if kind is EntityKind.SERVICE_PROBLEM:
        return new_problem(bench, unit)
    return int(ask(bench, unit, "create_order", bodies.provide(supplier="S1")).id)


def new_problem(bench: Bench, unit: Unit) -> int:
    """A problem, after a test that shows a fault."""
    test = Entities(unit, TENANT).add(
        EntityKind.SERVICE_TEST, "S1",
        {"status": "COMPLETED", "result": {"testOutcome": {"testResult": "RED"}}},
        conversation_id="c",
    )  # fmt: skip
    return int(ask(bench, unit, "create_problem", bodies.problem(test.id, supplier="S1")).id)


def _try(scene: Scene, name: str, door: Door) -> Seen:
    unit, id, before = scene.unit, scene.id, scene.entity
    with unit.savepoint() as attempted:
        refused, made = None, Try([])
        try:
            made = door(scene)
        except Problem as problem:
            refused = "; ".join(problem.messages)
        row = kept.find(unit, "S1", made.kci) if made.kci else None
        seen = Seen(
            door=name,
            place=_place(before),
            triggers=made.triggers,
            skips=made.skips,
            still=made.still,
            before=before,
            after=find(unit, TENANT, id),
            news=told(unit, TENANT, id, after=before.told),
            steps=Entities(unit, TENANT).history(id)[before.steps :],
            kci=made.kci,
            state=row["state"] if row else None,
            why=row["reason"] if row else None,
            refused=refused,
            request=made.request,
        )
        attempted.rollback()
    scene.entity = before if "first" not in name else scene.look()
    return seen


def _place(entity: Entity) -> Place:
    return entity.status, entity.resume


def in_place(journey: Journey) -> Iterator[tuple[Place, list[Seen]]]:
    """What was seen, by place."""
    for place in journey.ways:
        yield place, [seen for seen in journey.seen if seen.place == place]
