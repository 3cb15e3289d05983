"""How the variants of a union are told."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

ADDED = Kind(
    "discriminator-added",
    "{where}: the variants are told by `{new}` now",
    Meaning(
        "breaking",
        client="Requests whose `{new}` names no variant are refused.",
        server="Tells the variants by `{new}`; older clients may not say it rightly.",
        adapter="Is given variants that `{new}` tells.",
    ),
    Told(
        "attention",
        reader="Can tell the variants by `{new}`.",
        writer="Must give `{new}`, or readers cannot tell the variant.",
        adapter="Must give `{new}`.",
        news="breaking",
        news_reader="Tells the variants by `{new}`; older senders may not say it rightly.",
    ),
)
REMOVED = Kind(
    "discriminator-removed",
    "{where}: the variants are no longer told by `{old}`",
    Meaning(
        "attention",
        client="`{old}` no longer tells which variant is meant.",
        server="Must tell the variants by what they hold.",
        adapter="Must tell the variants by what they hold.",
    ),
    Told(
        "breaking",
        reader="May be given variants that `{old}` does not tell: older readers refuse them.",
        writer="Need not tell the variant by `{old}`.",
        adapter="Need not tell the variant by `{old}`.",
    ),
)
CHANGED = Kind(
    "discriminator-changed",
    "{where}: the variants were told by `{old}`, are told by `{new}` now",
    Meaning(
        "breaking",
        client="Say the variant in `{new}`.",
        server="Tells the variants by `{new}`; older clients say it in `{old}`.",
        adapter="Is given variants that `{new}` tells.",
    ),
    Told(
        "breaking",
        reader="Finds the variant in `{new}`; readers of the old document look at `{old}`.",
        writer="Says the variant in `{new}`.",
        adapter="Must say the variant in `{new}`.",
    ),
)
VALUE_ADDED = Kind(
    "discriminator-value-added",
    "{where}: {what} stands for {new} too",
    Meaning(
        "compatible",
        client="May say {what} for {new}, to servers of the new document.",
        server="May be given {what}, which means {new}.",
        adapter="May be given {what}, which means {new}.",
    ),
    Told(
        "attention",
        reader="May be told {what}: older readers keep it as an unknown variant.",
        writer="May say {what} for {new}.",
        adapter="May say {what} for {new}.",
    ),
)
VALUE_REMOVED = Kind(
    "discriminator-value-removed",
    "{where}: {what} no longer stands for {old}",
    Meaning(
        "breaking",
        client="A request with {what} is refused.",
        server="Refuses {what}, which older clients may send.",
        adapter="Is no longer given {what}.",
    ),
    Told(
        "attention",
        reader="Is no longer told {what}.",
        writer="Must say something else than {what}.",
        adapter="Must say something else than {what}.",
    ),
)
VALUE_MOVED = Kind(
    "discriminator-value-moved",
    "{where}: {what} stood for {old}, stands for {new} now",
    Meaning(
        "breaking",
        client="A request with {what} is read as {new}.",
        server="Reads {what} as {new}; older clients mean {old}.",
        adapter="Is given {new} for {what}.",
    ),
    Told(
        "breaking",
        reader="Is given {new} for {what}; readers of the old document look for {old}.",
        writer="Gives {new} for {what}.",
        adapter="Must give {new} for {what}.",
    ),
)

_NOTHING = "Nothing to do: values tell the variants, whether a discriminator says so or not."
LEFT_OUT = Kind(
    "discriminator-left-out",
    "{where}: the variants are told by `{old}` still, though no discriminator says so",
    both=Meaning("documentation", _NOTHING, _NOTHING, _NOTHING),
)
WRITTEN_OUT = Kind(
    "discriminator-written-out",
    "{where}: a discriminator says now that the variants are told by `{new}`, as they were",
    both=Meaning("documentation", _NOTHING, _NOTHING, _NOTHING),
)

KINDS = (
    ADDED, REMOVED, CHANGED, VALUE_ADDED, VALUE_REMOVED, VALUE_MOVED, LEFT_OUT, WRITTEN_OUT,
)  # fmt: skip
