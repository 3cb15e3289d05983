"""docs/conformance.md is in step with the registry."""

from __future__ import annotations

from fibrecafe_gateway.conformance.page import page
from tests.documents import ROOT

COMMAND = "python -m fibrecafe_gateway.conformance.page > docs/conformance.md"


def test_the_page_lists_the_checks() -> None:
    written = (ROOT / "docs/conformance.md").read_text(encoding="utf-8")
    assert written == page(), f"the checks changed; renew the page: {COMMAND}"
    assert COMMAND in written
