"""The order of definitions: what a class is made of stands before it.

Pydantic then builds each class at once; one that refers to something below it is built a second
time. Among equals the order is that of the names, so that it does not depend on the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAME = re.compile(r"\b[A-Za-z_]\w*\b")
_TEXT = re.compile(r'"""(?:.|\n)*?"""|"[^"\n]*"|\'[^\'\n]*\'')


@dataclass(frozen=True, slots=True)
class Block:
    """One definition of a module."""

    name: str
    text: str


def in_order(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, each after those it names where no circle prevents it."""
    by_name = {block.name: block for block in blocks}
    ordered: list[Block] = []
    placed: set[str] = set()

    def place(name: str, on_the_way: frozenset[str]) -> None:
        if name in placed or name in on_the_way:
            return
        for needed in _needs(by_name[name], by_name.keys()):
            place(needed, on_the_way | {name})
        if name not in placed:
            placed.add(name)
            ordered.append(by_name[name])

    for name in sorted(by_name):
        place(name, frozenset())
    return ordered


def refers_forward(blocks: Iterable[Block]) -> bool:
    """Whether some block names itself, or one that stands below it."""
    blocks = list(blocks)
    known = {block.name for block in blocks}
    above: set[str] = set()
    for block in blocks:
        above.add(block.name)
        names = _NAME.findall(_TEXT.sub("", block.text))
        if names.count(block.name) > 1 or not known.intersection(names) <= above:
            return True
    return False


def _needs(block: Block, known: Iterable[str]) -> list[str]:
    """The other definitions that a block names, texts apart."""
    code = _TEXT.sub("", block.text)
    return sorted((set(_NAME.findall(code)) & set(known)) - {block.name})
