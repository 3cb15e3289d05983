"""Finds the subject that a person means: a project's folder, an adapter's name, or an address."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from ..adapters.discovery import GROUP as ADAPTERS
from ..adapters.discovery import ConfigurationError
from .configured_subject import FILE, ConfiguredSubject, Described, FileUnusable, read
from .subject import Subject

GROUP = "fibrecafe.conformance"
"""Entry points of functions that give a Subject, by the adapter's name."""

PLACES = ("conformance.py", "tests/conformance.py")
"""Where a project says what is to be checked."""


class NotFound(Exception):
    """There is no such subject; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A subject, and where its results are recorded."""

    subject: Subject
    folder: Path


def load(target: str, config: Path | None = None) -> Loaded:
    """The subject of a folder, a name or an address. Raises NotFound."""
    try:
        if target.startswith(("http://", "https://")):
            return Loaded(_server(target, config), Path.cwd())
        folder = Path(target)
        if folder.is_dir():
            return Loaded(_project(folder.resolve()), folder)
        return Loaded(_installed(target, config), Path.cwd())
    except (FileUnusable, ConfigurationError, ValueError) as error:
        raise NotFound(str(error)) from error


def _server(url: str, config: Path | None) -> Subject:
    file = config or Path(FILE)
    described = read(file) if config is not None or file.exists() else Described()
    return ConfiguredSubject(url, described, server=url)


def _installed(name: str, config: Path | None) -> Subject:
    if config is not None:
        return ConfiguredSubject(name, read(config))
    if name == "native":
        from .native_subject import NativeSubject

        return NativeSubject()
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name in found:
        try:
            made = found[name].load()()
        except Exception as error:  # a package of someone else's may raise anything
            raise NotFound(
                f"the subject of {name} ({found[name].value}) cannot be made:"
                f" {type(error).__name__}: {error}"
            ) from error
        return _checked(made, found[name].value)
    adapters = sorted({point.name for point in entry_points(group=ADAPTERS)} | {"native"})
    if name in adapters:
        raise NotFound(
            f"the adapter {name} is installed and nothing says how it is checked: give its settings"
            f" with --config FILE, or its project's folder; packages register a subject in {GROUP}"
        )
    raise NotFound(
        f"{name} is no folder, no address and no adapter that is installed; there are"
        f" {', '.join(adapters)}"
    )


def _project(folder: Path) -> Subject:
    file = next((folder / place for place in PLACES if (folder / place).is_file()), None)
    if file is None:
        raise NotFound(
            f"{folder} has no {' or '.join(PLACES)}: it says what is to be checked, by a function"
            " subject() that gives a fibrecafe_gateway.conformance.Subject (docs/conformance.md)"
        )
    for path in (folder, folder / "src"):
        if path.is_dir() and str(path) not in sys.path:
            sys.path.insert(0, str(path))
    module = _imported(file)
    make = getattr(module, "subject", None)
    if not callable(make):
        raise NotFound(f"{file} has no function subject(), which gives what is to be checked")
    try:
        made = make()
    except Exception as error:
        raise NotFound(f"{file}: subject() raised {type(error).__name__}: {error}") from error
    return _checked(made, str(file))


def _imported(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fibrecafe_conformance_subject", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise NotFound(
            f"{file} cannot be imported: {type(error).__name__}: {error}; is the project installed"
            " (pip install -e .)?"
        ) from error
    return module


def _checked(made: object, where: str) -> Subject:
    if not isinstance(made, Subject):
        raise NotFound(
            f"{where} gave a {type(made).__name__}, which is no"
            " fibrecafe_gateway.conformance.Subject"
        )
    return made
