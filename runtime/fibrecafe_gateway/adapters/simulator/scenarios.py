"""What the simulator can play, as data: the page, the command and the tests derive from it.

A scenario ends in what its name says; an order that waits for its tenant goes on when an amendment
is accepted. Names and `X-Problem-Code`'s default are published (`guide`) unless marked as ours; of
the flows only those of tests are published, the others follow from their names (`inferred`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from fibrecafe_api.supplier_updates.models import OrderStatus, ProblemCode, ReasonCode
from fibrecafe_api.supplier_updates.models import ServiceProblemStatus as ProblemStatus
from fibrecafe_api.supplier_updates.models import ServiceTestStatus as TestStatus

from .script import AT_ONCE, AT_ONCE_COMMITTED, LATER, REFUSED, Brings, Kci, Scenario, Section

_S, _P, _T, _R, _C = OrderStatus, ProblemStatus, TestStatus, ReasonCode, ProblemCode

_ACKNOWLEDGED = Kci(_R.ACKNOWLEDGED, _S.ACKNOWLEDGED)
_COMMITTED = Kci(_R.COMMITTED, _S.IN_PROGRESS, brings=Brings.DATES)
_COMPLETED = Kci(_R.COMPLETED, _S.COMPLETED, brings=Brings.SERVICE_ID)
_DELAY = Kci(
    _R.DELAY, _S.HELD, _C.UNKNOWN_FAULT, "Work has stopped for a fault", Brings.LATER_TARGET
)
_STARTED = (_ACKNOWLEDGED, _COMMITTED)
_RESOLVED = Kci(_R.RESOLVED, _P.RESOLVED, brings=Brings.RESOLUTION)
_PROBLEM_TAKEN = (Kci(_R.ACKNOWLEDGED, _P.ACKNOWLEDGED), Kci(_R.COMMITTED, _P.IN_PROGRESS))
_REJECTION = "The simulator was asked to reject it"
_QUESTION = "Please say which room the socket shall be in"


def _taken(kcis: tuple[Kci, ...]) -> tuple[str, ...]:
    """How an order or problem that is taken may be answered."""
    is_committed = any(kci.reason == ReasonCode.COMMITTED for kci in kcis)
    return (LATER, AT_ONCE, AT_ONCE_COMMITTED) if is_committed else (LATER, AT_ONCE)


def _order(
    name: str,
    summary: str,
    *more: Kci,
    kcis: tuple[Kci, ...] = _STARTED,
    resume: tuple[Kci, ...] = (),
    ours: bool = False,
) -> Scenario:
    kcis = kcis + more
    return Scenario(name, Section.ORDERS, summary, kcis, _taken(kcis), resume=resume, ours=ours)


def _problem(name: str, summary: str, *more: Kci, resume: tuple[Kci, ...] = ()) -> Scenario:
    kcis = _PROBLEM_TAKEN + more
    return Scenario(
        name, Section.SERVICE_PROBLEMS, summary, kcis, _taken(kcis), resume=resume, ours=True
    )


def _request(name: str, section: Section, summary: str, kci: Kci | None, *answers: str) -> Scenario:
    return Scenario(name, section, summary, (kci,) if kci else (), answers)


def _test(result: str, summary: str) -> Scenario:
    kci = Kci(_R.COMPLETED, _T.COMPLETED, brings=Brings.RESULT)
    name = f"SERVICE_TEST_{result}"
    return Scenario(name, Section.SERVICE_TESTS, summary, (kci,), (AT_ONCE,), outcome=result)


def _cease(name: str, summary: str, *kcis: Kci) -> Scenario:
    return Scenario(name, Section.CEASES, summary, kcis, ours=True)


def _plain(name: str, section: Section, summary: str) -> Scenario:
    return Scenario(name, section, summary, ours=True)


_REJECTED = Kci(_R.ORDER_REJECTED, _S.REJECTED, _C.INVALID_REQUEST, _REJECTION)
_CREATED = Kci(_R.CREATED, _S.ACKNOWLEDGED, after=0)
_CEASED = Kci(_R.COMPLETED, _S.COMPLETED)

# The first of each section is its default.
_ALL = (
    _order("ORDER_SUCCESSFUL", "acknowledged, committed, delivered", _COMPLETED),
    _order("ORDER_ACKNOWLEDGED", "stays acknowledged", kcis=(_ACKNOWLEDGED,)),
    _order(
        "ORDER_CANCELLED",
        "the supplier cancels it unasked",
        Kci(_R.CANCELLED, _S.CANCELLED, _C.UNKNOWN_FAULT, "The supplier has ended the order"),
    ),
    _order("ORDER_DELAYED", "held by a fault of the supplier", _DELAY),
    _order("ORDER_IN_PROGRESS", "stays in progress"),
    _order(
        "ORDER_PENDING",
        "the tenant must give information",
        Kci(_R.INFORMATION_REQUIRED, _S.PENDING, _C.INFORMATION_REQUIRED, _QUESTION),
        resume=(_COMPLETED,),
    ),
    _order(
        "ORDER_REAPPOINT",
        "the tenant must book another visit",
        Kci(_R.REAPPOINT, _S.PENDING, _C.ACCESS_ISSUE, "Nobody was at home"),
        resume=(_COMPLETED,),
    ),
    _order(
        "ORDER_REAPPOINTED",
        "the supplier moves the visit itself",
        Kci(_R.REAPPOINTED, _S.IN_PROGRESS, _C.UNABLE_TO_ATTEND, brings=Brings.NEW_SLOT),
    ),
    Scenario(
        "ORDER_REJECTED", Section.ORDERS, "rejected on checks", (_REJECTED,), (LATER, REFUSED)
    ),
    _order(
        "ORDER_RESUMED",
        "held, taken up again, delivered",
        _DELAY,
        Kci(_R.RESUMED, _S.IN_PROGRESS),
        _COMPLETED,
        ours=True,
    ),
    _order(
        "ORDER_PARTIAL",
        "delivered in part",
        Kci(_R.COMPLETED, _S.PARTIAL, text="The second socket could not be fitted"),
        ours=True,
    ),
    _order(
        "ORDER_REMARKS",
        "delivered, with remarks on the way",
        Kci(_R.UPDATE, text="The order is with the planners"),
        _COMMITTED,
        Kci(_R.ADDITIONAL, text="The engineer will call on the day before"),
        Kci(_R.WARNING, None, _C.PLANNING_ISSUE, "Road works may delay the visit"),
        _COMPLETED,
        kcis=(_ACKNOWLEDGED,),
        ours=True,
    ),
    _request("AMENDMENT_ACCEPTED", Section.AMENDMENTS, "applied", Kci(_R.AMENDED), LATER, AT_ONCE),
    _request(
        "AMENDMENT_REJECTED",
        Section.AMENDMENTS,
        "refused",
        Kci(_R.AMENDMENT_REJECTED, None, _C.INVALID_REQUEST, _REJECTION),
        LATER,
        REFUSED,
    ),
    _request("AMENDMENT_PENDING", Section.AMENDMENTS, "never answered", None, LATER),
    _request(
        "CANCELLATION_ACCEPTED",
        Section.CANCELLATIONS,
        "cancelled",
        Kci(_R.CANCELLED, _S.CANCELLED, _C.NO_LONGER_REQUIRED, "Cancelled as asked"),
        LATER,
        AT_ONCE,
    ),
    _request(
        "CANCELLATION_REJECTED",
        Section.CANCELLATIONS,
        "refused",
        Kci(_R.CANCELLATION_REJECTED, None, _C.INVALID_REQUEST, _REJECTION),
        LATER,
        REFUSED,
    ),
    _request("CANCELLATION_PENDING", Section.CANCELLATIONS, "never answered", None, LATER),
    _test("GREEN", "no fault"),
    _test("AMBER", "perhaps a fault"),
    _test("RED", "a fault"),
    _test("FAILED", "the test did not work"),
    Scenario(
        "SERVICE_TEST_REJECTED",
        Section.SERVICE_TESTS,
        "refused",
        answers=(REFUSED,),
        outcome=_REJECTION,
    ),
    _test("UNAVAILABLE", "no test was possible"),
    _problem("PROBLEM_RESOLVED", "resolved; the tenant decides", _RESOLVED),
    Scenario(
        "PROBLEM_ACKNOWLEDGED",
        Section.SERVICE_PROBLEMS,
        "stays acknowledged",
        _PROBLEM_TAKEN[:1],
        (LATER, AT_ONCE),
        ours=True,
    ),
    Scenario(
        "PROBLEM_REJECTED",
        Section.SERVICE_PROBLEMS,
        "rejected on checks",
        (Kci(_R.ORDER_REJECTED, _P.REJECTED, _C.INVALID_REQUEST, _REJECTION),),
        (LATER, REFUSED),
        ours=True,
    ),
    _problem(
        "PROBLEM_PENDING",
        "the tenant must give information",
        Kci(_R.INFORMATION_REQUIRED, _P.PENDING, _C.INFORMATION_REQUIRED, _QUESTION),
        resume=(_RESOLVED,),
    ),
    _problem(
        "PROBLEM_HELD",
        "held by a fault of the supplier",
        Kci(_R.DELAY, _P.HELD, _C.NETWORK_ISSUE, "Waiting for a spare part"),
    ),
    _problem(
        "PROBLEM_NETWORK_INCIDENT",
        "part of a wider incident",
        Kci(_R.UPDATE, _P.NETWORK_INCIDENT, _C.NETWORK_ISSUE, "Fibre cut in the area"),
    ),
    _cease(
        "CEASE_COMPLETED", "created acknowledged, committed, done", _CREATED, _COMMITTED, _CEASED
    ),
    _cease(
        "CEASE_COMMITTED_AT_ONCE",
        "created committed, done",
        Kci(_R.CREATED, _S.IN_PROGRESS, brings=Brings.DATES, after=0),
        _CEASED,
    ),
    _cease("CEASE_CREATED", "created, and stays acknowledged", _CREATED),
    _plain("APPOINTMENT_HELD", Section.APPOINTMENTS, "the slot is held"),
    _plain("APPOINTMENT_TAKEN", Section.APPOINTMENTS, "the slot is gone: 422"),
    _plain("LOOK_UP_FOUND", Section.LOOK_UPS, "a new line and an existing one; a price; slots"),
    _plain("LOOK_UP_NOTHING", Section.LOOK_UPS, "nothing available; no price; no slots"),
    _plain("LOOK_UP_EXISTING_LINE", Section.LOOK_UPS, "an existing line, and no new one"),
    _plain("LOOK_UP_REFUSED", Section.LOOK_UPS, "the address is refused: 422"),
)

SCENARIOS: Mapping[str, Scenario] = MappingProxyType({one.name: one for one in _ALL})


def scenarios_of(section: Section) -> Iterator[Scenario]:
    """Those of a section, the default first."""
    return (one for one in _ALL if one.section == section)


def default_of(section: Section) -> Scenario:
    """What is played when nothing else is asked for."""
    return next(scenarios_of(section))


ADDRESSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "301": ("LOOK_UP_EXISTING_LINE", "ORDER_SUCCESSFUL"),
        "404": ("LOOK_UP_NOTHING", "ORDER_REJECTED?answer=422"),
        "422": ("LOOK_UP_REFUSED", "ORDER_REJECTED"),
        "503": ("LOOK_UP_FOUND?status=503", "ORDER_SUCCESSFUL?status=503"),
        "504": ("LOOK_UP_FOUND?slow=60", "ORDER_SUCCESSFUL?slow=60"),
    }
)
"""Magic address ids, by their last three digits: what a look-up and an order do there (rule: ours)."""
