"""The code of the release before the newest migration, out of the history, as processes that run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_VERSIONS = "runtime/fibrecafe_gateway/store/migrations/versions"
_PARTS = ("runtime", "generated")

WORKER = "from fibrecafe_gateway.commands.worker import command; command()"
MIGRATE = "from fibrecafe_gateway.commands.migrate import command; command()"

TELLER = """
import asyncio, json, sys
from fibrecafe_gateway.store.database import open_database
from fibrecafe_gateway.store.messages import enqueue, tenant_endpoint, tenant_lane

async def tell(url, first, last, pause):
    database = open_database(url)
    await database.start()
    for seq in (1, 2):
        for order in range(first, last):
            def work(unit):
                enqueue(
                    unit, lane=tenant_lane("A", order), endpoint=tenant_endpoint("A"), seq=seq,
                    what="KCI", key=f"k{order}-{seq}", subject=order, conversation_id="talk",
                    head=json.dumps({"id": f"k{order}-{seq}", "sequenceNumber": seq}),
                    body=json.dumps({"id": order}),
                )
            await database.run(work)
            await asyncio.sleep(pause)
        if seq == 1:
            await asyncio.to_thread(sys.stdin.readline)
    await database.aclose()

asyncio.run(tell(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
"""
"""Stores two KCIs about each of some orders, as an API process does; the second after a line of its input.
URL, first, last, seconds between."""


@dataclass(frozen=True, slots=True)
class Code:
    """A version of the gateway."""

    name: str
    folder: Path | None = None
    """None: this one."""

    def start(self, program: str, *arguments: object) -> subprocess.Popen[str]:
        """Run a program with it; what it says comes by its output."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FIBRECAFE_")}
        if self.folder is not None:
            paths = (str(self.folder / part) for part in _PARTS)
            environment["PYTHONPATH"] = os.pathsep.join(paths)
        return subprocess.Popen(
            [sys.executable, "-u", "-c", program, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder or _ROOT,
            env=environment,
        )  # fmt: skip


NEW = Code("this one")


def old_code(newest: str, folder: Path) -> Code | None:
    """That of the commit before the newest migration was made; None without a history."""
    try:
        added = _git("log", "-1", "--format=%h", "--diff-filter=A", "--",
                     f"{_VERSIONS}/{newest}_*.py").strip()  # fmt: skip
        commit = _git("rev-parse", "--short", f"{added}^" if added else "HEAD").strip()
        tar = subprocess.run(
            ["git", "-C", str(_ROOT), "archive", commit, *_PARTS], check=True, capture_output=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    subprocess.run(["tar", "-x", "-C", str(folder)], input=tar, check=True)
    return Code(commit, folder)


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(_ROOT), *arguments], check=True, capture_output=True, text=True
    ).stdout
