"""Every transition of the lifecycle's tables that a supplier brings about: a check for each trigger.

Derived from the tables; what a check tries is each of its rows, from the nearest state.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...lifecycle import triggers as t
from ...lifecycle.kinds import EntityKind, machine_of
from ...lifecycle.transition import Back
from ..capabilities import KCIS
from ..findings import Blocked, NotHere, Unmet
from ..life import OPERATIONS
from ..moves import Path
from ..paths import Row, paths_to
from ..places import of_schema
from ..registry import check
from ..trial import Trial
from ..walking import Walk, check_id

KINDS = (
    EntityKind.PROVIDE_ORDER,
    EntityKind.UNSOLICITED_CEASE_ORDER,
    EntityKind.SERVICE_TEST,
    EntityKind.SERVICE_PROBLEM,
)
"""One kind for each table; others that live by the same have checks of their whole lives."""

_REQUIRED = {
    (EntityKind.PROVIDE_ORDER, t.ACKNOWLEDGED),
    (EntityKind.PROVIDE_ORDER, t.COMMITTED),
    (EntityKind.PROVIDE_ORDER, t.COMPLETED),
}

_OF_REQUESTS: Mapping[str, tuple[str, str]] = {
    t.AMENDED: ("amend_order", "amend_problem"),
    t.AMENDMENT_REJECTED: ("amend_order", "amend_problem"),
    t.CANCELLED: ("cancel_order", "cancel_problem"),
    t.CANCELLATION_REJECTED: ("cancel_order", "cancel_problem"),
}

_CAUSES: Mapping[str, str] = {
    t.ACKNOWLEDGED: "The supplier's first answer or event is not told as ACKNOWLEDGED.",
    t.COMMITTED: "The dates of the commitment are missing, or only one of them is mapped.",
    t.COMPLETED: "The supplier's last event is not mapped, or is told as UPDATE.",
    t.DELAY: "A hold at the supplier is told without a problem code.",
    t.INFORMATION_REQUIRED: "A question of the supplier's is told as a remark.",
    t.AMENDED: "The KCI does not name the amendment that it answers.",
    t.CANCELLED: "The KCI does not name the cancellation that it answers.",
    t.RESOLVED: "The resolution is not in the KCI.",
}


def needed(kind: EntityKind, trigger: str) -> list[str]:
    """The capabilities that a trigger of a kind cannot do without."""
    needs = [KCIS]
    if kind in OPERATIONS:
        needs.append(OPERATIONS[kind])
    if trigger in _OF_REQUESTS:
        needs.append(_OF_REQUESTS[trigger][kind is EntityKind.SERVICE_PROBLEM])
    return needs


_BACK = {
    str(Back.SAME): "where it was",
    str(Back.PREVIOUS): "where it was before the request",
}


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _register(kind: EntityKind, trigger: str, rows: list[Row]) -> None:
    name = machine_of(kind).name
    words = trigger.replace("_", " ").lower()
    targets = " or ".join(dict.fromkeys(_BACK.get(str(r.target), str(r.target)) for r in rows))

    @check(
        check_id(kind, trigger),
        f"{name[0].upper()}{name[1:]}: {words}",
        rule=f"In the life of {_a(name)}, {trigger} leads to {targets}, and the tenant is told in"
        " order (docs/lifecycle.md has the table).",
        source=of_schema("ReasonCode"),
        cause=_CAUSES.get(
            trigger, f"The supplier's event is not told as one that means {trigger} where it comes."
        ),
        fix="Give the KCI the reason code, and the status that the entity is in after it; and what"
        " the reason code needs (`silver.content`).",
        needs=needed(kind, trigger),
        required=(kind, trigger) in _REQUIRED,
        covers=[("transition", name, trigger, sources_of(row)) for row in rows],
    )
    async def _seen(trial: Trial) -> None:
        await _walk_all(trial, kind, trigger)


def sources_of(row: Row) -> tuple[str, ...]:
    """Where a row begins, to tell it from others of its trigger."""
    resuming = () if row.resuming is None else ("beneath", *sorted(map(str, row.resuming)))
    return (*sorted(map(str, row.sources)), *resuming)


async def _walk_all(trial: Trial, kind: EntityKind, trigger: str) -> None:
    """Each row; the first that is wrong is what is reported."""
    behaviours = trial.subject.behaviours
    paths = [path for row, path in paths_to(kind, behaviours) if row.trigger == trigger]
    if not paths:
        raise NotHere("the supplier cannot be made to answer as it takes to come there")
    blocked: Blocked | None = None
    silent: NotHere | None = None
    walked = 0
    for path in dict.fromkeys(paths):
        trial.exchanges.clear()
        try:
            await Walk(trial, await trial.stage(), kind).go(path)
            walked += 1
        except Blocked as error:
            blocked = blocked or error
        except NotHere as error:
            silent = silent or error
        except Unmet as error:
            raise Unmet(
                f"{error.said} [{_told(path)}]", cause=error.cause, fix=error.fix
            ) from error
    if blocked is not None:
        raise blocked
    if not walked and silent is not None:
        raise silent


def _told(path: Path) -> str:
    return " > ".join(", ".join(move.triggers) or str(move.do) for move in path)


for _kind in KINDS:
    _machine = machine_of(_kind)
    for _trigger in _machine.triggers:
        if _trigger in t.BY_SUPPLIER:
            _register(_kind, _trigger, [r for r in _machine.transitions if r.trigger == _trigger])
