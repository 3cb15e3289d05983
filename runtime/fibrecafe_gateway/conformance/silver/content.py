"""What a KCI must carry, by its reason: a check for each field that a reason needs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from ...lifecycle import triggers as t
from ...lifecycle.kinds import EntityKind, machine_of
from ..behaviours import Behaviour
from ..findings import Blocked, NotHere, Unmet
from ..life import Life
from ..news import NAMES, content_rules, short
from ..paths import paths_to
from ..places import of_schema
from ..registry import check
from ..trial import Trial
from ..walking import Walk, check_id, slug
from .transitions import needed

_ANY = "any"

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "amendment": ("serviceOrderAmendmentId", "serviceOrderAmendmentReference"),
    "cancellation": ("serviceOrderCancellationId", "serviceOrderCancellationReference"),
    "appointment": ("appointmentTimeslot", "appointmentSupplierReference",
                    "appointmentReservationReference"),
    "resolution": ("serviceProblemResolution",),
}  # fmt: skip


def _rules() -> dict[tuple[str, str], list[EntityKind]]:
    """The kinds that each rule holds for, by reason code and field."""
    found: dict[tuple[str, str], list[EntityKind]] = {}
    for kind, reason, field in content_rules():
        kinds = found.setdefault((reason, field), [])
        if kind not in kinds:
            kinds.append(kind)
    return found


def _register(reason: str, field: str, kinds: list[EntityKind]) -> None:
    kind = _tried(kinds, reason)
    words = field.replace(" or ", ", or ")
    which = "whose problem code is OTHER" if reason == _ANY else f"that says {reason}"

    @check(
        f"silver.content.{slug(reason)}.{short(field).lower()}",
        f"{'A KCI' if reason == _ANY else reason} carries {words}",
        rule=f"A KCI {which} carries {words}.",
        source=of_schema("ProvideServiceOrderUpdate"),
        cause="The supplier's event has it under another name or not at all, and it is not mapped.",
        fix=f"Fill {words} when the KCI is made; where the supplier has nothing, say so in words.",
        needs=needed(kind, reason),
        covers=[("content", one, reason, field) for one in kinds],
    )
    async def _carried(trial: Trial) -> None:
        kci = await _kci(trial, kind, reason)
        if not _carries(kci, kind, field):
            raise Unmet(f"the KCI came to the gateway without {words}")


def _tried(kinds: list[EntityKind], reason: str) -> EntityKind:
    able = [k for k in kinds if reason == _ANY or reason in machine_of(k).triggers]
    return EntityKind.PROVIDE_ORDER if EntityKind.PROVIDE_ORDER in able else able[0]


async def _kci(trial: Trial, kind: EntityKind, reason: str) -> dict[str, object]:
    """Have the supplier say it, and give what came to the gateway."""
    stage = await trial.stage()
    came = len(stage.heard)
    if reason == _ANY:
        life = Life(trial, stage, kind)
        await life.create()
        await life.send(Behaviour.LATER if trial.can(Behaviour.LATER) else None)
        with suppress(Unmet):
            await life.say("UPDATE", None, problem_code="OTHER")
    else:
        paths = [
            path
            for _, path in paths_to(kind, trial.subject.behaviours)
            if path[-1].reason == reason and (reason != t.CANCELLED or path[-1].before.cancelling)
        ]
        if not paths:
            raise NotHere(f"the supplier cannot be brought to say {reason}")
        walk = Walk(trial, stage, kind)
        with suppress(Unmet):  # what the tenant sees of it is another check's matter
            await walk.go(min(paths, key=len))
    found = [kci for kci in stage.heard[came:] if reason in (_ANY, kci["reasonCode"])]
    if not found:
        raise Blocked(f"no KCI that says {reason} came to the gateway", by=check_id(kind, reason))
    return found[-1]


def _carries(kci: dict[str, object], kind: EntityKind, field: str) -> bool:
    entity = kci.get(NAMES[kind])
    held = entity if isinstance(entity, dict) else {}
    key = short(field)
    if key == "text-of-other":
        return bool(kci.get("text") or kci.get("supplierCodes") or kci.get("supplierCode"))
    names = _FIELDS.get(key, (key,))
    return any(kci.get(name) or held.get(name) for name in names)


for (_reason, _field), _kinds in _rules().items():
    _register(_reason, _field, _kinds)
