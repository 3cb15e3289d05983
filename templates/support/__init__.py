"""What the generated APIs share: base models, and the ground of clients and servers.

Made by fibrecafe. Do not edit.
"""

from __future__ import annotations

from .codec import Codec
from .faults import Fault
from .model import UnknownValue, UnknownVariant, WireModel, unknown_values

__all__ = ["Codec", "Fault", "UnknownValue", "UnknownVariant", "WireModel", "unknown_values"]
