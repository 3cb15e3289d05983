"""Makes of any supported document one that is plain to generate from.

datamodel-code-generator is given the result instead of the file; what each step is for was
measured and is written in the step.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from .compose import flatten_compositions
from .dialect import to_one_dialect
from .inline import inline_components
from .lift import lift_inline
from .naming import name_schemas
from .openness import open_what_we_are_told
from .scalars import fix_scalars
from .shape import Normalised, Note, Union
from .unions import settle_unions

__all__ = ["Normalised", "Note", "Union", "normalise"]


def normalise(data: Mapping[str, Any]) -> Normalised:
    """The normalised form of a valid document; `data` itself is left as it is."""
    document = Normalised(copy.deepcopy(dict(data)))
    inline_components(document)
    to_one_dialect(document)
    name_schemas(document)
    flatten_compositions(document)
    lift_inline(document)
    fix_scalars(document)
    settle_unions(document)
    open_what_we_are_told(document)
    return document
