"""No field of a tenant's request is dropped silently."""

from __future__ import annotations

from ..findings import Unmet
from ..mapping_coverage import dropped
from ..places import of_operation
from ..registry import check
from ..trial import Trial


@check(
    "silver.mapping.declared",
    "No field is dropped silently",
    rule="Every field of a request comes to the supplier, or the subject's `drops` says why not.",
    source=of_operation("create_order", "requestBody"),
    cause="The mapping leaves out a field that the supplier has no place for, or was forgotten.",
    fix="Map it, put it into a remark, or name it in `drops` with the reason.",
    needs=["create_order"],
)
async def _declared(trial: Trial) -> None:
    lost = await dropped(trial)
    if lost:
        raise Unmet(f"{len(lost)} fields do not come to the supplier: {', '.join(lost[:12])}")
