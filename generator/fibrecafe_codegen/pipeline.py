"""From settings to a set of files: load, overlay, validate, normalise, model, render, format.

Everything happens in memory; `fileset` writes or compares. The models of all documents are made in
a second process where the platform can fork, since datamodel-code-generator and validation each
cost more than the rest together; models that would be made of the same are taken over.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .artifacts import package
from .document.load import Document, load, load_mapping
from .fileset import FileSet
from .finding import Finding
from .formatting import BlockCache, Whole, format_module
from .locate import template_root
from .model.api import Api
from .model.build import build_api
from .normalise import normalise
from .parallel import Background, Helper, in_background
from .render import Renderer
from .settings import Beside, Settings, Source
from .surface import FILE as SURFACE
from .surface import surface_of


class GenerationRefused(Exception):
    """The documents have findings that are errors; nothing was made."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = list(findings)


@dataclass(slots=True)
class Result:
    """What a run made."""

    files: FileSet
    apis: list[Api]
    findings: list[Finding]  # warnings: what was left out
    blocks: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    made_of: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Prepared:
    source: Source
    document: Document
    models: package.ModelsJob
    api: Api


Progress = Callable[[str], None]


def run(
    settings: Settings,
    cache: BlockCache,
    progress: Progress = lambda _: None,
    helper: Helper | None = None,
) -> Result:
    """Generates everything the settings ask for. `helper` makes the models, where the last run
    has left nothing to take over. Raises DocumentError and GenerationRefused."""
    gc.disable()  # a short run; collecting costs 12 %
    try:
        return _run(settings, cache, progress, helper)
    finally:
        # What the run leaves counts as old, or the next allocation would look through all of it.
        gc.freeze()
        gc.unfreeze()
        gc.enable()


def _run(
    settings: Settings, cache: BlockCache, progress: Progress, helper: Helper | None
) -> Result:
    documents = [(source, _load(source)) for source in settings.sources]
    templates = [*settings.templates, template_root()]
    prepared, notes, failed = _prepare(documents)
    loaded = [document for _, document in documents]
    if failed:
        _refuse(_validate(settings, loaded))
        raise failed
    result = Result(FileSet(), [p.api for p in prepared], notes)
    jobs = {_path(item.source, "models.py"): item.models for item in prepared}
    models: Background[Made]
    if helper is not None:
        models = helper.do(_models, jobs, templates, cache)
    renderer = Renderer(templates)
    if helper is None and all(_taken_over(path, job, cache) for path, job in jobs.items()):
        # With no models to make, validation is what costs most.
        background = in_background(lambda: _validate(settings, loaded))
        progress("rendering")
        try:
            _render(settings, prepared, renderer, cache, result)
        except BaseException:
            _refuse(background.result())
            raise
        progress(f"validating {len(documents)} documents")
        result.findings[:0] = _refuse(background.result())
        _add_models(result, cache, _models(jobs, templates, cache))
        return result
    if helper is None:
        models = in_background(lambda: _models(jobs, templates, cache))
    try:
        progress(f"validating {len(documents)} documents")
        result.findings[:0] = _refuse(_validate(settings, loaded))
        progress("rendering")
        _render(settings, prepared, renderer, cache, result)
    except BaseException:
        models.abandon()
        raise
    progress("formatting models")
    _add_models(result, cache, models.result())
    return result


def _refuse(findings: list[Finding]) -> list[Finding]:
    """The findings, where none is an error. Raises GenerationRefused."""
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise GenerationRefused(errors)
    return findings


def _add_models(result: Result, cache: BlockCache, made: Made) -> None:
    for path, text, index, key in made:
        result.files.add(path, text)
        cache.used[path] = index
        result.made_of[path] = key
    result.blocks = dict(sorted(cache.used.items()))


def _load(source: Source) -> Document:
    document = load(source.path, name=source.shown_as)
    if not source.overlays:
        return document
    from .document.overlay import apply_overlay

    for overlay in source.overlays:
        document = apply_overlay(document, overlay)
    return document


