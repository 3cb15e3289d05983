"""`python -m benchmarks [NAME ...]`: all, or those that are named."""

from __future__ import annotations

import importlib
import sys

ALL = (
    "generation",
    "models",
    "server",
    "client",
    "intake",
    "journey",
    "adapters",
    "diff",
    "impact",
    "delivery",
)


def main() -> None:
    """Run them in turn."""
    chosen = sys.argv[1:] or ALL
    unknown = set(chosen) - set(ALL)
    if unknown:
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    for name in chosen:
        print(f"## {name}\n")
        importlib.import_module(f"benchmarks.{name}").main()
        print()


main()
