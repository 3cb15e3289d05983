"""Headers of answers."""

from __future__ import annotations

from .kind import Kind, Told

REQUIRED_ADDED = Kind(
    "required-header-added",
    "{where} is new and always there",
    told=Told(
        "attention",
        reader="Is given `{what}`.",
        writer="Must always give `{what}`.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
OPTIONAL_ADDED = Kind(
    "optional-header-added",
    "{where} is new",
    told=Told(
        "compatible",
        reader="May be given `{what}`.",
        writer="May give `{what}`.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
REMOVED = Kind(
    "header-removed",
    "{where} is gone",
    told=Told(
        "breaking",
        reader="Is no longer given `{what}`.",
        writer="No longer gives `{what}`.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
BECAME_REQUIRED = Kind(
    "header-became-required",
    "{where} is always there now",
    told=Told(
        "attention",
        reader="Can rely on `{what}`.",
        writer="Must always give `{what}`.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
BECAME_OPTIONAL = Kind(
    "header-became-optional",
    "{where} may be left out now",
    told=Told(
        "breaking",
        reader="May get none of `{what}`.",
        writer="May leave `{what}` out.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
ENCODING = Kind(
    "header-encoding-changed",
    "{where} was written as {old}, is written as {new} now",
    told=Told(
        "breaking",
        reader="Read `{what}` as {new}.",
        writer="Write `{what}` as {new}.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
DEPRECATED = Kind(
    "header-deprecated",
    "{where} is deprecated now",
    told=Told(
        "attention",
        reader="Read what replaces `{what}`; it is still given.",
        writer="Give `{what}` until it goes.",
        adapter="Nothing to do: the gateway writes headers.",
        in_news=False,
    ),
)
UNDEPRECATED = Kind(
    "header-undeprecated",
    "{where} is no longer deprecated",
    told=Told("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do.", in_news=False),
)

KINDS = (
    REQUIRED_ADDED, OPTIONAL_ADDED, REMOVED, BECAME_REQUIRED, BECAME_OPTIONAL, ENCODING,
    DEPRECATED, UNDEPRECATED,
)  # fmt: skip
