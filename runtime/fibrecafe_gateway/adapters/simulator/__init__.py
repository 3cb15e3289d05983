"""A supplier in a box: a real Supplier API server that plays scenarios and sends their KCIs.

`Simulator` is the supplier, `create_app` serves it, `GatewaySender` hands its KCIs to a gateway.
`scenarios` has what can be played; docs/simulator.md describes it.
"""

from __future__ import annotations

from .addresses import SimulatedAddresses
from .app import bearer, create_app
from .directions import Unplayable
from .journal import JournalUnusable
from .pump import KciRefused, Send
from .sending import GatewaySender
from .simulator import Simulator

__all__ = [
    "GatewaySender",
    "JournalUnusable",
    "KciRefused",
    "Send",
    "SimulatedAddresses",
    "Simulator",
    "Unplayable",
    "bearer",
    "create_app",
]
