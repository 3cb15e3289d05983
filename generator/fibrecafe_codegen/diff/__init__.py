"""What changed between two documents, whom it breaks, and what it means to each.

`compare` finds the differences and knows no severity; `judge` turns them into changes by the rules
of `rules`, and knows no output; `formatters` write them. The names here are stable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..document.load import Document
from .change import Change, Severity
from .difference import ABSENT, Diff, Difference, Direction, Use
from .judge import judge, summary

if TYPE_CHECKING:
    from .comparison import Comparison

__all__ = [
    "ABSENT",
    "Change",
    "Diff",
    "Difference",
    "Direction",
    "Severity",
    "Use",
    "compare",
    "judge",
    "summary",
    "walk_together",
]


def compare(old: Document, new: Document) -> Diff:
    """All differences. Order of keys, and where a schema is written, make none."""
    from .gather import gather
    from .names import compare_names

    if old.data == new.data:
        return Diff(old, new, ())
    comparison = walk_together(old, new)
    return gather(comparison, compare_names(comparison))


def walk_together(old: Document, new: Document) -> Comparison:
    """The work of a comparison, for those who want the pairs of schemas that were met."""
    from .comparison import Comparison
    from .names import unused
    from .operations import compare_operations
    from .security import compare_schemes
    from .texts import compare_info

    comparison = Comparison(old, new)
    compare_info(comparison)
    compare_operations(comparison)
    compare_schemes(comparison)
    comparison.settle([])
    comparison.settle(unused(comparison))
    return comparison