def _prepare(
    documents: Sequence[tuple[Source, Document]],
) -> tuple[list[_Prepared], list[Finding], Exception | None]:
    """The typed views. A document that validation will refuse may fail here in any way: that
    failure is only shown if validation then finds nothing."""
    prepared: list[_Prepared] = []
    notes: list[Finding] = []
    for source, document in documents:
        try:
            normalised = normalise(document.data)
            name = source.package or source.key
            api = build_api(
                normalised,
                document.data,
                key=source.key,
                package=name,
                path=source.shown_as,
            )
        except Exception as error:
            return prepared, notes, error
        models = package.models_job(normalised, api, nested=source.package is not None)
        prepared.append(_Prepared(source, document, models, api))
        notes += [
            _as_finding(document, note.rule, note.pointer, note.message)
            for note in normalised.notes
        ]
    return prepared, notes, None


def _as_finding(document: Document, rule: str, pointer: str, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity="warning",
        document=document.name,
        pointer=pointer,
        line=document.line_of(pointer),
        message=message,
        hint="generation goes on without it",
    )


def _validate(settings: Settings, documents: Sequence[Document]) -> list[Finding]:
    from .validation.check import check_document
    from .validation.family import check_family

    house = settings.family is not None
    findings = [f for document in documents for f in check_document(document, house=house)]
    if settings.family is not None and settings.whole_family:
        by_key = {s.key: d for s, d in zip(settings.sources, documents, strict=True)}
        findings += check_family(by_key, load_mapping(settings.family, name=settings.family.name))
    return findings


Made = list[tuple[str, bytes, list[tuple[str, int]], str]]


def _taken_over(path: str, job: package.ModelsJob, cache: BlockCache) -> Whole | None:
    """The models of the last run, if these would be made of the same."""
    last = cache.whole.get(path)
    return last if last is not None and last.made_of == job.made_of else None


def _models(
    jobs: Mapping[str, package.ModelsJob], templates: Sequence[Path], cache: BlockCache
) -> Made:
    renderer = Renderer(templates)
    made: Made = []
    for path, job in jobs.items():
        last = _taken_over(path, job, cache)
        if last is not None:
            made.append((path, last.text.encode(), last.blocks, last.made_of))
            continue
        text = format_module(path, job.source(renderer), cache)
        made.append((path, text.encode(), cache.used[path], job.made_of))
    return made


def _render(
    settings: Settings,
    prepared: Sequence[_Prepared],
    renderer: Renderer,
    cache: BlockCache,
    result: Result,
) -> None:
    def add(path: str, raw: str) -> None:
        result.files.add(path, format_module(path, raw, cache))

    artifacts = settings.artifacts
    for item in prepared:
        nested = item.source.package is not None
        modules = package.api_modules(item.api, renderer, artifacts, nested=nested)
        for name, raw in modules.items():
            add(_path(item.source, name), raw)
        for name, text in package.api_data(item.api, renderer, artifacts).items():
            result.files.add(_path(item.source, name), text)
        surface = surface_of(item.models.document, item.api, artifacts)
        result.files.add(_path(item.source, SURFACE), surface)
    for name, (text, finished) in package.support_modules(renderer, artifacts).items():
        if finished:
            result.files.add(f"_support/{name}", text)
        else:
            add(f"_support/{name}", text)
    if prepared[0].source.package is not None:
        add("__init__.py", package.root_module(result.apis, renderer, artifacts))
    if settings.beside is not None:
        _render_converters(settings.beside, prepared[0], renderer, add, result)
    result.files.add("py.typed", "")


def _render_converters(
    of: Beside,
    own: _Prepared,
    renderer: Renderer,
    add: Callable[[str, str], None],
    result: Result,
) -> None:
    from .beside import converters
    from .beside.version import Version

    others, _, failed = _prepare([(of.source, _load(of.source))])
    if failed:
        raise failed
    versions = [Version(item.document, item.models.document, item.api) for item in (own, others[0])]
    add(converters.MODULE, converters.module(versions[0], versions[1], of, renderer))
    for name in converters.SUPPORT:
        text, _ = renderer.module(f"support/{name}")
        result.files.add(f"_support/{name}.py", text)


def _path(source: Source, name: str) -> str:
    return f"{source.package}/{name}" if source.package else name
