"""Slots: what an endpoint may be given, so that those that hang leave room for the others."""

from __future__ import annotations

import asyncio

from fibrecafe_gateway.delivery.capacity import Limit, Slots
from fibrecafe_gateway.delivery.circuit import Circuit
from fibrecafe_gateway.settings import Delivery
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Receiver, Reply, posting

SETTINGS = Delivery(slots=64, slots_per_endpoint=16)


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def given(slots: Slots, names: list[str]) -> dict[str, int]:
    """What each may have when all others have nothing to send."""
    doubted, together = slots.doubted(names)
    room = slots.room(names)
    lanes = {n: min(most, max(0, together)) if n in doubted else most for n, most in room.items()}
    return {name: most for name, most in lanes.items() if most}


def fill(slots: Slots, names: list[str]) -> None:
    """Give out all that there is for some."""
    for name in names:
        for _ in range(given(slots, [name]).get(name, 0)):
            if slots.may_take(name):
                slots.take(name)


def test_however_many_hang_others_have_half_of_the_slots() -> None:
    slots = Slots(SETTINGS, now=Time())
    slots.learn({}, ["tenant/GOOD"])
    hanging = [f"tenant/H{n}" for n in range(40)]
    fill(slots, hanging)
    assert slots.free == 32
    assert set(given(slots, [*hanging, "tenant/GOOD"])) == {"tenant/GOOD"}
    fill(slots, ["tenant/GOOD"])
    assert slots.free == 16, "it has as many as an endpoint may have"


def test_one_that_has_answered_so_far_leaves_as_many_slots_as_it_has() -> None:
    """Before it is found out that it hangs."""
    slots = Slots(SETTINGS.model_copy(update={"slots_per_endpoint": 64}), now=Time())
    slots.learn({}, ["tenant/A", "tenant/B"])
    fill(slots, ["tenant/A"])
    assert slots.free == 32
    fill(slots, ["tenant/B"])
    assert slots.free == 16


def test_lanes_are_claimed_ahead_of_the_slots_only_for_one_that_answers() -> None:
    slots = Slots(SETTINGS, now=Time())
    slots.learn({}, ["tenant/GOOD"])
    assert slots.room(["tenant/GOOD", "tenant/NEW"]) == {"tenant/GOOD": 32, "tenant/NEW": 16}
    assert slots.room(["tenant/GOOD"], {"tenant/GOOD": 20}) == {"tenant/GOOD": 12}


def test_so_many_are_claimed_ahead_as_are_soon_sent() -> None:
    slots = Slots(SETTINGS, now=Time())
    slots.learn({}, ["tenant/GOOD"])
    slots.pace(100)  # were sent while the store was waited for
    assert slots.claimable({}) == 64 + 200
    assert slots.room(["tenant/GOOD"]) == {"tenant/GOOD": 16 + 50}
    slots.pace(3)
    assert slots.claimable({}) == 64 + 64
    slots.pace(100_000)
    assert slots.claimable({}) == 64 + 8 * 64


def test_one_that_answered_well_and_falls_silent_is_doubted_soon() -> None:
    time = Time()
    slots = Slots(SETTINGS.model_copy(update={"slots_per_endpoint": 32}), now=time)
    silent = ["tenant/H0", "tenant/H1"]
    slots.learn({}, silent)
    for name in silent * 20:
        slots.take(name)
    assert set(given(slots, silent)) == set(silent)
    time.now += 3
    assert given(slots, silent) == {}, "they have more than their half already"
    slots.learn({}, ["tenant/H1"])
    assert given(slots, silent) == {"tenant/H1": 44, "tenant/H0": 12}


def test_those_without_anything_to_send_take_nothing_from_the_others() -> None:
    slots = Slots(Delivery(slots=1), now=Time())
    names = [f"tenant/H{n}" for n in range(40)]
    assert given(slots, names) == dict.fromkeys(names, 1)


def test_an_endpoint_in_trouble_is_not_trusted_until_it_answers() -> None:
    slots = Slots(SETTINGS, now=Time())
    slots.learn({}, ["tenant/A"])
    slots.learn({"tenant/A": Circuit(fails=3, until=10)})
    assert slots.room(["tenant/A"]) == {"tenant/A": 1}
    slots.learn({}, ["tenant/A"])
    assert slots.room(["tenant/A"]) == {"tenant/A": 2}


def test_an_endpoint_has_its_own_limit_of_requests_in_flight() -> None:
    slots = Slots(SETTINGS, {"tenant/A": Limit(in_flight=3)}, Time())
    slots.take("tenant/A")
    assert slots.room(["tenant/A", "tenant/B"]) == {"tenant/B": 16, "tenant/A": 2}


def test_an_endpoint_has_its_own_rate() -> None:
    time = Time()
    slots = Slots(SETTINGS, {"tenant/A": Limit(rate=2)}, time)
    assert [slots.may_send("tenant/A") for _ in range(3)] == [True, True, False]
    assert slots.room(["tenant/A"]) == {}
    time.now += 0.5
    assert slots.room(["tenant/A"]) == {"tenant/A": 1}
    assert slots.may_send("tenant/A")
    assert slots.may_send("tenant/B")


def test_ten_that_hang_cost_one_that_answers_nothing(embedded: NewDatabases) -> None:
    """Its KCIs arrive while all of the others' requests are still open."""
    hanging = [f"H{n}" for n in range(10)]

    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(hangs=kci.tenant != "GOOD")).listening() as receiver,
            posting(
                embedded.open(), receiver, tenants=[*hanging, "GOOD"],
                settings=Delivery(allow_internal=True, timeout=30, poll=0.005),
            ) as post,
        ):  # fmt: skip
            await post.tell(1, tenant="GOOD")
            task = asyncio.create_task(post.engine.run())
            await _until(lambda: len(_of(receiver, "GOOD")) == 1)
            for order in range(20):
                for tenant in hanging:
                    await post.tell(order, tenant=tenant)
            await _until(lambda: receiver.in_flight >= 32)
            for order in range(2, 102):
                await post.tell(order, tenant="GOOD")
            await _until(lambda: len(_of(receiver, "GOOD")) == 101)
            assert receiver.in_flight == 32
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _until(so: object) -> None:
        assert callable(so)
        async with asyncio.timeout(10):
            while not so():
                await asyncio.sleep(0.01)

    def _of(receiver: Receiver, tenant: str) -> list[object]:
        return [kci for kci in receiver.kcis if kci.tenant == tenant]

    asyncio.run(play())
