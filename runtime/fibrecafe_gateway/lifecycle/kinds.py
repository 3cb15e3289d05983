"""The kinds of entity that KCIs are about, and the table of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from .ceases import UNSOLICITED_CEASE
from .machine import AnyMachine
from .orders import ORDER
from .problems import SERVICE_PROBLEM
from .service_tests import SERVICE_TEST


class EntityKind(StrEnum):
    """The values of `entityType`; the documents have one enum for each variant."""

    PROVIDE_ORDER = "PROVIDE_ORDER"
    CEASE_ORDER = "CEASE_ORDER"
    MODIFY_ORDER = "MODIFY_ORDER"
    UNSOLICITED_CEASE_ORDER = "UNSOLICITED_CEASE_ORDER"
    PROVIDE_ETHERNET_ORDER = "PROVIDE_ETHERNET_ORDER"
    SERVICE_TEST = "SERVICE_TEST"
    SERVICE_PROBLEM = "SERVICE_PROBLEM"

    @property
    def words(self) -> str:
        """The kind in a sentence: `provide order`."""
        return self.value.lower().replace("_", " ")


MACHINES: Final[Mapping[EntityKind, AnyMachine]] = MappingProxyType(
    {
        EntityKind.PROVIDE_ORDER: ORDER,
        EntityKind.CEASE_ORDER: ORDER,
        EntityKind.MODIFY_ORDER: ORDER,
        EntityKind.UNSOLICITED_CEASE_ORDER: UNSOLICITED_CEASE,
        EntityKind.PROVIDE_ETHERNET_ORDER: ORDER,
        EntityKind.SERVICE_TEST: SERVICE_TEST,
        EntityKind.SERVICE_PROBLEM: SERVICE_PROBLEM,
    }
)


def machine_of(kind: EntityKind) -> AnyMachine:
    """The table that an entity of this kind lives by."""
    return MACHINES[kind]
