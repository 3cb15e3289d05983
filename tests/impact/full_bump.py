"""A whole bump, in a copy of the project: from a draft 1.18 to green tests.

`python -m tests.impact.full_bump [FOLDER]` does what `docs/maintaining.md` says, mends what the impact
report names, sees an order to its end, and runs the tests. Exit code 1: not green.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from tests.documents import ROOT
from tests.impact.drafts import draft, family_agrees

TESTS = ("generated", "generator", "beside", "diff", "runtime/lifecycle", "runtime/kci",
         "runtime/delivery", "runtime/adapters", "runtime/store")  # fmt: skip
"""Not those of the whole gateway and of the conformance kit: they reserve appointments without a
serviceId and place orders to modify as in 1.17, which 1.18 refuses, as the report says."""

_DECISIONS = "docs/upgrades/tenant-1.17-to-1.18.decisions.yaml"

_METHOD = '''
    async def modify_service(
        self, ctx: RequestContext, body: models.CreateModifyServiceOrder
    ) -> models.ModifyServiceOrder:
        """Place an order to change a service; since 1.18 by an operation of its own."""
        order: models.ModifyServiceOrder = await self.create_order(ctx, body)  # type: ignore[arg-type]
        return order
'''
"""What the report asks for: "GatewayTenantApi has no modify_service"."""


def main(folder: Path) -> bool:
    """Whether it ended green."""
    begun = time.monotonic()
    _copy(folder)
    (folder / "draft.yaml").write_text(draft(), encoding="utf-8")
    family_agrees(folder)
    stopped = _fibrecafe(folder, "bump", "tenant", "1.18", "--from", "draft.yaml")
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert "the changes deserve 2.0" in stopped.stdout, stopped.stdout
    _answer(folder / _DECISIONS)
    done = _fibrecafe(folder, "bump", "tenant", "1.18", "--from", "draft.yaml")
    assert done.returncode == 0, done.stdout + done.stderr
    guide = (folder / "docs/upgrades/tenant-1.17-to-1.18.md").read_text()
    assert "GatewayTenantApi has no modify" in guide.replace("\\", ""), guide
    _mend(folder / "runtime/fibrecafe_gateway/api/tenant.py")
    for command in (("validate",), ("generate", "--check", "--full")):
        checked = _fibrecafe(folder, *command)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    print(f"bumped, answered, mended, checked: {time.monotonic() - begun:.0f} s", flush=True)
    shown = _fibrecafe(folder, "demo")
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert "COMPLETED" in shown.stdout, shown.stdout
    tests = [f"tests/{name}" for name in TESTS]
    arguments = ["-q", "-n", "auto", "-p", "no:cacheprovider", "--no-header", *tests]
    green = _python(folder, "-m", "pytest", *arguments, capture=False)
    print(
        f"{'green' if green.returncode == 0 else 'NOT GREEN'}: {time.monotonic() - begun:.0f} s in all"
    )
    return green.returncode == 0


def _copy(folder: Path) -> None:
    """What would be committed, and nothing else."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    for name in names.decode().split("\0"):
        if name and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())


def _answer(file: Path) -> None:
    content = yaml.safe_load(file.read_text())
    for entry in content.values():
        entry["answer"] = "Decided so, to see whether all goes on."
    file.write_text(yaml.safe_dump(content, sort_keys=False))


def _mend(file: Path) -> None:
    text = file.read_text()
    head = "from fibrecafe_api.tenant.server import TenantApi\n"
    assert head in text, file
    text = text.replace(head, "from fibrecafe_api._support.request import RequestContext\n"
                        "from fibrecafe_api.tenant import models\n" + head, 1)  # fmt: skip
    file.write_text(text.rstrip() + "\n" + _METHOD)


def _fibrecafe(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return _python(folder, "-m", "fibrecafe_codegen", *arguments)


def _python(
    folder: Path, *arguments: str, capture: bool = True
) -> subprocess.CompletedProcess[str]:
    places = (folder / "generator", folder / "generated", folder / "runtime", folder)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, text=True,
        capture_output=capture, check=False,
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(not main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="fibrecafe-bump-") as made:
        sys.exit(not main(Path(made)))
