"""`docs/diff-rules.md`, made of the rules: `python -m fibrecafe_codegen.diff.rule_page > FILE`."""

from __future__ import annotations

from collections.abc import Iterator

from .rules import BY_ID, TOPICS, Kind

_HEAD = """# Rules of `fibrecafe diff`

Made by `python -m fibrecafe_codegen.diff.rule_page`; do not edit.

A difference is judged by the way its messages go. A *request* may gain what is optional; an
*answer* may gain what tolerant readers keep; the reverse breaks. *News* is the body of a request
whose receiver is tolerant (`x-tolerant-reader`, a KCI): it is read as an answer is, and since
senders of the old document meet receivers of the new one, it may not ask for more either. A schema
that is used in several directions takes the worst, and the rules of the others stand under `also`.

| severity | meaning |
|---|---|
| `breaking` | a client of the old document meets a server of the new one, and something is refused, lost or not found |
| `attention` | nothing is refused; somebody has to look, or code that names it has to change |
| `compatible` | nothing to do until one wants to use it |
| `documentation` | only said, or part of no message |

Two severities, as in `attention / breaking`: the second holds where the tolerance of readers does
not reach (see the topic). The id of a rule is its direction, a hyphen and the kind; what has no
direction is named by its kind alone.
"""


def page() -> str:
    """The page."""
    return "\n".join([_HEAD, *_topics(), *_limits()]) + "\n"


def _topics() -> Iterator[str]:
    for name, (text, kinds) in TOPICS.items():
        yield f"## {name.capitalize()}\n\n{' '.join(text.split())}\n"
        if all(kind.both for kind in kinds):
            yield "| rule | severity | what it says |\n|---|---|---|"
            yield from (_plain(kind) for kind in kinds)
        else:
            yield "| kind | request | response | news | what it says |\n|---|---|---|---|---|"
            yield from (_directed(kind) for kind in kinds)
        yield ""
        yield from (
            f"No rule for answers mirrors `request-{kind.id}`: {kind.waiver}.\n"
            for kind in kinds
            if kind.waiver
        )


def _plain(kind: Kind) -> str:
    assert kind.both is not None
    return f"| `{kind.id}` | {kind.both.severity} | {_said(kind)} |"


def _directed(kind: Kind) -> str:
    cells = (_severity(f"{direction}-{kind.id}") for direction in ("request", "response", "news"))
    return f"| `{kind.id}` | {' | '.join(cells)} | {_said(kind)} |"


def _severity(rule_id: str) -> str:
    rule = BY_ID.get(rule_id)
    if rule is None:
        return ""
    if rule.exposed is None or rule.exposed.severity == rule.meaning.severity:
        return rule.meaning.severity
    return f"{rule.meaning.severity} / {rule.exposed.severity}"


def _said(kind: Kind) -> str:
    text = kind.message
    for word in ("where", "what", "old", "new"):
        text = text.replace(f"`{{{word}}}`", f"*{word}*").replace(f"{{{word}}}", f"*{word}*")
    return text


def _limits() -> Iterator[str]:
    yield "## Not looked into\n"
    yield "- Callbacks and webhooks: that they differ is said, not how."
    yield "- Keywords of JSON Schema beyond those above are compared as they are written."
    yield "- Of two patterns that are built in different ways it is not decided which takes more."
    yield "- `info.version` is no difference; components other than schemas count where they are used."


if __name__ == "__main__":
    print(page(), end="")
