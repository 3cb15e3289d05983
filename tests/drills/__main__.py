"""`python -m tests.drills [NUMBER ...]`: tries each promise of the delivery, and prints what came of it.

Exit codes: 0 all were kept, 1 one was not, 2 wrong use.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
import traceback
from importlib import import_module, util

from .result import Drill, Figure
from .table import as_markdown, as_text

_MODULES = (
    "kill_sqlite",
    "kill_postgresql",
    "fault_points",
    "hostile_tenants",
    "noisy_neighbour",
    "heal_time",
    "disorderly_suppliers",
    "store_trouble",
    "clock_steps",
    "rolling_upgrade",
)
"""Each has its `DRILL`."""


def main(arguments: list[str]) -> int:
    """Run what is asked for; an exit code."""
    parser = argparse.ArgumentParser("python -m tests.drills", description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="by default all")
    parser.add_argument("--quick", action="store_true", help="at a small size")
    parser.add_argument(
        "--markdown", action="store_true", help="a table as docs/reliability.md has"
    )
    parser.add_argument("--list", action="store_true", help="only show which there are")
    asked = parser.parse_args(arguments)
    drills = {drill.number: drill for drill in _found()}
    unknown = set(asked.numbers) - drills.keys()
    if unknown:
        parser.error(f"there is no drill {min(unknown)}; --list shows all")
    chosen = [drills[number] for number in asked.numbers or sorted(drills)]
    if asked.list:
        print("\n".join(f"{drill.number:>2}  {drill.name}" for drill in chosen))
        return 0
    logging.basicConfig(level=logging.CRITICAL)  # what goes wrong in a drill is meant to
    results = [(drill, _run(drill, quick=asked.quick)) for drill in chosen]
    print((as_markdown if asked.markdown else as_text)(results))
    return 0 if all(figure.kept for _, found in results for figure in found) else 1


def _found() -> list[Drill]:
    drills = []
    for name in _MODULES:
        if util.find_spec(f"tests.drills.{name}") is None:
            print(f"tests/drills/{name}.py is missing", file=sys.stderr)
            continue
        drills.append(import_module(f"tests.drills.{name}").DRILL)
    return drills


def _run(drill: Drill, *, quick: bool) -> list[Figure]:
    run = (drill.quick or drill.run) if quick else drill.run
    begun = time.monotonic()
    print(f"drill {drill.number}: {drill.name} ...", file=sys.stderr, flush=True)
    try:
        figures = run()
    except Exception as error:
        traceback.print_exc()
        figures = [Figure("it came to an end", f"{type(error).__name__}: {_first_line(error)}",
                          "without an error", kept=False)]  # fmt: skip
    kept = "kept" if all(figure.kept for figure in figures) else "NOT KEPT"
    took = time.monotonic() - begun
    print(f"drill {drill.number}: {kept}, {took:.0f} s", file=sys.stderr, flush=True)
    return figures


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
