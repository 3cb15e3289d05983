"""All tables, in the order of the documentation."""

from __future__ import annotations

from typing import Final

from .ceases import UNSOLICITED_CEASE
from .machine import AnyMachine
from .orders import ORDER
from .problems import RESOLUTION, SERVICE_PROBLEM
from .requests import REQUEST
from .service_tests import SERVICE_TEST

TABLES: Final[tuple[AnyMachine, ...]] = (
    ORDER,
    UNSOLICITED_CEASE,
    REQUEST,
    SERVICE_TEST,
    SERVICE_PROBLEM,
    RESOLUTION,
)
