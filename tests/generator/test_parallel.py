"""Work in a second process."""

from __future__ import annotations

import os
from multiprocessing import active_children

import pytest

from fibrecafe_codegen import parallel
from fibrecafe_codegen.parallel import Helper, in_background


def ready() -> None:
    return


def where(text: str) -> tuple[str, int]:
    return text, os.getpid()


def fail() -> None:
    raise LookupError("as planned")


@pytest.fixture(autouse=True)
def _several_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_can_fork", lambda: True)


def test_a_helper_works_in_a_process_of_its_own_on_more_than_a_pipe_holds() -> None:
    text = "x" * 3_000_000
    given, process = Helper(ready).do(where, text).result()
    assert given == text
    assert process != os.getpid()


def test_what_the_work_of_a_helper_raises_is_raised_here() -> None:
    with pytest.raises(LookupError, match="as planned"):
        Helper(ready).do(fail).result()


def test_a_helper_that_cannot_get_ready_says_why() -> None:
    with pytest.raises(LookupError, match="as planned"):
        Helper(fail).do(where, "x" * 3_000_000).result()


def test_a_helper_without_work_is_gone_after_it_is_dismissed() -> None:
    helper = Helper(ready)
    helper.dismiss()
    helper.dismiss()
    assert active_children() == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_without_a_second_process_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_can_fork", lambda: False)
    helper = Helper(ready)
    assert helper.do(where, "x").result() == ("x", os.getpid())
    helper.dismiss()
    assert in_background(lambda: where("y")).result() == ("y", os.getpid())
