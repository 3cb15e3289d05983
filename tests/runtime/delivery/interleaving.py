"""Something that others commit between a worker's look at endpoints and its writing of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fibrecafe_gateway.delivery import circuit

_PATIENCE = 20.0  # seconds


@contextmanager
def between_look_and_write(act: Callable[[], Any]) -> Iterator[None]:
    """`act` is done once, when a worker is about to write how endpoints do; it is done at the end.

    On PostgreSQL it is committed in between; on SQLite, which has one writer, it waits for the worker.
    """
    usual = circuit.write
    threads: list[threading.Thread] = []
    failed: list[BaseException] = []

    def do() -> None:
        try:
            act()
        except BaseException as error:
            failed.append(error)

    def write(unit: Any, changed: Any, *given: Any) -> Any:
        if changed and not threads:
            threads.append(threading.Thread(target=do))
            threads[0].start()
            threads[0].join(0.2 if unit.dialect == "sqlite" else _PATIENCE)
            assert threads[0].is_alive() == (unit.dialect == "sqlite")
        return usual(unit, changed, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(circuit, "write", write)
        yield
    assert threads, "nothing was written"
    threads[0].join(_PATIENCE)
    if failed:
        raise failed[0]
