"""Walks a path of `paths` on the stage, and compares what the tenant sees with the table."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from ..lifecycle.kinds import EntityKind, machine_of
from .behaviours import Behaviour
from .findings import Blocked, NotHere, Unmet
from .life import Life
from .moves import Do, Move, Path
from .stage import Stage

if TYPE_CHECKING:
    from .trial import Trial

_ARRIVES = 2.0
"""Seconds in which a request that is held must have come to the supplier."""

_PATIENCE = 61.0
"""Seconds of the gateway's time after which a KCI that waits is taken in any case."""


def slug(trigger: str) -> str:
    """Part of a check's id."""
    return trigger.lower().replace("_", "-")


def check_id(kind: EntityKind, trigger: str) -> str:
    """The check that reports a trigger of a kind's table."""
    return f"silver.{machine_of(kind).name.replace(' ', '-')}.{slug(trigger)}"


class Walk:
    """One path, walked once."""

    def __init__(self, trial: Trial, stage: Stage, kind: EntityKind) -> None:
        self.life = Life(trial, stage, kind)
        self.kind = kind
        self._trial = trial
        self._held: asyncio.Task[None] | None = None

    async def go(self, path: Path) -> None:
        """Raises Unmet when the last move does not do what the table says, Blocked when one
        before it does not, NotHere when the supplier cannot say it."""
        broken: set[tuple[str, str]] = self._trial.memory.setdefault("broken", set())
        machine = machine_of(self.kind).name
        *before, last = path
        for move in before:
            for trigger in move.triggers:
                if (machine, trigger) in broken:
                    raise Blocked(
                        f"it begins with {trigger}, which does not work",
                        by=check_id(self.kind, trigger),
                    )
        try:
            for move in before:
                await self._before(move, broken, machine)
            await self._last(last, broken, machine)
        finally:
            await self._release()

    async def _before(self, move: Move, broken: set[tuple[str, str]], machine: str) -> None:
        try:
            await self._take(move)
            await self._compare(move)
        except Unmet as error:
            if not move.triggers:
                raise Blocked(error.said) from error
            trigger = move.triggers[-1]
            broken.add((machine, trigger))
            raise Blocked(f"{move.do}: {error.said}", by=check_id(self.kind, trigger)) from error

    async def _last(self, move: Move, broken: set[tuple[str, str]], machine: str) -> None:
        told_before = 0
        if self.life.id:
            told_before = len((await self.life.seen()).tells)
        try:
            await self._take(move)
            if move.before.amending == "flight":
                await self._release()  # the KCI waits for the answer that it overtook,
                await self.life.stage.pass_time(_PATIENCE)  # and no longer than this
            await self._compare(move, told_before)
        except Unmet:
            broken.update((machine, trigger) for trigger in move.triggers[-1:])
            raise

    async def _compare(self, move: Move, told_before: int | None = None) -> None:
        """Raises Unmet."""
        if move.after.state is None:
            return
        seen = await self.life.seen()
        where = f"from {move.before.state or 'nothing'}"
        if seen.status != move.after.state:
            raise Unmet(
                f"{', '.join(move.triggers) or move.do} {where} leads to {move.after.state}, and"
                f" the tenant sees {seen.status}"
            )
        if told_before is None:
            return
        expected = tuple(self._tells(move))
        came = seen.tells[told_before:]
        if came != expected:
            raise Unmet(
                f"{', '.join(move.triggers)} {where}: the tenant is told"
                f" {', '.join(came) or 'nothing'}, and should be told"
                f" {', '.join(expected) or 'nothing'}"
            )

    def _tells(self, move: Move) -> list[str]:
        machine = machine_of(self.kind)
        state, resume = move.before.state, move.before.resume
        found: list[str] = []
        for trigger in move.triggers:
            steps = machine.decide(state, trigger, resume=resume)
            found += [str(step.tells) for step in steps if step.tells is not None]
            state, resume = steps[-1].after, steps[-1].resume_after
        return found

    async def _take(self, move: Move) -> None:
        life = self.life
        match move.do:
            case Do.CREATE:
                await life.create()
            case Do.SEND:
                await life.send(move.behaviour)
            case Do.SEND_HELD:
                await self._hold()
            case Do.AMEND:
                await life.amend()
                await life.send(move.behaviour)
            case Do.AMEND_HELD:
                await life.amend()
                await self._hold()
            case Do.CANCEL:
                await life.cancel()
                await life.send(move.behaviour)
            case Do.SAY:
                await life.say(move.reason, move.status)
            case Do.CEASE:
                await life.begin_cease(move.status)
        if move.do in (Do.SEND, Do.AMEND, Do.CANCEL):
            await self._trial.provoke(None)

    async def _hold(self) -> None:
        """Let a request go to the supplier, which does not answer yet."""
        before = self._trial.count
        await self._trial.provoke(Behaviour.HANG)
        self._held = asyncio.create_task(self.life.stage.deliver())
        try:
            async with asyncio.timeout(_ARRIVES):
                while self._trial.count <= before:
                    if self._held.done():
                        raise NotHere("the supplier does not hold its answer back")
                    await asyncio.sleep(0.001)
        except TimeoutError:
            raise NotHere("what comes to the supplier is not recorded") from None

    async def _release(self) -> None:
        await self._trial.subject.provoke(None)
        if self._held is not None:
            with suppress(Exception):
                await self._held
            self._held = None
