"""A worker process that cannot be started at all is tried again, and people are told why."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fibrecafe_gateway.operating.supervising import Workers
from tests.runtime.telemetry.capturing import logged

_WAITS = "import sys; sys.stdin.read()"


def test_it_is_started_once_that_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    workers = _workers(monkeypatch, python)
    with logged() as lines:
        begun = time.monotonic()
        workers.start()
        try:
            _until(lambda: len(lines.read_json()) == 2)
            assert workers.processes == []
            python.symlink_to(_PYTHON)
            _until(lambda: len(workers.processes) == 2)
            assert time.monotonic() - begun > 0.9  # not again and again at once
        finally:
            workers.stop()
        said = sorted(str(line["event"]) for line in lines.read_json())
    for number, line in enumerate(said, 1):
        assert line.startswith(f"worker {number} cannot be started ")
        assert f"No such file or directory: '{python}'" in line
        assert line.endswith("it is tried again in 1 s")


def test_it_waits_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = _workers(monkeypatch, tmp_path / "python", count=1)
    with logged() as lines:
        workers.start()
        try:
            _until(lambda: len(lines.read_json()) == 2)
        finally:
            workers.stop()
        waits = [str(line["event"]).rpartition("again in ")[2] for line in lines.read_json()]
    assert waits == ["1 s", "2 s"]


def test_the_others_go_on_and_all_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose place cannot be filled, when there is another that runs."""
    python = tmp_path / "python"
    python.symlink_to(_PYTHON)
    workers = _workers(monkeypatch, python)
    with logged() as lines:
        workers.start()
        try:
            _until(lambda: len(workers.processes) == 2)
            python.unlink()
            first = workers._processes[0]
            assert first is not None
            first.kill()
            _until(lambda: "cannot be started" in lines.getvalue())
            assert len(workers.processes) == 1
        finally:
            begun = time.monotonic()
            workers.stop()
        assert time.monotonic() - begun < 5  # nobody waits until it is tried again
    assert workers.processes == []
    assert not [one for one in threading.enumerate() if one.name.startswith("worker-")]


_PYTHON = sys.executable


def _workers(monkeypatch: pytest.MonkeyPatch, python: Path, *, count: int = 2) -> Workers:
    """Processes of an interpreter that may be there or not."""
    monkeypatch.setattr(sys, "executable", str(python))
    return Workers(count, None, "json", command=("-c", _WAITS))


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)
