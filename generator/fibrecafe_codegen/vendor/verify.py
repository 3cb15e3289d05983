"""Tells whether a vendored copy is as fibrecafe made it: `python verify.py`.

Prints a line for each file that is MODIFIED, MISSING or EXTRA. Exit code 0: none, 1: some. It needs
the standard library only (Python 3.9 or later) and no network, and looks at the folder it is in.
Line ends do not count, since git may turn LF into CRLF (`core.autocrlf`); compiled modules in
`__pycache__` are passed over. It detects edits, not malice: who may change a file here may change
`vendored_files.json` as well. Against that, `fibrecafe vendor --update DIR --dry-run` makes the
copy anew from the documents and compares.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

RECORD = "vendored_files.json"
MODIFIED, MISSING, EXTRA = "MODIFIED", "MISSING", "EXTRA"


def digest_of(content: bytes) -> str:
    """SHA-256 of a file, whatever its line ends."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def seal_of(record: dict[str, Any]) -> str:
    """SHA-256 of all that the record says, itself apart."""
    said = {key: value for key, value in record.items() if key != "seal"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def faults(root: Path) -> list[tuple[str, str]]:
    """What is wrong, as (path, MODIFIED or MISSING or EXTRA), sorted by path."""
    there = set(_files_below(root))
    if RECORD not in there:
        return [(RECORD, MISSING)]
    try:
        record = json.loads((root / RECORD).read_bytes())
        expected = dict(record["files"])
        sealed = record["seal"] == seal_of(record)
    except (OSError, ValueError, KeyError, TypeError):
        return [(RECORD, MODIFIED)]
    found = [] if sealed else [(RECORD, MODIFIED)]
    found += [(path, MISSING) for path in expected if path not in there]
    found += [(path, EXTRA) for path in there if path not in expected and path != RECORD]
    for path in sorted(there & expected.keys()):
        if not _is(root / path, expected[path]):
            found.append((path, MODIFIED))
    return sorted(found)


def _is(file: Path, expected: object) -> bool:
    try:
        return digest_of(file.read_bytes()) == expected
    except OSError:
        return False


def _files_below(root: Path) -> list[str]:
    """Every file as a path with slashes; a link to a folder is one too. Names are taken from the
    folders themselves: some file systems find `Models.py` by the name of `models.py`."""
    found = []
    for folder, folders, names in os.walk(root):
        names += [name for name in folders if (Path(folder) / name).is_symlink()]
        compiled = os.path.basename(folder) == "__pycache__"
        for name in names:
            if not (compiled and ".pyc" in name):
                found.append((Path(folder) / name).relative_to(root).as_posix())
    return found


def main() -> int:
    """Prints what is wrong; gives the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    root = Path(__file__).resolve().parent
    found = faults(root)
    for path, kind in found:
        print(f"{kind:<8} {path}")
    if found:
        print(
            f"{root.name}: {len(found)} {'files are' if len(found) > 1 else 'file is'} not as made"
        )
        return 1
    record = json.loads((root / RECORD).read_bytes())
    documents = ", ".join(f"{api} {of['version']}" for api, of in record["documents"].items())
    print(f"{root.name}: {len(record['files'])} files as made ({documents})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
