"""Values of enums.

Our readers keep an unknown text in a property or a list. They do not in a body that is an enum
itself, in a map, or in the tag of a union that is not read as one; and of numbers never.
"""

from __future__ import annotations

from .kind import Kind, Meaning, Told

VALUE_ADDED = Kind(
    "enum-value-added",
    "{where} may also be {what}",
    Meaning(
        "compatible",
        client="May send {what}, to servers of the new document.",
        server="May be asked for {what}: handle it.",
        adapter="The gateway may ask for {what}: map it to what the supplier has, or refuse it.",
    ),
    Told(
        "attention",
        reader="May be told {what}: older readers keep it as an unknown value; say what it means.",
        writer="May say {what}.",
        adapter="May say {what} where it fits; nothing breaks without.",
        exposed="breaking",
        exposed_reader="May be told {what}, which readers of the old document refuse at this place.",
    ),
)
VALUE_REMOVED = Kind(
    "enum-value-removed",
    "{where} may not be {what} any more",
    Meaning(
        "breaking",
        client="A request with {what} is refused.",
        server="Refuses {what}, which older clients may send.",
        adapter="Is no longer asked for {what}: its mapping can go.",
    ),
    Told(
        "attention",
        reader="Is no longer told {what}: code that waits for it waits for ever.",
        writer="Must say something else than {what}.",
        adapter="Must say something else than {what}: the new document no longer knows it.",
        exposed_news="breaking",
        exposed_reader="No longer knows {what}, and refuses it at this place.",
    ),
)
ADDED = Kind(
    "enum-added",
    "{where} was open, may only be one of {new} now",
    Meaning(
        "breaking",
        client="Values other than {new} are refused.",
        server="Refuses other values, which older clients may send.",
        adapter="Is given only these values.",
    ),
    Told(
        "attention",
        reader="Is told only these values; the type in Python changes.",
        writer="Must say one of these values.",
        adapter="Must say one of these values: map what the supplier says.",
        exposed_news="breaking",
        exposed_reader="Is told only these values, and refuses others at this place.",
    ),
)
REMOVED = Kind(
    "enum-removed",
    "{where} was one of {old}, may be anything now",
    Meaning(
        "compatible",
        client="May send other values.",
        server="May be given any value.",
        adapter="May be given any value: see whether the supplier takes it.",
    ),
    Told(
        "attention",
        reader="May be told any value: older readers keep it as an unknown one.",
        writer="May say any value.",
        adapter="May say any value.",
        exposed="breaking",
        exposed_reader="May be told any value; readers of the old document refuse new ones here.",
    ),
)

KINDS = (VALUE_ADDED, VALUE_REMOVED, ADDED, REMOVED)
