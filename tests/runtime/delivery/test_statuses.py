"""What each answer of a tenant's endpoint leads to: the table of the delivery contract."""

from __future__ import annotations

import asyncio

import pytest

from fibrecafe_gateway.clock import VirtualClock
from fibrecafe_gateway.delivery.to_tenants import Target
from tests.runtime.databases import NewDatabases
from tests.runtime.delivery.posting import Kci, Receiver, Reply, posting


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_2xx_is_delivered(status: int, embedded: NewDatabases) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: Reply(status, body=b"" if status == 204 else b"x" * 100_000))
            .listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):  # fmt: skip
            await post.tell(1, kcis=2)
            await post.engine.drain()
            assert receiver.got() == [(1, 1), (1, 2)]
            assert await post.lanes() == []

    asyncio.run(play())


@pytest.mark.parametrize("status", [400, 422])
def test_what_is_refused_is_tried_twice_more_and_then_its_lane_alone_is_parked(
    status: int, databases: NewDatabases
) -> None:
    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(status, body=b"no\0such order") if kci.order == 1 else Reply()

        async with (
            Receiver(answer).listening() as receiver,
            posting(databases.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1, kcis=2)
            await post.engine.drain()
            await post.wait(4)
            assert receiver.got(1) == [(1, 1)] * 3
            lane = await post.lane(1)
            assert lane is not None
            assert lane["parked"].startswith(f"refused 3 times: {status} no")
            assert lane["next_seq"] == 1
            await post.tell(1)  # more does not wake it
            await post.tell(2)
            await post.wait(600, step=60)
            assert receiver.got(1) == [(1, 1)] * 3
            assert receiver.got(2) == [(2, 1)]
            assert not (await post.circuit()).is_open

    asyncio.run(play())


class Renewed:
    """Credentials with another token on demand."""

    def __init__(self, *tokens: str) -> None:
        self.left = list(tokens)
        self.renewals = 0

    def known(self) -> str | None:
        return f"Bearer {self.left[0]}"

    async def header(self) -> str | None:
        return f"Bearer {self.left[0]}"

    async def renew(self, rejected: str) -> bool:
        self.renewals += 1
        if len(self.left) < 2:
            return False
        self.left.pop(0)
        return True


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_not_taken_is_renewed_once(status: int, embedded: NewDatabases) -> None:
    async def play() -> None:
        def answer(kci: Kci) -> Reply:
            return Reply(204 if kci.headers["Authorization"] == "Bearer new" else status)

        auth = Renewed("old", "new", "newer")
        async with (
            Receiver(answer).listening() as receiver,
            posting(
                embedded.open(clock=VirtualClock()), receiver, authorization=auth
            ) as post,
        ):  # fmt: skip
            await post.tell(1, kcis=2)
            await post.engine.drain()
            assert receiver.got() == [(1, 1), (1, 1), (1, 2)]
            assert auth.renewals == 1
            kept = await post.attempts(1)
            assert [(a["seq"], a["status"], a["ok"]) for a in kept] == [
                (1, status, False), (1, 204, True), (2, 204, True),
            ]  # fmt: skip
            assert len({a["request_id"] for a in kept}) == 3
            assert [k.headers["X-Request-ID"] for k in receiver.kcis] == [
                a["request_id"] for a in kept
            ]

    asyncio.run(play())


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_not_taken_pause_the_endpoint(
    status: int, embedded: NewDatabases
) -> None:
    async def play() -> None:
        auth = Renewed("old", "new", "newer")
        async with (
            Receiver(lambda kci: Reply(status)).listening() as receiver,
            posting(
                embedded.open(clock=VirtualClock()), receiver, authorization=auth
            ) as post,
        ):  # fmt: skip
            await post.tell(1)
            await post.engine.drain()
            assert len(receiver.kcis) == 2
            assert auth.renewals == 1
            circuit = await post.circuit()
            assert circuit.is_open
            assert "[updates.auth]" in (circuit.reason or "")
            await post.tell_many(range(2, 20))
            await post.wait(30)
            assert len(receiver.kcis) == 2

    asyncio.run(play())


@pytest.mark.parametrize(
    ("reply", "hint"),
    [
        (Reply(404), "look at the tenant's [updates] url"),
        (Reply(405), "does not take POST"),
        (Reply(301, {"Location": "/elsewhere"}), "redirects are not followed"),
        (Reply(307, {"Location": "/B/kcis"}), "redirects are not followed"),
    ],
)
def test_an_endpoint_that_is_wrong_is_paused_as_a_whole_at_once(
    reply: Reply, hint: str, embedded: NewDatabases
) -> None:
    async def play() -> None:
        async with (
            Receiver(lambda kci: reply).listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):
            await post.tell(1)
            await post.engine.drain()
            await post.tell_many(range(2, 20))
            await post.wait(34)  # a probe comes after 45 seconds, ten more or less
            assert receiver.got() == [(1, 1)]
            circuit = await post.circuit()
            assert circuit.is_open
            assert hint in (circuit.reason or "")
            assert all(kci.tenant == "A" for kci in receiver.kcis)
            receiver.answer = lambda kci: Reply()
            await post.wait(22)
            assert len(receiver.firsts()) == 19

    asyncio.run(play())


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://{at}", "TLS"),
        ("http://no-such-host.example", "DNS"),
        ("http://", "no URL"),
    ],
)
def test_an_address_that_cannot_be_called_pauses_the_endpoint(
    address: str, reason: str, embedded: NewDatabases
) -> None:
    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(embedded.open(clock=VirtualClock()), receiver) as post,
        ):
            at = receiver.url.removeprefix("http://")
            post.targets["A"] = Target(address.format(at=at), None)
            await post.tell_many([1, 2, 3])
            await post.engine.drain()
            circuit = await post.circuit()
            assert circuit.is_open
            assert reason in (circuit.reason or "")
            assert circuit.until - 55_000 <= await _now(post) <= circuit.until - 35_000
            assert receiver.kcis == []

    async def _now(post: object) -> int:
        return int(post.clock.now().timestamp() * 1000)  # type: ignore[attr-defined]

    asyncio.run(play())


def test_a_token_endpoint_that_gives_none_pauses_and_does_not_call(
    embedded: NewDatabases,
) -> None:
    class NoToken:
        def known(self) -> str | None:
            return None

        async def header(self) -> str | None:
            raise LookupError("no token from the endpoint: 500")

        async def renew(self, rejected: str) -> bool:
            raise AssertionError

    async def play() -> None:
        async with (
            Receiver().listening() as receiver,
            posting(
                embedded.open(clock=VirtualClock()), receiver, authorization=NoToken()
            ) as post,
        ):  # fmt: skip
            await post.tell(1)
            await post.engine.drain()
            circuit = await post.circuit()
            assert circuit.is_open
            assert "no token" in (circuit.reason or "")
            assert receiver.kcis == []

    asyncio.run(play())
