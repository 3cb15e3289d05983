"""Variants of unions.

Our readers keep a variant that they do not know where a tag, or the property that is there, tells
the variants; where content alone does, they cannot.
"""

from __future__ import annotations

from .kind import Kind, Meaning, Told

ADDED = Kind(
    "variant-added",
    "{where} may also be a {what}",
    Meaning(
        "compatible",
        client="May send a {what}, to servers of the new document.",
        server="May be given a {what}: handle it.",
        adapter="The gateway may pass on a {what}: map it, or refuse it.",
    ),
    Told(
        "attention",
        reader="May be told a {what}: older readers keep it as an unknown variant.",
        writer="May give a {what}.",
        adapter="May give a {what} where it fits.",
        exposed="breaking",
        exposed_reader="May be told a {what}, which readers of the old document refuse.",
    ),
)
REMOVED = Kind(
    "variant-removed",
    "{where} may not be a {what} any more",
    Meaning(
        "breaking",
        client="A request with a {what} is refused.",
        server="Refuses a {what}, which older clients may send.",
        adapter="Is no longer given a {what}: its mapping can go.",
    ),
    Told(
        "attention",
        reader="Is no longer told a {what}.",
        writer="Must give another variant than {what}.",
        adapter="Must give another variant than {what}.",
        exposed_news="breaking",
        exposed_reader="No longer knows a {what}, and may refuse it.",
    ),
)
KIND_CHANGED = Kind(
    "union-kind-changed",
    "{where} was {old} of its variants, is {new} now",
    Meaning(
        "attention",
        client="Whether several variants may hold at once is said otherwise.",
        server="Whether several variants may hold at once is said otherwise.",
        adapter="Whether several variants may hold at once is said otherwise.",
    ),
    Told(
        "attention",
        reader="Whether several variants may hold at once is said otherwise.",
        writer="Whether several variants may hold at once is said otherwise.",
        adapter="Whether several variants may hold at once is said otherwise.",
    ),
)

KINDS = (ADDED, REMOVED, KIND_CHANGED)
