"""Schemathesis against the generated servers: whatever it thinks of, they keep to their document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fibrecafe_api.tenant.server import RequestHead
from tests.documents import PATHS
from tests.generated.answering import Answering
from tests.generated.judging import judged, try_out
from tests.serving import serve


async def authenticate(head: RequestHead, scopes: tuple[str, ...]) -> str | None:
    return "somebody" if head.header("authorization") == "Bearer good" else None


@pytest.fixture(params=PATHS)
def api(request: pytest.FixtureRequest) -> Iterator[tuple[Any, str]]:
    name = request.param
    with serve(Answering(name).app(authenticate=authenticate)) as url:
        yield judged(name), url


def test_a_server_keeps_to_its_document(api: tuple[Any, str]) -> None:
    schema, url = api
    operations = [result.ok() for result in schema.get_all_operations()]
    for operation in operations:
        try_out(operation, url, 4 if len(operations) > 1 else 25)


def test_the_checks_find_what_is_wrong() -> None:
    """A server that lets everybody in, judged by the same checks."""
    schema = judged("tenant")
    with serve(Answering("tenant").app()) as url, pytest.raises(BaseExceptionGroup) as found:
        try_out(schema["/service-orders/{id}"]["GET"], url, 6)
    assert "without authentication" in str(found.value)
