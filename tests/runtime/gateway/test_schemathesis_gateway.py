"""Schemathesis against the running gateway, with a token: the checks of the generated servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis

from tests.generated.judging import judged, served_document, try_out
from tests.runtime.gateway.running import SIMULATORS, Running, running


def with_our_supplier() -> Any:
    """The document, in which all is asked of suppliers that there are: else all would be refused."""
    found = served_document("tenant")
    found["components"]["schemas"]["SupplierId"]["enum"] = list(SIMULATORS)
    return schemathesis.openapi.from_dict(found)


TENANT = with_our_supplier()

UPDATES = judged("supplier_updates")

OPERATIONS = {o.ok().label: o.ok() for o in TENANT.get_all_operations()}


TAKEN = {"POST /service-orders", "POST /ethernet/service-orders"}
"""Of which something that fits the document is taken."""


@pytest.fixture(scope="module")
def judging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("judging")) as gateway:
        yield gateway


@pytest.mark.parametrize("label", OPERATIONS)
def test_the_tenant_api_keeps_to_its_document(judging: Running, label: str) -> None:
    before = judging.rows()["entity"]
    # The second tenant passes unknown reservations and tests on, so that more is taken.
    try_out(OPERATIONS[label], f"{judging.url}/v1", 3, judging.token("TENANT2"))
    assert label not in TAKEN or judging.rows()["entity"] > before


def test_the_supplier_updates_api_keeps_to_its_document(judging: Running) -> None:
    token = judging.token("DUMMY_SUPPLIER", "supplier")
    (operation,) = (result.ok() for result in UPDATES.get_all_operations())
    try_out(operation, f"{judging.url}/v1", 10, token)
