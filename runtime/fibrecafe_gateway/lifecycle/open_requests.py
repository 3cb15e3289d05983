"""Rows that orders, ceases and problems share: amendments, cancellations, and what is derived.

While a request is open the status is PENDING_AMENDMENT or PENDING_CANCELLATION, and the supplier's
work goes on beneath it: its milestones change the resume state and leave the status (`ours`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fibrecafe_api.tenant_updates.models import ActionType, InformationType

from . import triggers as t
from .transition import ERROR, Back, S, Source, Transition, asks, informs, row

_RESUBMIT = asks(ActionType.RESUBMIT)
_UPDATE = informs(InformationType.UPDATE)
_LATE = "the supplier's news overtook its answer"
_BEFORE = "an amendment was open before the cancellation"
_GOES_BACK = "that it goes back is inferred"


def amendment_rows(
    *,
    amendable: Iterable[S],
    overtaken: Iterable[S] = (),
    past: Iterable[S] = (),
    waiting: S,
    cancelling: S,
    pending: S,
    onward: S,
    source: Source,
) -> tuple[Transition[S], ...]:
    """Amendments.

    Not amendable, but the supplier's news may lead there before its answer comes: `overtaken`, and
    `past`, which no request outlasts. `pending` waits for the tenant; an amendment answers it, and
    the entity goes `onward`.
    """
    from_states = frozenset(amendable) - {waiting}
    beneath = from_states | frozenset(overtaken)
    others = beneath - {pending}
    late = (beneath | frozenset(past)) - from_states
    amended = informs(InformationType.AMENDED)
    answers_it = "the amendment answered what was asked"
    return (
        row(from_states, t.AMENDMENT_PENDING, waiting, _UPDATE, source, "type of the KCI inferred"),
        row({waiting}, t.AMENDMENT_PENDING, Back.SAME, _UPDATE, source, "a further amendment"),
        row({waiting}, t.AMENDED, Back.PREVIOUS, amended, source, resuming=others),
        row({waiting}, t.AMENDED, Back.PREVIOUS, amended, Source.GUIDE, answers_it,
            resuming={pending}, resume=onward),
        row(from_states - {pending}, t.AMENDED, Back.SAME, amended, source, "answered at once"),
        row({pending}, t.AMENDED, onward, amended, Source.GUIDE, answers_it),
        row(late, t.AMENDED, Back.SAME, amended, Source.OURS, _LATE),
        row({cancelling}, t.AMENDED, Back.SAME, amended, Source.OURS, _BEFORE, resuming=others),
        row({cancelling}, t.AMENDED, Back.SAME, amended, Source.OURS, _BEFORE, resuming={pending},
            resume=onward),
        row({waiting}, t.AMENDMENT_REJECTED, Back.PREVIOUS, _RESUBMIT, source, _GOES_BACK),
        row(from_states, t.AMENDMENT_REJECTED, Back.SAME, _RESUBMIT, source, "answered at once"),
        row(late, t.AMENDMENT_REJECTED, Back.SAME, _RESUBMIT, Source.OURS, _LATE),
        row({cancelling}, t.AMENDMENT_REJECTED, Back.SAME, _RESUBMIT, Source.OURS, _BEFORE),
        row({waiting}, t.AMENDMENT_SEND_FAILED, Back.PREVIOUS, ERROR, Source.SPEC, _GOES_BACK),
        row(from_states | late, t.AMENDMENT_SEND_FAILED, Back.SAME, ERROR, Source.SPEC),
        row({cancelling}, t.AMENDMENT_SEND_FAILED, Back.SAME, ERROR, Source.OURS, _BEFORE),
    )  # fmt: skip


def cancellation_rows(
    *,
    cancellable: Iterable[S],
    past: Iterable[S] = (),
    unsent: Iterable[S] = (),
    cancelling: S,
    cancelled: S,
    source: Source,
) -> tuple[Transition[S], ...]:
    """Cancellations. `past`: as for amendments. `unsent`: where one can fail, not be answered."""
    from_states = frozenset(cancellable)
    late = frozenset(past)
    told = informs(InformationType.CANCELLED)
    rows = (
        row(from_states, t.CANCELLATION_PENDING, cancelling, _UPDATE, source,
            "from-states and type of the KCI inferred"),
        row({cancelling}, t.CANCELLED, cancelled, told, source),
        row(from_states, t.CANCELLED, cancelled, told, source, "answered at once"),
        row({cancelling}, t.CANCELLATION_REJECTED, Back.PREVIOUS, _RESUBMIT, source, _GOES_BACK),
        row(from_states, t.CANCELLATION_REJECTED, Back.SAME, _RESUBMIT, source,
            "answered at once"),
        row({cancelling}, t.CANCELLATION_SEND_FAILED, Back.PREVIOUS, ERROR, Source.SPEC,
            _GOES_BACK),
        row(from_states | late | frozenset(unsent), t.CANCELLATION_SEND_FAILED, Back.SAME, ERROR,
            Source.SPEC),
    )  # fmt: skip
    if not late:
        return rows
    return (
        *rows,
        row(late, t.CANCELLED, cancelled, told, Source.OURS, _LATE),
        row(late, t.CANCELLATION_REJECTED, Back.SAME, _RESUBMIT, Source.OURS, _LATE),
    )


def resubmit_rows(*, requests: Iterable[S], others: Iterable[S]) -> tuple[Transition[S], ...]:
    """RESUBMIT: a refusal that does not say of what."""
    return (
        row(requests, t.RESUBMIT, Back.PREVIOUS, _RESUBMIT, Source.OURS,
            "refuses the open request"),
        row(others, t.RESUBMIT, Back.SAME, _RESUBMIT, Source.OURS,
            "the request was not waiting any more"),
    )  # fmt: skip


def while_open(
    rows: Iterable[Transition[S]], *, requests: Iterable[S], ends: Iterable[S]
) -> Iterator[Transition[S]]:
    """The same rows while a request is open: what leads to one of `ends` ends the waiting, anything
    else changes the resume state.
    """
    waiting, ending = frozenset(requests), frozenset(ends)
    for base in rows:
        ended = not isinstance(base.target, Back) and base.target in ending
        yield replace(
            base,
            sources=waiting,
            target=base.target if ended else Back.SAME,
            source=Source.OURS,
            note=(
                "the supplier was past its point of no return"
                if ended
                else "the work goes on while the request is open"
            ),
            resuming=base.sources,
            resume=None if ended or isinstance(base.target, Back) else base.target,
        )


def overtaking(rows: Iterable[Transition[S]], *, received: S, sent: S) -> Iterator[Transition[S]]:
    """The rows that are legal once it is sent, before it is: the supplier's KCI can overtake the
    answer to the gateway's own call, and then it was sent.
    """
    for base in rows:
        if sent in base.sources and received not in base.sources:
            yield replace(
                base,
                sources=frozenset({received}),
                target=sent if base.target is Back.SAME else base.target,
                source=Source.OURS,
                note="overtook the answer to the request",
                first=t.SENT,
            )
