"""Reads all published bodies, whole and spoiled, with the models of a copy and other pydantics.

    python -m tests.vendor.pydantic_matrix [RELEASE ...]

Installs each release into a folder of its own and says how many bodies it reads, refuses or writes
other than the installed one. Ends with 1 when the oldest release that a copy asks for, or a newer
one, does. Slow, so no part of the suite.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from fibrecafe_codegen.vendor.requirements import PYDANTIC
from tests.vendor import reading
from tests.vendor.copies import copy_of, pydantic_alone, written
from tests.vendor.published import published_cases

RELEASES = ("2.12.5", "2.13.4", PYDANTIC, "2.14.0")


def main(releases: list[str]) -> int:
    """Tries releases; gives the exit code."""
    cases = list(reading.spoiled(published_cases()))
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = written(copy_of("acme_wire", "tenant,tenant-updates,supplier,supplier-updates",
                               "models"), folder)  # fmt: skip
        (folder / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
        expected = _read(pydantic_alone(folder / "installed"), copy)
        for release in releases or RELEASES:
            site = folder / release
            _install(release, site)
            found = _read(site, copy)
            supported = _key(release) >= _key(PYDANTIC)
            if isinstance(found, str) or isinstance(expected, str):
                said = str(found)
            else:
                wrong = sum(a != b for a, b in zip(expected, found, strict=True))
                said = f"{wrong} of {len(cases)} differ"
            failed |= supported and found != expected
            print(f"pydantic {release}: {said}{'' if supported else ' (not supported)'}")
    return int(failed)


def _install(release: str, site: Path) -> None:
    """Into a folder; what pip says of our own environment is shown only where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--target", site, f"pydantic=={release}"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"pydantic {release} cannot be installed: {done.stderr.strip().splitlines()[-1]}")


def _read(site: Path, copy: Path) -> list[Any] | str:
    """What came of the cases, or the last line of what went wrong."""
    arguments = [str(part) for part in (site, copy.parent, copy.name, copy.parent / "cases.json")]
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(reading.__file__), *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2]
    outcomes: list[Any] = json.loads(done.stdout)["outcomes"]
    return outcomes


def _key(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
