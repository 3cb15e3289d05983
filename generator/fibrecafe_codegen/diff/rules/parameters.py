"""Parameters of requests."""

from __future__ import annotations

from .kind import Kind, Meaning

REQUIRED_ADDED = Kind(
    "required-parameter-added",
    "{where} is new and must be there",
    Meaning(
        "breaking",
        client="Requests without `{what}` are refused: send it.",
        server="Requests must carry `{what}`; older clients do not send it.",
        adapter="Is given `{what}`: its method has one more argument.",
    ),
    mirror="required-header-added",
)
OPTIONAL_ADDED = Kind(
    "optional-parameter-added",
    "{where} is new, and optional",
    Meaning(
        "compatible",
        client="May send `{what}`.",
        server="May be given `{what}`: the method has one more argument.",
        adapter="May be given `{what}`: its method has one more argument.",
    ),
    mirror="optional-header-added",
)
REMOVED = Kind(
    "parameter-removed",
    "{where} is gone",
    Meaning(
        "breaking",
        client="`{what}` is no longer heeded.",
        server="No longer takes `{what}`, which older clients still send.",
        adapter="Its method has one argument less.",
    ),
    mirror="header-removed",
)
MOVED = Kind(
    "parameter-moved",
    "{where} was in the {old}, is in the {new} now",
    Meaning(
        "breaking",
        client="Send it in the {new}: in the {old} it is not heeded.",
        server="Takes it from the {new}; older clients send it in the {old}.",
        adapter="Is given it as before.",
    ),
    waiver="a header of an answer has no other place to go",
)
BECAME_REQUIRED = Kind(
    "parameter-became-required",
    "{where} must be there now",
    Meaning(
        "breaking",
        client="Requests without `{what}` are refused: always send it.",
        server="Requests must carry `{what}`; older clients may leave it out.",
        adapter="Can rely on `{what}`.",
    ),
    mirror="header-became-required",
)
BECAME_OPTIONAL = Kind(
    "parameter-became-optional",
    "{where} may be left out now",
    Meaning(
        "compatible",
        client="May leave `{what}` out.",
        server="Requests may come without `{what}`.",
        adapter="May be given no `{what}`: handle None.",
    ),
    mirror="header-became-optional",
)
ENCODING = Kind(
    "parameter-encoding-changed",
    "{where} was written as {old}, is written as {new} now",
    Meaning(
        "breaking",
        client="Write `{what}` as {new}.",
        server="Reads `{what}` as {new}; older clients write it as {old}.",
        adapter="Is given it as before.",
    ),
    mirror="header-encoding-changed",
)
DEPRECATED = Kind(
    "parameter-deprecated",
    "{where} is deprecated now",
    Meaning(
        "attention",
        client="Send what replaces `{what}`; it still works.",
        server="Heed `{what}` until it goes, and what replaces it.",
        adapter="Map what replaces `{what}` too.",
    ),
    mirror="header-deprecated",
)
UNDEPRECATED = Kind(
    "parameter-undeprecated",
    "{where} is no longer deprecated",
    Meaning("documentation", "Nothing to do.", "Nothing to do.", "Nothing to do."),
    mirror="header-undeprecated",
)
PLACE_RENAMED = Kind(
    "path-parameter-renamed",
    "{where}: `{old}` in the path is called `{new}` now",
    Meaning(
        "attention",
        client="Nothing changes on the wire; the argument is named `{new}`.",
        server="Nothing changes on the wire; the argument is named `{new}`.",
        adapter="The argument is named `{new}`.",
    ),
    waiver="only a path has places",
)

KINDS = (
    REQUIRED_ADDED, OPTIONAL_ADDED, REMOVED, MOVED, BECAME_REQUIRED, BECAME_OPTIONAL, ENCODING,
    DEPRECATED, UNDEPRECATED, PLACE_RENAMED,
)  # fmt: skip
