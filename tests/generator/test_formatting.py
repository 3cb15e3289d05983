"""What is taken for tidy is what black leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fibrecafe_codegen.formatting import LINE_LENGTH, BlockCache, _black, _blocks, format_module
from fibrecafe_codegen.render import exploded, fitted
from fibrecafe_codegen.tidy import is_tidy

GENERATED = Path(__file__).parents[2] / "generated/fibrecafe_api"
LONG = "a" * 100


def blocks() -> Iterator[str]:
    for file in sorted(GENERATED.glob("*/*.py")):
        yield from (raw for _, raw in _blocks(file.read_text(encoding="utf-8")))


def test_black_leaves_every_tidy_block_as_it_is() -> None:
    tidy = [raw for raw in blocks() if is_tidy(raw, LINE_LENGTH)]
    assert len(tidy) > 200
    assert [raw for raw in tidy if _black(raw) != raw.strip("\n")] == []


@pytest.mark.parametrize(
    "statement",
    [
        "class A(B):\n    x: int\n",
        'class A(B):\n    """Text."""\n\n    x: Annotated[int | None, Field(ge=-1)] = None\n    """Of x."""\n',
        'class A(B):\n    """\n    Text.\n    """\n\n    X = "x"\n',
        'X = TypeAliasType("X", list[str])\n"""Text."""\n',
        '__all__ = [\n    "A",\n]\n',
    ],
)
def test_tidy(statement: str) -> None:
    assert is_tidy(statement, LINE_LENGTH)
    assert _black(statement) == statement.strip("\n")


@pytest.mark.parametrize(
    "statement",
    [
        "class A(B):\n    x: 'int'\n",
        "class A(B):\n    x: int\n\n\n    y: int\n",
        'class A(B):\n    """Text."""\n    x: int\n',
        'class A(B):\n    """ Text. """\n\n    x: int\n',
        'class A(B):\n    """Text."""\n\n',
        "class A(B):\n    x: int = (1)\n",
        "class A(B):\n    x: list[int,]\n",
        "class A(B):\n    x: F( 1)\n",
        "class A(B):\n    x: int|None\n",
        "class A(B):\n    x: F(y = 1)\n",
        "class A(B):\n    x: F(1E5)\n",
        'class A(B):\n    x: F("say \\"a\\"")\n',
        'class A(B):\n    x: F(R"a")\n',
        "class A(B):\n    x: int  # a comment\n",
        "class A(B):\n    x: int; y: int\n",
        "class A(B): pass\n",
        f"class A(B):\n    x: F({LONG})\n",
        f'X = F("{LONG}", 1)\n',
        "X = [\n    1\n]\n",
    ],
)
def test_what_black_would_change_is_not_tidy(statement: str) -> None:
    assert not is_tidy(statement, LINE_LENGTH)


def test_a_long_untidy_line_is_seen_in_no_time() -> None:
    assert not is_tidy(f"class A(B):\n    x: {'ab' * 40} ?\n", LINE_LENGTH)


def test_a_module_is_formatted_as_black_formats_all_of_it() -> None:
    raw = "import a\nX = F( 1)\nclass A(B):\n    x: int\nclass C(B):\n    x: 'int'\n"
    assert format_module("a.py", raw, BlockCache()) == _black(raw) + "\n"


@pytest.mark.parametrize("count", [1, 3, 9, 30])
def test_items_are_broken_into_lines_as_black_does(count: int) -> None:
    items = [f"name_{number}: str" for number in range(count)]
    head = fitted(["self", *items], "def f(", ") -> None:", 4)
    text = f"class A:\n    {head}\n        pass\n"
    assert _black(text) == text.strip("\n")
    literal = fitted([f"{n}: True" for n in range(count)], "X = {", "}", 0, literal=True)
    assert _black(literal) == literal
    each = exploded([f"{n}: True" for n in range(count)], "X = {", "}", 0)
    assert _black(each) == each
