"""Bodies and their media types."""

from __future__ import annotations

from .kind import Kind, Meaning, Told

REQUIRED_ADDED = Kind(
    "required-body-added",
    "{where}: a body ({new}) must be there now",
    Meaning(
        "breaking",
        client="Requests without a body are refused.",
        server="Requests must have a body; older clients send none.",
        adapter="Is given a body: its method has one more argument.",
    ),
    mirror="body-added",
)
OPTIONAL_ADDED = Kind(
    "optional-body-added",
    "{where}: a body ({new}) may be there now",
    Meaning(
        "compatible",
        client="May send a body.",
        server="May be given a body.",
        adapter="May be given a body: its method has one more argument.",
    ),
    mirror="body-added",
)
ADDED = Kind(
    "body-added",
    "{where}: there is a body ({new}) now",
    told=Told(
        "compatible",
        reader="Is given a body, which older readers leave unread.",
        writer="Must give a body.",
        adapter="Must give what the body holds.",
        in_news=False,
    ),
)
REMOVED = Kind(
    "body-removed",
    "{where}: the body ({old}) is gone",
    Meaning(
        "breaking",
        client="A body is no longer heeded.",
        server="No longer takes a body, which older clients send.",
        adapter="Is no longer given a body.",
    ),
    Told(
        "breaking",
        reader="Is no longer given a body; readers of the old document need one.",
        writer="No longer gives a body.",
        adapter="No longer gives a body.",
    ),
)
BECAME_REQUIRED = Kind(
    "body-became-required",
    "{where}: the body must be there now",
    Meaning(
        "breaking",
        client="Requests without a body are refused.",
        server="Requests must have a body; older clients may send none.",
        adapter="Can rely on a body.",
    ),
    waiver="an answer's body is never optional",
)
BECAME_OPTIONAL = Kind(
    "body-became-optional",
    "{where}: the body may be left out now",
    Meaning(
        "compatible",
        client="May send no body.",
        server="Requests may come without a body.",
        adapter="May be given no body: handle None.",
    ),
    waiver="an answer's body is never optional",
)
MEDIA_ADDED = Kind(
    "media-type-added",
    "{where} may be {what} now",
    Meaning(
        "compatible",
        client="May send {what}.",
        server="May be given {what}.",
        adapter="Nothing to do: bodies are read before they are passed on.",
    ),
    Told(
        "compatible",
        reader="May ask for {what}.",
        writer="May give {what} to those who ask for it.",
        adapter="Nothing to do: bodies are written after it.",
        news="attention",
        news_reader="May be given {what}, which receivers of the old document do not know.",
    ),
)
MEDIA_REMOVED = Kind(
    "media-type-removed",
    "{where} may not be {what} any more",
    Meaning(
        "breaking",
        client="{what} is refused.",
        server="Refuses {what}, which older clients send.",
        adapter="Nothing to do: bodies are read before they are passed on.",
    ),
    Told(
        "breaking",
        reader="Is no longer given {what}, which readers of the old document wait for.",
        writer="No longer gives {what}.",
        adapter="Nothing to do: bodies are written after it.",
    ),
)
ENCODING = Kind(
    "media-encoding-changed",
    "{where}: the parts are written otherwise",
    Meaning(
        "breaking",
        client="Write the parts of the body as the new document says.",
        server="Reads the parts otherwise; older clients write them as before.",
        adapter="Nothing to do: bodies are read before they are passed on.",
    ),
    Told(
        "breaking",
        reader="Read the parts of the body as the new document says.",
        writer="Write the parts of the body as the new document says.",
        adapter="Nothing to do: bodies are written after it.",
    ),
)

KINDS = (
    REQUIRED_ADDED, OPTIONAL_ADDED, ADDED, REMOVED, BECAME_REQUIRED, BECAME_OPTIONAL, MEDIA_ADDED,
    MEDIA_REMOVED, ENCODING,
)  # fmt: skip
