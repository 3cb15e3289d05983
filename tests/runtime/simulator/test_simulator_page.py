"""docs/simulator.md says what the data says."""

from __future__ import annotations

import re

import pytest

from fibrecafe_gateway.adapters.simulator.describe import tables
from fibrecafe_gateway.adapters.simulator.directions import read_scenario
from fibrecafe_gateway.adapters.simulator.scenarios import SCENARIOS
from tests.documents import ROOT

PAGE = (ROOT / "docs/simulator.md").read_text()


@pytest.mark.parametrize("title", tables())
def test_the_page_has_the_tables_that_the_command_lists(title: str) -> None:
    assert tables()[title] in PAGE, f"put `fibrecafe simulator --list` into the page: {title}"


def test_every_scenario_is_in_the_page() -> None:
    assert all(f"`{name}`" in PAGE for name in SCENARIOS)


def test_every_scenario_in_the_pages_examples_can_be_played() -> None:
    found = re.findall(r"(?:X-Scenario: |SCENARIO:)([A-Z_]{5,}(?:\?[^\s'\"`]+)?)", PAGE)
    assert len(found) >= 6
    for text in found:
        read_scenario(text)
