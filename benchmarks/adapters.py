"""A new adapter beside copier's rendering of as many files, and how long the kit takes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .measure import Command, commands, table, verdict
from .peers import binary, version

FIBRECAFE = str(Path(sys.executable).with_name("fibrecafe"))


def project(folder: Path) -> Path:
    """A new adapter's project, to count and to check."""
    subprocess.run(
        [FIBRECAFE, "adapter", "new", "acme"], cwd=folder, check=True, capture_output=True
    )
    return folder / "acme-adapter"


def copier_template(made: Path, folder: Path) -> Path:
    """The same files as a template of copier's: the name is what it fills in."""
    (folder / "copier.yml").write_text("name: acme\n_subdirectory: template\n")
    for file in sorted(path for path in made.rglob("*") if path.is_file()):
        place = str(file.relative_to(made)).replace("acme", "{{ name }}")
        target = folder / "template" / f"{place}.jinja"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text().replace("{{", "{{ '{{' }}").replace("{%", "{{ '{%' }}")
        target.write_text(text.replace("acme", "{{ name }}"))
    return folder


def seconds(arguments: list[str], folder: Path) -> float:
    """Of one run. Raises CalledProcessError."""
    begun = time.perf_counter()
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Print the figures and what they are to be."""
    copier = binary("copier", "copier")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "made").mkdir()
        made = project(folder / "made")
        files = sum(path.is_file() for path in made.rglob("*"))
        (folder / "template").mkdir()
        template = copier_template(made, folder / "template")
        taken = commands(
            {
                "fibrecafe adapter new": Command(
                    [FIBRECAFE, "adapter", "new", "acme"],
                    folder,
                    # Nothing is ever overwritten.
                    lambda: shutil.rmtree(folder / "acme-adapter", ignore_errors=True),
                ),
                "copier": Command(
                    [copier, "copy", "--force", "--quiet", str(template), str(folder / "copied")],
                    folder,
                ),
            }
        )
        print(f"copier {version('copier')}; {files} files\n")
        rows = [(n, f"{t.seconds:.2f}", f"{t.cpu:.2f}", f"{t.megabytes:.0f}")
                for n, t in taken.items()]  # fmt: skip
        print(table(("rendering", "s", "CPU s", "MB"), rows) + "\n")
        own_tests = seconds([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], made)
        bronze = seconds([FIBRECAFE, "adapter", "check", "native", "--level", "bronze"], folder)
        gold = seconds([FIBRECAFE, "adapter", "check", "native", "--level", "gold"], folder)
        report = subprocess.run(
            [FIBRECAFE, "adapter", "check", "native", "--format", "json"],
            cwd=folder, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        print(f"checks in the kit: {len(json.loads(report)['checks'])}\n")
    print(verdict("adapter new, seconds", taken["fibrecafe adapter new"].seconds, 1.5))
    print(verdict("a new project's own tests, seconds", own_tests, 10))
    print(verdict("bronze of the native adapter, seconds", bronze, 20))
    print(verdict("gold of the native adapter, seconds", gold, 180))
