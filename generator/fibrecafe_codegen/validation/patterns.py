"""Regular expressions: whether pydantic's engine takes them, and whether they stay fast.

The models match with the Rust engine, which is linear in time and knows neither look-around nor
back-references (`spec` of the regex crate); others who read the document may backtrack.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_OTHER = 256  # stands for every character beyond Latin-1
_ALL = frozenset(range(_OTHER + 1))
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_MANY = 10  # repetitions from which a bounded quantifier counts as open
_LOOKS = {sre.ASSERT: "look-around", sre.ASSERT_NOT: "look-around"}
_BACK = {sre.GROUPREF: "a back-reference", sre.GROUPREF_EXISTS: "a back-reference"}
_CATEGORIES = {
    sre.CATEGORY_DIGIT: re.compile(r"\d"),
    sre.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    sre.CATEGORY_SPACE: re.compile(r"\s"),
    sre.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    sre.CATEGORY_WORD: re.compile(r"\w"),
    sre.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Any:
    """What tells whether a text has the pattern, by the engine of the models.

    Raises ValueError with the engine's reason.
    """
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern)).isinstance_python
    except SchemaError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        told = [line for line in lines if line.startswith("error:")]
        reason = told[-1].removeprefix("error:") if told else lines[-1]
        raise ValueError(reason.strip()) from error


@lru_cache(maxsize=4096)
def _tree(pattern: str) -> Any:
    """The pattern parsed by Python, after spelling what only ECMAScript has; None if it cannot."""
    text = re.sub(r"\\[pP]\{[^}]*\}", r"\\w", pattern)
    text = re.sub(r"\(\?<(?![=!])", "(?P<", text)
    text = re.sub(r"\\u\{([0-9A-Fa-f]+)\}", r"\\U\1", text)
    try:
        with warnings.catch_warnings(action="ignore"):  # of sets that may mean more one day
            return _parser.parse(text)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None


def unsupported(pattern: str) -> str | None:
    """The construct that the Rust engine lacks; None if there is none."""
    tree = _tree(pattern)
    return None if tree is None else _unsupported(tree)


def _unsupported(tree: Any) -> str | None:
    for op, argument in tree:
        if op in _LOOKS:
            return _LOOKS[op]
        if op in _BACK:
            return _BACK[op]
        for inner in _inner(op, argument):
            found = _unsupported(inner)
            if found:
                return found
    return None


def anchored(pattern: str) -> tuple[bool, bool]:
    """Whether every match begins at the start of the text, and ends at its end."""
    tree = _tree(pattern)
    if tree is None:
        return True, True  # another rule's business
    return _anchored(list(tree), 0, sre.AT_BEGINNING), _anchored(list(tree), -1, sre.AT_END)


def _anchored(items: list[Any], side: int, anchor: Any) -> bool:
    if not items:
        return False
    op, argument = items[side]
    if op is sre.AT:
        exact = sre.AT_BEGINNING_STRING if side == 0 else sre.AT_END_STRING
        return argument in (anchor, exact)
    if op is sre.SUBPATTERN:
        return _anchored(list(argument[3]), side, anchor)
    if op is sre.BRANCH:
        return all(_anchored(list(branch), side, anchor) for branch in argument[1])
    return False


def nested_quantifier(pattern: str) -> bool:
    """Whether a repetition in a repetition can split the same text in many ways, as `(a+)+`."""
    tree = _tree(pattern)
    return tree is not None and _nested(tree)


def _nested(tree: Any) -> bool:
    for op, argument in tree:
        if op in _REPEATS and argument[1] >= _MANY and _ambiguous(argument[2], argument[2]):
            return True
        if any(_nested(inner) for inner in _inner(op, argument)):
            return True
    return False


def _ambiguous(items: Any, loop: Any, after: frozenset[int] | None = None) -> bool:
    """Whether an open repetition in the body of a loop may go on where the body goes on."""
    sequence = list(items)
    for index, (op, argument) in enumerate(sequence):
        follow, nullable = _first(sequence[index + 1 :])
        if nullable:
            follow |= _first(loop)[0] if after is None else after
        if op in _REPEATS and argument[1] >= _MANY and argument[0] != argument[1]:
            if _characters(argument[2]) & follow:
                return True
        elif op in _REPEATS and argument[1] == 1 and _ambiguous(argument[2], loop, follow):
            return True
        if op is sre.SUBPATTERN and _ambiguous(argument[3], loop, follow):
            return True
        if op is sre.BRANCH and any(_ambiguous(branch, loop, follow) for branch in argument[1]):
            return True
    return False


def _inner(op: Any, argument: Any) -> Iterable[Any]:
    if op in _REPEATS or op is sre.POSSESSIVE_REPEAT:
        return [argument[2]]
    if op is sre.SUBPATTERN:
        return [argument[3]]
    if op is sre.BRANCH:
        return list(argument[1])
    if op in _LOOKS:
        return [argument[1]]
    if op is sre.ATOMIC_GROUP:
        return [argument]
    return []


def _first(items: Any) -> tuple[frozenset[int], bool]:
    """The characters a sequence may begin with, and whether it may be empty."""
    found: frozenset[int] = frozenset()
    for op, argument in items:
        if op is sre.AT:
            continue
        if op in _REPEATS:
            characters, nullable = _first(argument[2])
            nullable = nullable or argument[0] == 0
        elif op is sre.SUBPATTERN:
            characters, nullable = _first(argument[3])
        elif op is sre.BRANCH:
            both = [_first(branch) for branch in argument[1]]
            characters = frozenset().union(*(one for one, _ in both))
            nullable = any(empty for _, empty in both)
        else:
            characters, nullable = _set(op, argument), op in _LOOKS
        found |= characters
        if not nullable:
            return found, False
    return found, True


def _characters(items: Any) -> frozenset[int]:
    """Every character that may stand anywhere in a sequence."""
    found: frozenset[int] = frozenset()
    for op, argument in items:
        inner = list(_inner(op, argument))
        found |= (
            frozenset().union(*(_characters(i) for i in inner)) if inner else _set(op, argument)
        )
    return found


def _set(op: Any, argument: Any) -> frozenset[int]:
    if op is sre.LITERAL:
        return frozenset({min(argument, _OTHER)})
    if op is sre.NOT_LITERAL:
        return _ALL - {argument}
    if op is sre.RANGE:
        return frozenset(range(min(argument[0], _OTHER), min(argument[1], _OTHER) + 1))
    if op is sre.CATEGORY:
        test = _CATEGORIES.get(argument)
        return frozenset(c for c in _ALL if test.match(chr(c))) if test else _ALL
    if op is sre.IN:
        negated = argument[0][0] is sre.NEGATE
        found = frozenset().union(*(_set(o, a) for o, a in argument if o is not sre.NEGATE))
        return _ALL - found if negated else found
    return frozenset() if op is sre.AT else _ALL
