"""The drills' command: what it shows, and that a promise that is not kept fails it."""

from __future__ import annotations

import pytest

from tests.drills import __main__ as command
from tests.drills.result import Drill, Figure


def _broken() -> list[Figure]:
    raise AssertionError("order 7 is lost\nand more of it")


@pytest.fixture(autouse=True)
def _drills(monkeypatch: pytest.MonkeyPatch) -> None:
    drills = [
        Drill(1, "good", lambda: [Figure("lost", "0", "0"), Figure("took", "3 s")]),
        Drill(2, "bad", lambda: [Figure("lost", "3", "0", kept=False)], list),
        Drill(3, "broken", _broken),
    ]
    monkeypatch.setattr(command, "_found", lambda: drills)


def test_all_kept_is_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["1"]) == 0
    shown = capsys.readouterr()
    assert [line.split() for line in shown.out.splitlines()[1:]] == [
        ["1", "good"], ["lost", "0", "0", "yes"], ["took", "3", "s"],
    ]  # fmt: skip
    assert "drill 1: kept" in shown.err


def test_one_that_is_not_kept_fails_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["1", "2"]) == 1
    assert "NO" in capsys.readouterr().out
    assert command.main(["2", "--quick"]) == 0


def test_one_that_breaks_is_not_kept_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--markdown", "3"]) == 1
    row = "| | it came to an end | AssertionError: order 7 is lost | without an error | NO |"
    assert row in capsys.readouterr().out


def test_another_number_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["11"])
    assert "there is no drill 11" in capsys.readouterr().err
