"""What a scrape says, by name and labels."""

from __future__ import annotations

from collections.abc import Mapping

import httpx2
from prometheus_client.parser import text_string_to_metric_families


class Scrape:
    """One."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._values = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self._values}

    @property
    def labels(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for _, labels in self._values:
            for name, value in labels:
                found.setdefault(name, set()).add(value)
        return found

    def value(self, name: str, **labels: str) -> float | None:
        return self._values.get((f"fibrecafe_{name}", frozenset(labels.items())))


def scrape(url: str) -> Scrape:
    answer = httpx2.get(f"{url}/metrics")
    assert answer.status_code == 200, answer.text
    return Scrape(answer.text)
