"""Named places in the code where tests let it fail.

`point` does nothing, and nothing but a test's own process puts something in its place: neither
settings nor the environment do, so no production gateway can come to it. It costs an empty call,
30 nanoseconds. Call it as `faults.point("NAME")`: a name imported from here would stay the empty one.
"""

from __future__ import annotations

from collections.abc import Mapping

POINTS: Mapping[str, str] = {
    "request.accepted": "a tenant's request is accepted and written, not committed",
    "request.kept": "it is committed, not answered",
    "supplier.answered": "a supplier has answered, and nothing of it is written",
    "supplier.timed_out": "a supplier was asked, and did not answer in time",
    "news.taken": "a supplier's KCI is taken and written, not committed",
    "news.kept": "it is committed, not answered",
    "lane.claimed": "lanes are claimed and committed, and nothing is sent",
    "attempt.recorded": "what was tried is written, not committed",
    "kci.sent": "a KCI was sent, and its answer is not read",
    "message.done": "whoever a message went to has taken it, and nothing of that is written",
    "token.fetched": "a token endpoint has answered, and the token is not kept",
    "schema.migrated": "a step of a migration is done, not committed",
    "worker.stops": "a worker stops: nothing is in flight, what is done may not be written",
}
"""What has just happened at each."""


def point(name: str) -> None:
    """One of `POINTS` is reached."""
