"""Times of commands and of calls, taken in turns, so that a busy moment hits all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Command:
    """A command to time; `before` runs untimed."""

    arguments: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None


@dataclass
class Taken:
    """Medians of a command."""

    seconds: float
    cpu: float
    megabytes: float


def commands(cases: Mapping[str, Command], rounds: int = 5) -> dict[str, Taken]:
    """Each command once to warm up, then `rounds` times in turns. Raises CalledProcessError."""
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            case.before()
            one = _run(case)
            if number:
                taken[name].append(one)
    return {
        name: Taken(*(statistics.median(column) for column in zip(*rows, strict=True)))
        for name, rows in taken.items()
    }


def _run(case: Command) -> tuple[float, float, float]:
    started = time.perf_counter()
    path = f"{Path(case.arguments[0]).parent}{os.pathsep}{os.environ['PATH']}"  # what a peer brings
    process = subprocess.Popen(
        case.arguments,
        env={**os.environ, "PATH": path},
        cwd=case.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, case.arguments, output)
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def calls(
    cases: Mapping[str, Callable[[], object]], rounds: int = 9, span: float = 0.1
) -> dict[str, float]:
    """Seconds a call: the median of `rounds`, in turns, each of about `span` seconds."""
    repeats = {}
    for name, call in cases.items():
        call()
        started = time.perf_counter()
        call()
        repeats[name] = max(1, int(span / max(time.perf_counter() - started, 1e-7)))
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, call in cases.items():
            count = repeats[name]
            started = time.process_time()
            for _ in range(count):
                call()
            taken[name].append((time.process_time() - started) / count)
    return {name: statistics.median(values) for name, values in taken.items()}


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [list(map(str, row)) for row in (header, ["---"] * len(header), *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )


def verdict(name: str, value: float, limit: float) -> str:
    """One gate of the issue, and whether it holds."""
    return f"{'holds' if value <= limit else 'FAILS'}: {name} {value:.2f} (at most {limit})"
