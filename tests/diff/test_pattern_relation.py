"""Which of two patterns takes more, as far as it can be decided."""

from __future__ import annotations

import pytest

from fibrecafe_codegen.diff.pattern_relation import relation


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a", "a", "equal"),
        ("^(?:ab)$", "^ab$", "equal"),
        ("[ab]", "[ba]", "equal"),
        ("ab", "^ab$", "narrower"),
        ("^ab$", "^ab", "wider"),
        (r"^\d{2}$", r"^\d{2,4}$", "wider"),
        (r"^\w+$", r"^\w{1,20}$", "narrower"),
        ("^[A-F]$", "^[A-Z]$", "wider"),
        (r"^\d$", r"^[0-9a-f]$", "wider"),
        ("^(A|B)$", "^(A|B|C)$", "wider"),
        ("^(A|B|C)$", "^(A|C)$", "narrower"),
        ("^a{1,3}$", "^a{2,5}$", "unknown"),
        ("^[^a]$", "^[^b]$", "unknown"),
        ("^a.$", "^.b$", "unknown"),
        ("^(a", "^a$", "unknown"),
        (r"^\p{L}+$", "^[a-z]+$", "unknown"),
    ],
)
def test_patterns_are_compared_as_they_are_built(old: str, new: str, expected: str) -> None:
    assert relation(old, new) == expected
    mirrored = {"narrower": "wider", "wider": "narrower"}
    assert relation(new, old) == mirrored.get(expected, expected)
