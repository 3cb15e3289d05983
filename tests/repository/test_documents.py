"""What README and docs show is as they say."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml

from fibrecafe_codegen.validation.rules import FIRST, GENERAL, HOUSE, extensions
from tests.documents import ROOT


def code_of(file: str) -> list[str]:
    """The Python of a page."""
    return re.findall(r"```python\n(.*?)```", (ROOT / file).read_text(), re.DOTALL)


def test_the_tour_prints_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "tour.py").write_text(code_of("README.md")[0])
    done = subprocess.run(
        [sys.executable, "tour.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    (printed,) = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert done.stdout == printed


@pytest.mark.parametrize("index", [0, 1], ids=["fastapi", "starlette"])
def test_a_server_is_mounted_as_the_page_says(index: int) -> None:
    space: dict[str, Any] = {}
    exec(code_of("docs/mounting.md")[index], space)

    async def ask() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(space["app"])
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as http:
            return [
                await http.get("/updates/openapi.json"),
                await http.get("/updates/reference"),
                await http.post(
                    "/updates/kcis",
                    content=b"{",
                    headers={"X-Request-ID": "r", "X-Conversation-ID": "c"},
                ),
                await http.get("/elsewhere"),
            ]

    answers = asyncio.run(ask())
    assert [answer.status_code for answer in answers] == [200, 200, 400, 404]
    assert set(answers[2].json()) == {"uuid", "code", "messages"}
    assert answers[2].headers["x-request-id"] == "r"


def test_every_rule_and_extension_has_its_line() -> None:
    rules = (ROOT / "docs/validation.md").read_text()
    for rule in (FIRST, *GENERAL, *HOUSE):
        assert f"`{rule.RULE}`" in rules
    table = (ROOT / "docs/spec-extensions.md").read_text()
    assert set(re.findall(r"^\| `(x-[a-z-]+)`", table, re.MULTILINE)) == set(extensions._FORMS)


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    page = (ROOT / "docs/dependencies.md").read_text()
    for name in {Requirement(text).name for text in wanted}:
        assert name in page or name.startswith("types-"), name


@pytest.mark.parametrize(
    "file",
    sorted(
        p.relative_to(ROOT).as_posix() for p in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    ),
)
def test_links_lead_somewhere(file: str) -> None:
    page = ROOT / file
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


def test_hooks_for_others_call_commands_that_are_there() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        command = hook["entry"].split()
        done = subprocess.run(
            [sys.executable, "-m", "fibrecafe_codegen", *command[1:], "--help"],
            capture_output=True,
            check=False,
        )
        assert (command[0], done.returncode) == ("fibrecafe", 0)


def test_hand_written_files_are_short() -> None:
    long = {
        str(file.relative_to(ROOT))
        for folder in ("generator", "templates", "tests")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in (".py", ".jinja") and len(file.read_text().splitlines()) > 330
    }
    assert long == set()
