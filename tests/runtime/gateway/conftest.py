"""One gateway for all tests that are content with the usual one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.gateway.running import Running, running, simulated


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("gateway")) as found:
        yield found


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A gateway in which nothing goes on, so that rows can be counted."""
    folder = tmp_path_factory.mktemp("quiet")
    suppliers = {"DUMMY_SUPPLIER": simulated(), "SUPPLIER2": simulated(address_types=("UPRN",))}
    with running(folder, suppliers, kci_delay=3600) as gateway:
        yield gateway
