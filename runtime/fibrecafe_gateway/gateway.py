"""The gateway as one thing that can be started and closed: store, adapters, delivery, time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

import aiohttp

from .adapters.certified import certified
from .adapters.contract import SupplierAdapter
from .adapters.discovery import AdapterFactory, build_adapter
from .adapters.native import Credentials
from .api.services import Services
from .clock import Clock, SystemClock
from .delivery.capacity import Limit
from .delivery.engine import Engine
from .delivery.lanes import take_back
from .delivery.starting import settle_heap
from .delivery.to_suppliers import SupplierCalls, longest_lease
from .delivery.to_tenants import Target, TenantPosts
from .kci.applying import Application
from .kci.inbound import Inbound
from .kci.timing import Timing
from .routing.directory import Directory
from .security.guard import AddressPolicy, AddressRefused, guarded_connector
from .security.outbound import TokenUnavailable, httpx2_auth, outbound_auth
from .security.tls import tls_of_tenants
from .settings import Settings
from .store.archive import archive
from .store.database import Database, is_passing, open_database, why
from .store.replays import Replays
from .store.timers import next_due
from .store.unit import Unit, to_milliseconds
from .telemetry.health import NotReady
from .telemetry.observing import Observing

_logger = logging.getLogger(__name__)

_TICK = 0.5  # seconds between looks at the timers

_SLOWER = 10  # times, at most, while they fail

_ROOM = 16 * 1024  # bytes

_ARCHIVE = 600.0  # seconds between looks for what is old

_TIDY = 3600.0  # seconds between clean-ups


@dataclass(frozen=True, slots=True)
class _Suppliers:
    """What the taking of KCIs knows of suppliers."""

    directory: Directory

    def tenants_of(self, supplier: str) -> Collection[str]:
        """Whom a supplier serves."""
        return [t.id for t in self.directory.tenants.values() if supplier in t.suppliers]

    def gap_hold(self, supplier: str) -> timedelta:
        """How long a KCI waits for those before it."""
        return timedelta(seconds=self.directory.supplier(supplier).settings.gap_hold)


class Gateway:
    """Everything behind the HTTP interface."""

    def __init__(
        self,
        settings: Settings,
        *,
        factories: Mapping[str, AdapterFactory] | None = None,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
        random: Random | None = None,
    ) -> None:
        """`factories` are adapters that are not installed, by name; the rest is for tests.

        Raises ConfigurationError, StoreError, ValueError and OSError, which say what to change.
        """
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.directory = Directory(settings)
        password = settings.store.password
        self.observing = Observing(settings.telemetry, self.directory)
        self.database: Database = self.observing.database(
            open_database(
                settings.store.url,
                password=password.read() if password else None,
                clock=self.clock,
                new_id=new_id,
            )
        )
        self._tls = dict(tls_of_tenants(settings))
        self.adapters = _adapters(settings, self.directory, factories or {})
        self.services = Services(self.database, self.directory, self.adapters, self.clock)
        warn_after = timedelta(seconds=settings.problems.warn_after)
        self.inbound = Inbound(_Suppliers(self.directory), Application(warn_after))
        self.timing = Timing(self.inbound, timedelta(seconds=settings.problems.close_after))
        self._random = random or Random()
        self._targets: dict[str, Target] = {}
        self._http: aiohttp.ClientSession | None = None
        self.engine: Engine
        self._tasks: list[asyncio.Task[None]] = []
        self._archived = 0
        """The attempt behind which the next look for old ones begins."""

    async def start(self, *, work: bool = True) -> None:
        """Open the store and be ready; `work`: deliver, and let time pass."""
        await self.database.start()
        policy = AddressPolicy(self.settings.delivery.allow_internal)
        self._http = aiohttp.ClientSession(
            connector=guarded_connector(policy, limit=0, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=True,
        )
        self._targets = dict(self._make_targets(self._http))
        if work and self.database.dialect == "sqlite":
            taken = await self.database.run(take_back)
            if taken:
                _logger.info("%d deliveries that were under way are taken up again", taken)
        self.engine = Engine(
            self.database,
            self.settings.delivery,
            {
                "t": self.observing.handler(self._posts(self._http)),
                "s": self.observing.handler(self._calls()),
            },
            self._endpoints,
            random=self._random,
            lease=longest_lease(self.settings.delivery, self.directory),
            limits=dict(_limits(self.settings)),
        )
        if work:
            settle_heap()
            self._tasks = [
                asyncio.create_task(self.engine.run(), name="delivery"),
                asyncio.create_task(self._pass_time(), name="time"),
            ]

    def _make_targets(self, http: aiohttp.ClientSession) -> Iterator[tuple[str, Target]]:
        for name, tenant in self.directory.tenants.items():
            updates = tenant.settings.updates
            if updates is not None:
                tls = self._tls.get(name)
                auth = outbound_auth(
                    updates.auth, lambda: http, self.clock,
                    timeout=self.settings.delivery.timeout, tls=tls,
                )  # fmt: skip
                shown = auth if updates.auth is not None else None
                yield name, Target(updates.url, shown, tls.context if tls else None)

    def _posts(self, http: aiohttp.ClientSession) -> TenantPosts:
        return TenantPosts(
            http,
            self._targets.get,
            timeout=self.settings.delivery.timeout,
            clock=self.clock,
            new_id=self.database.new_id,
            unavailable=(TokenUnavailable, ValueError),
            forbidden=(AddressRefused,),
        )

    def _calls(self) -> SupplierCalls:
        return SupplierCalls(
            self.database,
            self.directory,
            self.adapters,
            self.settings.delivery,
            self.clock,
            self.database.new_id,
        )

    def _endpoints(self) -> Iterator[str]:
        yield from (f"tenant/{name}" for name in self._targets)
        yield from (f"supplier/{name}" for name in self.adapters)

    async def _pass_time(self) -> None:
        tidy_at, archive_at, failed = 0.0, 0.0, 0
        loop = asyncio.get_running_loop()
        while True:
            try:
                await self.fire_timers()
                if loop.time() >= tidy_at:
                    await self.database.run(self.timing.tidy)
                    tidy_at = loop.time() + _TIDY
                if loop.time() >= archive_at:
                    archive_at = loop.time() + (_ARCHIVE if await self._archive() else 0)
                failed = 0
            except Exception as error:
                failed += 1
                if failed == 1:
                    passing = is_passing(error)
                    _logger.error(
                        "timers could not be looked at; they are as soon as that goes: %s",
                        why(error),
                        exc_info=None if passing else error,
                    )  # fmt: skip
            await asyncio.sleep(_TICK * min(1 + failed, _SLOWER))

    async def _archive(self) -> bool:
        """Move a little of what was delivered long ago; whether there is no more."""
        kept = round(self.settings.retention.delivered * 1000)
        before = to_milliseconds(self.clock.now()) - kept
        work = partial(archive, before=before, after=self._archived)
        moved = await self.database.run(work)
        self._archived = moved.after
        return moved.ended

    async def fire_timers(self) -> None:
        """Do all that is due by now."""
        while True:
            due = await self.database.read(next_due)
            if due is None or due > to_milliseconds(self.clock.now()):
                return
            await self.database.run(self.timing.fire)

    async def check(self) -> None:
        """Whether the store takes what is written, and the workers live. Raises.

        A full disk and a server that only reads are met by nothing but a write.
        """
        try:
            await self.database.run(_touch)
        except Exception as error:
            if is_passing(error):
                raise NotReady(f"the store takes nothing: {why(error)}") from None
            raise
        for task in self._tasks:
            if task.done():
                raise RuntimeError(f"the {task.get_name()} task has ended")

    def tasks(self) -> dict[str, bool]:
        """What goes on by itself here, and whether it lives."""
        return {task.get_name(): not task.done() for task in self._tasks}

    async def aclose(self) -> None:
        """Finish what is in flight, and close everything; then raise what failed meanwhile."""
        async with AsyncExitStack() as closing:  # which goes on with the others when one raises
            for close in (self.observing.aclose, self.database.aclose):
                closing.push_async_callback(close)
            if self._http is not None:
                closing.push_async_callback(self._http.close)
            for adapter in self.adapters.values():
                closing.push_async_callback(adapter.aclose)
            if self._tasks:
                await self.engine.stop()
                self._tasks[1].cancel()  # of time
            for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
                if isinstance(ended, Exception):  # that it was cancelled is none
                    raise ended


def _limits(settings: Settings) -> Iterator[tuple[str, Limit]]:
    for name, tenant in settings.tenants.items():
        if tenant.updates is not None:
            yield f"tenant/{name}", Limit(tenant.updates.in_flight, tenant.updates.rate)
    for name, supplier in settings.suppliers.items():
        yield f"supplier/{name}", Limit(supplier.in_flight, supplier.rate)


def _touch(unit: Unit) -> None:
    """A write that leaves nothing, and needs as much room as an order does."""
    replays = Replays(unit, "", "readiness", unit.new_id(), b"")
    replays.keep(" " * _ROOM)
    replays.forget()


def _adapters(
    settings: Settings, directory: Directory, factories: Mapping[str, AdapterFactory]
) -> dict[str, SupplierAdapter]:
    return {
        name: build_adapter(
            supplier.settings.adapter, name, supplier.settings, _credentials(settings, name),
            certified(settings, name), extra=factories,
        )
        for name, supplier in directory.suppliers.items()
    }  # fmt: skip


def _credentials(settings: Settings, supplier: str) -> Credentials:
    """Each tenant's own at a supplier, made once so that tokens are kept."""
    made = {
        tenant: httpx2_auth(section.credentials.get(supplier))
        for tenant, section in settings.tenants.items()
    }
    return made.get


def store_folder(settings: Settings) -> Path | None:
    """Where files beside an embedded store go; None for a store that is elsewhere."""
    prefix = "sqlite:///"
    url = settings.store.url
    return Path(url.removeprefix(prefix)).parent if url.startswith(prefix) else None
