"""Lets a process fail at one of the named points."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection

from fibrecafe_gateway import faults


class Defect(Exception):
    """As an error of our own would be."""


def _exit() -> None:
    os._exit(86)


def _raise() -> None:
    raise Defect("as a defect in the gateway would")


def _break() -> None:
    raise ConnectionResetError("as a broken connection would")


def _hang() -> None:
    time.sleep(3600)


KINDS: dict[str, Callable[[], None]] = {
    "exit": _exit, "raise": _raise, "break": _break, "hang": _hang,
}  # fmt: skip
"""What may happen. `hang` takes the thread with it: mostly the whole event loop."""


def arm(faulty: Collection[tuple[str, str, int]]) -> None:
    """Let points fail: the name of each, what happens, and at which time that it is reached."""
    kinds = {name: KINDS[kind] for name, kind, _ in faulty}
    left = {name: nth for name, _, nth in faulty}
    assert left.keys() <= faults.POINTS.keys()
    lock = threading.Lock()

    def point(name: str) -> None:
        if name not in left:
            return
        with lock:
            left[name] -= 1
            if left[name]:
                return
        os.write(1, reached(name).encode())
        kinds[name]()

    faults.point = point


def reached(name: str) -> str:
    """What is written to standard output just before it fails."""
    return f"fault: {name} is reached\n"
