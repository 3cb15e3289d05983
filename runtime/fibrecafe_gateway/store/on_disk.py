"""Whether an embedded store is still in the files that were opened.

A file that was deleted or replaced can be written to as before, and all of that is gone at the next
start. So nothing is taken then (rule: ours), until the file is put back or the gateway started again.
"""

from __future__ import annotations

import os
from pathlib import Path

from .database import StoreError


class FileGone(StoreError, OSError):
    """The store's file is not there any more, or it is another one. It may come back."""


class Files:
    """The database and its log, as they were when they were opened."""

    def __init__(self, path: Path) -> None:
        self._paths = [str(path), f"{path}-wal"]
        self._known: list[tuple[int, int] | None] = [None, None]

    def look(self) -> None:
        """Raises FileGone. Takes a few microseconds."""
        for place, path in enumerate(self._paths):
            known = self._known[place]
            try:
                found = os.stat(path)
            except OSError as error:
                if known is None:
                    continue  # the log is made with the first transaction
                raise FileGone(f"{path}: {error.strerror}; put it back where it was") from None
            now = found.st_dev, found.st_ino
            if known is None:
                self._known[place] = now
            elif known != now:
                raise FileGone(
                    f"{path} is another file than the one that was opened; put that back, or start"
                    " the gateway again to use this one"
                )
