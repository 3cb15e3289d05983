"""How many requests a tenant may make: a bucket each, in this process (rule: ours)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from fibrecafe_api._support.problem import Problem
from fibrecafe_api._support.request import RequestHead
from fibrecafe_api._support.server import Authenticate

from ..settings import TenantSettings


class Bucket:
    """Fills with `rate` a second, up to `burst`."""

    __slots__ = ("_at", "_burst", "_now", "_rate", "_tokens")

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._tokens = float(burst)
        self._at = now()

    @property
    def level(self) -> float:
        """How many could be taken now."""
        now = self._now()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        return self._tokens

    def take(self) -> float:
        """Take one; 0 where there was one, else seconds until there is."""
        if self.level >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate


def limited(
    authenticate: Authenticate,
    tenants: Mapping[str, TenantSettings],
    now: Callable[[], float] = time.monotonic,
) -> Authenticate:
    """The door of the Tenant API with the tenants' limits; itself where nobody has one.

    Over the limit is 503 with `Retry-After` before anything of the body is read: the documents have
    no 429. With several processes each has its own buckets.
    """
    buckets = {
        name: Bucket(tenant.request_rate, tenant.request_burst, now)
        for name, tenant in tenants.items()
        if tenant.request_rate is not None
    }
    if not buckets:
        return authenticate

    async def counted(head: RequestHead, scopes: tuple[str, ...]) -> object:
        principal = await authenticate(head, scopes)
        bucket = buckets.get(principal.id)
        wait = bucket.take() if bucket is not None else 0.0
        if wait:
            raise Problem.unavailable(retry_after=max(1, math.ceil(wait)))
        return principal

    return counted
