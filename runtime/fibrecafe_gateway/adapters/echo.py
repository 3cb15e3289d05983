"""Whether an answer belongs to what was asked."""

from __future__ import annotations

from pydantic import BaseModel

from .contract import Faulty

# Numbers and names of the gateway, which come back as they were sent.
_ECHOED = ("id", "order_id", "service_problem_id", "tenant", "order_type")

# Its answers have ids of the supplier's own.
_OWN_IDS = frozenset({"Quote"})


def check_echo(body: BaseModel, answer: BaseModel | None) -> None:
    """Raises Faulty when an answer carries another id than was sent: it is someone else's."""
    if answer is None or type(answer).__name__ in _OWN_IDS:
        return
    for name in _ECHOED:
        sent, came = getattr(body, name, None), getattr(answer, name, None)
        if sent is not None and came is not None and sent != came:
            raise Faulty(
                detail=f"{name} was sent as {sent!s} and came back as {came!s}",
                may_have_acted=True,
            )
