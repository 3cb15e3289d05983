"""Properties of objects: which there are, and which must be there."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

REQUIRED_ADDED = Kind(
    "required-property-added",
    "{where} is new and must be there",
    Meaning(
        "breaking",
        client="Requests without `{what}` are refused: send it.",
        server="Requests must carry `{what}`; clients of the old document do not send it.",
        adapter="The gateway passes on `{what}`: map it to what the supplier has.",
    ),
    Told(
        "attention",
        reader="Is given `{what}`, which older readers keep as an unknown property.",
        writer="Must always give `{what}`: readers of the new document refuse what lacks it.",
        adapter="Must give `{what}`: map it from what the supplier says, or what is written is invalid.",
        news="breaking",
        news_reader="Refuses messages without `{what}`, and senders of the old document give none.",
    ),
)
OPTIONAL_ADDED = Kind(
    "optional-property-added",
    "{where} is new, and optional",
    Meaning(
        "compatible",
        client="May send `{what}`; nothing changes for those who do not.",
        server="May be given `{what}`; older clients do not send it.",
        adapter="The gateway may pass on `{what}`: map it, or it is dropped silently.",
    ),
    Told(
        "compatible",
        reader="May be given `{what}`, which older readers keep as an unknown property.",
        writer="May give `{what}`.",
        adapter="May give `{what}` where the supplier says it; nothing breaks without.",
    ),
)
REMOVED = Kind(
    "property-removed",
    "{where} is gone",
    Meaning(
        "breaking",
        client="`{what}` is no longer heeded: what is sent in it is lost.",
        server="No longer takes `{what}`, which older clients still send.",
        adapter="The gateway no longer passes on `{what}`: take it out of the mapping.",
    ),
    Told(
        "breaking",
        reader="Is no longer given `{what}`: code that reads it finds nothing.",
        writer="No longer gives `{what}`.",
        adapter="`{what}` is no longer to be given: take it out of the mapping.",
    ),
)
RENAMED = Kind(
    "property-renamed",
    "{where} looks like {old} under another name (a guess: same shape, one gone, one new)",
    Meaning(
        "breaking",
        client="Send `{new}` instead of `{old}`, which is no longer heeded.",
        server="Is given `{new}`; older clients still send `{old}`.",
        adapter="Map `{new}` where `{old}` was mapped.",
    ),
    Told(
        "breaking",
        reader="Find in `{new}` what was in `{old}`.",
        writer="Give `{new}` instead of `{old}`.",
        adapter="Fill `{new}` where `{old}` was filled.",
    ),
)
BECAME_REQUIRED = Kind(
    "property-became-required",
    "{where}: `{what}` must be there now",
    Meaning(
        "breaking",
        client="Requests without `{what}` are refused: always send it.",
        server="Requests must carry `{what}`; older clients may leave it out.",
        adapter="Can rely on `{what}` in what the gateway passes on.",
    ),
    Told(
        "attention",
        reader="Can rely on `{what}`.",
        writer="Must always give `{what}`: readers of the new document refuse what lacks it.",
        adapter="Must always give `{what}`, or what is written is invalid.",
        news="breaking",
        news_reader="Refuses messages without `{what}`, which senders of the old document may leave out.",
    ),
)
BECAME_OPTIONAL = Kind(
    "property-became-optional",
    "{where}: `{what}` may be left out now",
    Meaning(
        "compatible",
        client="May leave `{what}` out.",
        server="Requests may come without `{what}`.",
        adapter="Requests may come without `{what}`: handle None.",
    ),
    Told(
        "breaking",
        reader="May get none of `{what}`: readers of the old document refuse that.",
        writer="May leave `{what}` out; readers of the old document need it.",
        adapter="May leave `{what}` out.",
    ),
)
BECAME_READ_ONLY = Kind(
    "property-became-read-only",
    "{where}: `{what}` is only told now, not asked",
    Meaning(
        "breaking",
        client="`{what}` in a request is ignored from now on.",
        server="Ignores `{what}` in requests; older clients still send it.",
        adapter="The gateway no longer passes on `{what}`.",
    ),
    Told(
        "compatible",
        reader="Is given `{what}` as before.",
        writer="Gives `{what}` as before.",
        adapter="Gives `{what}` as before.",
        news="breaking",
        news_reader="Clients leave a read-only `{what}` out of what they send.",
    ),
)
BECAME_WRITABLE = Kind(
    "property-became-writable",
    "{where}: `{what}` can be sent now",
    Meaning(
        "compatible",
        client="May send `{what}`.",
        server="Heeds `{what}` in requests, where it was ignored.",
        adapter="The gateway may pass on `{what}`: map it.",
    ),
    Told(
        "compatible",
        reader="Is given `{what}` as before.",
        writer="Gives `{what}` as before.",
        adapter="Gives `{what}` as before.",
    ),
)
BECAME_WRITE_ONLY = Kind(
    "property-became-write-only",
    "{where}: `{what}` is only asked now, not told",
    Meaning(
        "compatible",
        client="Sends `{what}` as before.",
        server="Is given `{what}` as before.",
        adapter="Is given `{what}` as before.",
    ),
    Told(
        "breaking",
        reader="Is no longer given `{what}`.",
        writer="No longer gives `{what}`.",
        adapter="`{what}` is no longer to be given.",
        news="compatible",
        news_reader="Is given `{what}` as before.",
    ),
)
BECAME_READABLE = Kind(
    "property-became-readable",
    "{where}: `{what}` is told as well now",
    Meaning(
        "compatible",
        client="Sends `{what}` as before.",
        server="Is given `{what}` as before.",
        adapter="Is given `{what}` as before.",
    ),
    Told(
        "attention",
        reader="May be given `{what}`.",
        writer="Gives `{what}`, always where it is required.",
        adapter="Gives `{what}`, always where it is required.",
    ),
)

KINDS = (
    REQUIRED_ADDED, OPTIONAL_ADDED, REMOVED, RENAMED, BECAME_REQUIRED, BECAME_OPTIONAL,
    BECAME_READ_ONLY, BECAME_WRITABLE, BECAME_WRITE_ONLY, BECAME_READABLE,
)  # fmt: skip
