"""Two gateways on one SQLite file would take each other's leases for those of a dead one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fibrecafe_gateway.store import on_disk
from fibrecafe_gateway.store.database import StoreError
from fibrecafe_gateway.store.on_disk import alone_with
from tests.generator.command import fibrecafe
from tests.runtime.operating.shop import CONFIG, run
from tests.runtime.telemetry.capturing import logged

_SERVE = "from fibrecafe_gateway.commands.serve import command; command()"


def test_a_second_one_is_refused_until_the_first_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_disk, "_PATIENCE", 0.0)
    config = tmp_path / "fibrecafe.toml"
    store = tmp_path / "store.db"
    config.write_text(CONFIG.format(url=f"sqlite:///{store}", tenant="http://a.invalid"))
    arguments = ["--config", str(config), "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-u", "-c", _SERVE, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as first:  # fmt: skip
        try:
            assert first.stdout is not None
            while not (line := first.stdout.readline()).startswith("health"):
                assert line, "it has ended"
            with logged("CRITICAL"):
                second = fibrecafe("serve", *arguments, cwd=tmp_path)
            assert second.code == 1
            assert f"process {first.pid} serves the store {store}" in second.err
            assert "stop that one, or name another file" in second.err
            assert "Traceback" not in second.err
            assert fibrecafe("migrate", *arguments[:2], cwd=tmp_path).code == 0
            assert "there are none" in run(config, "kci", "list"), "commands work beside it"
            first.send_signal(signal.SIGKILL)
            first.wait()
            with alone_with(store):
                pass
        finally:
            first.kill()


def test_the_same_file_by_another_name_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_disk, "_PATIENCE", 0.0)
    (tmp_path / "link.db").symlink_to(tmp_path / "store.db")
    with (
        alone_with(tmp_path / "store.db"),
        alone_with(tmp_path / "other.db"),
        pytest.raises(StoreError, match="serves the store"),
        alone_with(tmp_path / "link.db"),
    ):
        pass
    with alone_with(tmp_path / "link.db"):
        pass
