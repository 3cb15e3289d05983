"""The entry under `Unreleased`."""

from __future__ import annotations

import re
import textwrap

from ..diff import summary
from ..impact import Impact

_WIDTH = 100


def with_entry(text: str, impact: Impact, name: str, guide: str) -> str:
    """The changelog with one entry for the bump: added, or in the place of an earlier one."""
    old, new = impact.old.version, impact.new.version
    counts = summary(impact.changes)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "no change"
    start = f"- {name} {new} (was {old})"
    entry = textwrap.fill(
        f"{start}: {said}; see {guide}.", _WIDTH, subsequent_indent="  ", break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
    present = re.search(rf"(?m)^{re.escape(start)}.*\n(?:  .*\n)*", text)
    if present:
        return text[: present.start()] + entry + "\n" + text[present.end() :]
    head = re.search(r"(?m)^## Unreleased *\n", text)
    if head is None:
        title = re.match(r"# .*\n(?:\n?[^#\n].*\n)*", text)
        place = title.end() if title else 0
        return f"{text[:place].rstrip()}\n\n## Unreleased\n\n{entry}\n\n{text[place:].lstrip()}".lstrip()
    after = re.search(r"(?m)^## ", text[head.end() :])
    place = head.end() + after.start() if after else len(text)
    body = text[head.end() : place].strip("\n")
    body = f"{body}\n{entry}" if body else entry
    rest = text[place:]
    return f"{text[: head.end()]}\n{body}\n" + (f"\n{rest}" if rest else "")
