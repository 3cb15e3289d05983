"""Adapters that do not tell all that the supplier says."""

from __future__ import annotations

from typing import Any, ClassVar

from fibrecafe_api.supplier_updates.models import SupplierUpdate

from ..subject import Door
from .breaking import fails
from .life import InLife, about, changed


class Mute(InLife):
    """Some news of the supplier's are not told."""

    silent: ClassVar[frozenset[str]] = frozenset()

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Tells the rest."""
        kinds = [kind for kind in type(self).__mro__ if issubclass(kind, Mute)]
        silent = frozenset[str]().union(*(kind.silent for kind in kinds))
        if getattr(update, "reason_code", None) not in silent:
            await super().say(update, door)


class TellsNoBeginnings(Mute):
    """Nothing is acknowledged."""

    fails = fails(
        "silver",
        "order.acknowledged",
        "unsolicited-cease.acknowledged",
        "service-test.started",
        "service-problem.acknowledged",
        "life.provide-order",
        "life.cease-order",
        "life.modify-order",
        "life.provide-ethernet-order",
        "outcome.told-later",
    )

    silent = frozenset({"ACKNOWLEDGED"})


class TellsNoCommitments(Mute):
    """No dates are told, and no refusals."""

    fails = fails(
        "silver",
        "order.order-rejected",
        "order.committed",
        "order.committed-late",
        "unsolicited-cease.committed",
        "service-problem.committed",
        "life.provide-order",
        "life.cease-order",
        "life.modify-order",
        "life.provide-ethernet-order",
    )

    silent = frozenset({"COMMITTED", "ORDER_REJECTED"})


class TellsNoTrouble(Mute):
    """Questions, delays and ceases stay with the supplier."""

    fails = fails(
        "silver",
        "order.information-required",
        "order.reappoint",
        "order.delay",
        "order.delay-without-hold",
        "order.warning",
        "unsolicited-cease.created",
        "unsolicited-cease.created-acknowledged",
        "unsolicited-cease.created-committed",
        "service-test.warning",
        "service-problem.information-required",
        "service-problem.reappoint",
        "service-problem.delay",
        "service-problem.warning",
        "kcis.duplicate",
        "kcis.out-of-order",
    )

    silent = frozenset({"INFORMATION_REQUIRED", "REAPPOINT", "DELAY", "WARNING", "CREATED"})


class TellsNoProgress(Mute):
    """What goes on stays with the supplier."""

    fails = fails(
        "silver",
        "order.resumed",
        "order.resumed-by-update",
        "order.resumed-by-reappointed",
        "order.update",
        "order.additional",
        "order.reappointed",
        "unsolicited-cease.update",
        "unsolicited-cease.additional",
        "service-test.update",
        "service-test.additional",
        "service-problem.resumed",
        "service-problem.network-incident",
        "service-problem.resumed-by-update",
        "service-problem.resumed-by-reappointed",
        "service-problem.resolved",
        "service-problem.update",
        "service-problem.additional",
        "service-problem.reappointed",
        "kcis.out-of-order",
    )

    silent = frozenset({"UPDATE", "ADDITIONAL", "RESUMED", "REAPPOINTED", "RESOLVED"})


class TellsNoEnd(Mute):
    """Nothing is ever over."""

    fails = fails(
        "silver",
        "order.completed",
        "order.completed-partially",
        "order.terminated",
        "order.failed",
        "order.cancelled",
        "unsolicited-cease.completed",
        "unsolicited-cease.terminated",
        "unsolicited-cease.failed",
        "unsolicited-cease.cancelled",
        "service-test.result",
        "service-test.failed",
        "service-problem.terminated",
        "service-problem.completed",
        "service-problem.cancelled",
        "life.provide-order",
        "life.cease-order",
        "life.modify-order",
        "life.provide-ethernet-order",
        "race.cancel-and-complete",
        "race.amend-and-cancel",
    )

    silent = frozenset({"COMPLETED", "CANCELLED"})


class TellsNoAnswers(Mute):
    """What becomes of amendments and cancellations is not told."""

    fails = fails(
        "silver",
        "order.amended",
        "order.amendment-rejected",
        "order.cancellation-rejected",
        "order.resubmit",
        "unsolicited-cease.cancellation-rejected",
        "unsolicited-cease.resubmit",
        "service-problem.amended",
        "service-problem.amendment-rejected",
        "service-problem.cancellation-rejected",
        "service-problem.resubmit",
        "race.amend-and-cancel",
        "race.two-amendments",
    )

    silent = frozenset({"AMENDED", "AMENDMENT_REJECTED", "CANCELLATION_REJECTED", "RESUBMIT"})


class LeavesOutContent(InLife):
    """KCIs say what happened, and nothing beside it."""

    fails = fails(
        "silver",
        "order.order-rejected",
        "order.committed",
        "order.information-required",
        "order.reappoint",
        "order.delay",
        "order.delay-without-hold",
        "order.terminated",
        "order.warning",
        "order.reappointed",
        "order.amended",
        "order.amendment-rejected",
        "order.cancelled",
        "order.cancellation-rejected",
        "unsolicited-cease.terminated",
        "unsolicited-cease.warning",
        "unsolicited-cease.cancelled",
        "unsolicited-cease.cancellation-rejected",
        "service-test.warning",
        "service-problem.information-required",
        "service-problem.reappoint",
        "service-problem.delay",
        "service-problem.resolved",
        "service-problem.terminated",
        "service-problem.warning",
        "service-problem.reappointed",
        "service-problem.amendment-rejected",
        "service-problem.cancelled",
        "service-problem.cancellation-rejected",
        "content.committed.committeddate",
        "content.committed.targetdate",
        "content.information-required.text",
        "content.delay.problemcode",
        "content.reappoint.problemcode",
        "content.reappointed.appointment",
        "content.warning.problemcode",
        "content.amended.amendment",
        "content.amendment-rejected.text",
        "content.amendment-rejected.amendment",
        "content.cancelled.problemcode",
        "content.cancelled.cancellation",
        "content.cancellation-rejected.text",
        "content.cancellation-rejected.cancellation",
        "content.order-rejected.text",
        "content.resolved.serviceproblemresolution",
        "content.any.text-of-other",
        "life.provide-order",
        "life.cease-order",
        "life.modify-order",
        "life.provide-ethernet-order",
    )

    async def say(self, update: SupplierUpdate, door: Door) -> None:
        """Without codes, texts, dates and references."""
        _, held = about(update)
        kept = {"id", "tenant", "status", "serviceId", "supplierOrderReference", "reason",
                "supplierReference", "supplierServiceProblemReference", "result"}  # fmt: skip
        code = getattr(update, "problem_code", None)
        bare: dict[str, Any] = {name: None for name in held if name not in kept}
        code = code if code == "OTHER" else None
        await super().say(changed(update, bare, text=None, problemCode=code), door)


MUTE: tuple[type[InLife], ...] = (
    TellsNoBeginnings,
    TellsNoCommitments,
    TellsNoTrouble,
    TellsNoProgress,
    TellsNoEnd,
    TellsNoAnswers,
    LeavesOutContent,
)
