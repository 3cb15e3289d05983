"""Tells text that black would leave as it is, without asking it.

Most classes of models are a docstring and one-line fields, which our own stages write the way
black does. Seeing that is a hundred times cheaper than formatting them. What is not surely tidy
is left to black; a test compares the two on all that is generated.
"""

from __future__ import annotations

import re

# Without escaped quotes: black may choose other quotes for those.
_STRING = r'(?<![\w"])"(?:[^"\\\n]|\\[^"\'\n])*"(?!")'
_NAME = r"[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)*+"
_NUMBER = r"(?<!\w)-?[0-9]+(?:\.[0-9]+)?(?!\w)"
# No parenthesis but of a call, no comma before a closing bracket, no space but around `|`.
_EXPRESSION = (
    rf"(?:{_STRING}|{_NUMBER}|{_NAME}|(?<=\w)[(\[]|(?<=[(\[])[\[{{]|[)\]}}]"
    r'| \| (?=\w)|, (?=[\w"\[-])|(?<=\w)=(?=[\w"-]))++'
)
_TEXT = r'"""(?![\s"])[^"\\\n]*(?<!\s)"""'

_MEMBER = re.compile(
    rf"    (?:\w+: ({_EXPRESSION})(?: = {_EXPRESSION})?|\w+ = {_EXPRESSION}|{_TEXT})\n"
)
# A docstring is followed by an empty line, unless it is all there is.
_HEAD = re.compile(
    r"class \w+\(\w+(?:, \w+)*\):\n"
    rf'(?:    (?:{_TEXT}|"""\n(?:    [^\s"\\][^"\\\n]*(?<!\s)\n)++    """)\n(?:\n(?=.)|\Z)|(?!    """))'
)
_STRINGS = re.compile(_STRING)
_ALIAS = re.compile(rf"\w+ = {_EXPRESSION}\n(?:{_TEXT}\n)?")
_NAMES = re.compile(r'__all__ = \[\n(?:    "\w+",\n)+\]\n')


def is_tidy(block: str, line_length: int) -> bool:
    """Whether black surely leaves a top-level block, which ends with a line end, as it is."""
    # A long text is left long.
    if any(len(ln) > line_length and not ln.endswith('"""') for ln in block.splitlines()):
        return False
    head = _HEAD.match(block)
    if head is None:
        return bool(_ALIAS.fullmatch(block) or _NAMES.fullmatch(block))
    place = head.end()
    while place < len(block):
        member = _MEMBER.match(block, place)
        if member is None or not _is_whole(member[1] or ""):
            return False
        place = member.end()
    return "\n" in block[:-1]


def _is_whole(expression: str) -> bool:
    """Whether every bracket is closed: ` = ` may also stand in a call, where black takes it away."""
    code = _STRINGS.sub("", expression)
    return code.count("(") == code.count(")") and code.count("[") == code.count("]")
