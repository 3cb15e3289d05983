"""Operations: which there are, where, and what they are called."""

from __future__ import annotations

from .kind import Kind, Meaning

ADDED = Kind(
    "operation-added",
    "{what} is new ({new})",
    both=Meaning(
        "compatible",
        client="May ask it.",
        server="Must implement it.",
        adapter="Implement it and name it among the capabilities, or leave it: it is answered as not supported.",
    ),
)
REMOVED = Kind(
    "operation-removed",
    "{what} is gone (it was {old})",
    both=Meaning(
        "breaking",
        client="Asking it is answered 404.",
        server="Its code can go; older clients still ask it.",
        adapter="Is no longer asked it: take it out of the capabilities.",
    ),
)
MOVED = Kind(
    "operation-moved",
    "{what} was {old}, is {new} now",
    both=Meaning(
        "breaking",
        client="Ask it at its new place: at the old one nothing answers.",
        server="Answers at the new place; older clients ask at the old one.",
        adapter="Nothing to do: its method is named as before.",
    ),
)
ID = Kind(
    "operation-id-changed",
    "{old} is called {new} now",
    both=Meaning(
        "attention",
        client="Nothing changes on the wire; the method is named after {new}.",
        server="Nothing changes on the wire; the method is named after {new}.",
        adapter="The method to implement is named after {new}.",
    ),
)
DEPRECATED = Kind(
    "operation-deprecated",
    "{what} is deprecated now",
    both=Meaning(
        "attention",
        client="Ask what replaces it; it still works.",
        server="Serve it until it goes, and what replaces it.",
        adapter="Implement what replaces it too.",
    ),
)
UNDEPRECATED = Kind(
    "operation-undeprecated",
    "{what} is no longer deprecated",
    both=Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
)
TAGS = Kind(
    "operation-tags-changed",
    "{what} was in section {old}, is in {new} now",
    both=Meaning(
        "attention",
        client="Nothing to do.",
        server="The method stands in the class of another section.",
        adapter="Nothing to do.",
    ),
)
TOLERANT = Kind(
    "tolerant-reader-added",
    "{what}: receivers keep what they do not know now",
    both=Meaning(
        "compatible",
        client="Later versions may say more without being refused.",
        server="Keep unknown values, properties and variants.",
        adapter="Nothing to do.",
    ),
)
STRICT = Kind(
    "tolerant-reader-removed",
    "{what}: receivers refuse what they do not know now",
    both=Meaning(
        "breaking",
        client="A message with anything that the receiver does not know is refused.",
        server="Refuses unknown values and variants, and with them news of later versions.",
        adapter="Must say nothing that the document does not know.",
    ),
)
CALLBACKS = Kind(
    "callbacks-changed",
    "{what}: the callbacks are others; they are not looked into",
    both=Meaning(
        "attention",
        client="Compare the callbacks by hand.",
        server="Compare the callbacks by hand.",
        adapter="Nothing to do.",
    ),
)

KINDS = (
    ADDED, REMOVED, MOVED, ID, DEPRECATED, UNDEPRECATED, TAGS, TOLERANT, STRICT, CALLBACKS,
)  # fmt: skip
