"""Runs checks, one after the other, and makes results of what they raise."""

from __future__ import annotations

import asyncio
import logging
import shlex
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

from fibrecafe_api.supplier import SPEC_VERSION as SUPPLIER_VERSION
from fibrecafe_api.supplier_updates import SPEC_VERSION as UPDATES_VERSION

from .behaviours import MEANINGS
from .capabilities import KCIS, WORDS
from .findings import Blocked, Field, NotHere, Report, Result, Status, Unmet, Why
from .levels import Level
from .mapping_coverage import coverage
from .registry import Check, all_checks, chosen
from .subject import Subject
from .trial import Trial

LONGEST = 60.0
"""Seconds that one check may take."""

_LAST_EXCHANGES = 40

Watch = Callable[[Result], None]


async def run(
    subject: Subject,
    level: Level = Level.GOLD,
    *,
    only: Sequence[str] = (),
    passed_before: Collection[str] = (),
    called: str | None = None,
    watch: Watch | None = None,
) -> Report:
    """Check a subject up to a level, or with the checks named in `only`.

    `passed_before` are the checks that passed when results were last recorded. `called` is how a
    person names the subject on the command line. `watch` sees each result as it comes. Raises
    UnknownCheck, and whatever the subject's own `start` raises.
    """
    checks = chosen(level, only)
    started = time.monotonic()
    alone = f"fibrecafe adapter check {shlex.quote(called or subject.name)} --only"
    trial = Trial(subject)
    results: list[Result] = []
    mapping: Sequence[Field] = ()
    with _quiet():
        await _started(subject)
        try:
            for one in checks:
                result = _compared(await _result(one, trial, f"{alone} {one.id}"), passed_before)
                results.append(result)
                if watch is not None:
                    watch(result)
            if not only:
                mapping = await coverage(trial)
        finally:
            await trial.aclose()
            await subject.close()
    return Report(
        subject=subject.name,
        wanted=level,
        results=results,
        mapping=mapping,
        seconds=time.monotonic() - started,
        versions=(f"Supplier API {SUPPLIER_VERSION}", f"Supplier Updates API {UPDATES_VERSION}"),
        partial=bool(only) and len(checks) < len(all_checks()),
    )


async def _started(subject: Subject) -> None:
    """Raises what its `start` raises."""
    try:
        await subject.start()
    except BaseException:
        with suppress(Exception):
            await subject.close()
        raise


@contextmanager
def _quiet() -> Iterator[None]:
    """What the gateway logs of failures that are wanted is of no use to a reader."""
    loggers = [logging.getLogger(name) for name in ("fibrecafe_gateway", "fibrecafe_api")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


async def run_one(one: Check, trial: Trial) -> Result:
    """One check, in a trial whose subject is started; for suites of other runners."""
    name = shlex.quote(trial.subject.name)
    return await _result(one, trial, f"fibrecafe adapter check {name} --only {one.id}")


async def _result(one: Check, trial: Trial, alone: str) -> Result:
    made = Result(
        id=one.id, level=one.level, title=one.title, rule=one.rule, source=one.source,
        status=Status.PASSED, alone=alone,
        required=_is_required(one, trial.subject),
    )  # fmt: skip
    missing = _missing(one, trial)
    if missing is not None:
        return replace(made, status=Status.SKIPPED, said=missing.said, why=missing.why)
    trial.exchanges.clear()
    started = time.monotonic()
    result = await _tried(one, trial, made)
    result = replace(
        result,
        seconds=time.monotonic() - started,
        exchanges=(
            () if result.status is Status.PASSED else tuple(trial.exchanges[-_LAST_EXCHANGES:])
        ),
    )
    try:
        await trial.subject.provoke(None)
    except Exception as error:
        return replace(
            result,
            status=Status.FAILED,
            said=f"the subject could not be calmed: {type(error).__name__}: {error}",
            cause="The subject's own `provoke(None)` is broken.",
            fix="Make `provoke(None)` bring back the supplier's usual answers.",
        )
    return result


def _is_required(one: Check, subject: Subject) -> bool:
    if subject.is_server:
        return one.of_servers or (one.required and not one.provokes and KCIS not in one.needs)
    return one.required and not one.of_servers


async def _tried(one: Check, trial: Trial, made: Result) -> Result:
    try:
        async with asyncio.timeout(LONGEST):
            await one.body(trial)
    except Unmet as error:
        return replace(
            made, status=Status.FAILED, said=error.said, cause=error.cause or one.cause,
            fix=error.fix or one.fix,
        )  # fmt: skip
    except Blocked as error:
        by = f"; see {error.by}" if error.by else ""
        return replace(made, status=Status.BLOCKED, said=error.said + by)
    except NotHere as error:
        return replace(made, status=Status.SKIPPED, said=error.said, why=error.why)
    except TimeoutError:
        return replace(
            made, status=Status.FAILED, said=f"the check did not end in {LONGEST:g} s",
            cause=one.cause, fix=one.fix,
        )  # fmt: skip
    except Exception as error:
        return replace(
            made,
            status=Status.FAILED,
            said=f"the check met {type(error).__name__}: {error}",
            cause="The subject (the fake supplier, or how it is made to answer) is broken, or the"
            " kit is.",
            fix="Look at what was said before; if the subject is in order, report this.",
        )
    return made


def _missing(one: Check, trial: Trial) -> NotHere | None:
    """Why a check cannot be made; None when it can."""
    capabilities = trial.subject.capabilities
    missing = sorted(one.needs - capabilities.has)
    if missing:
        words = ", ".join(WORDS.get(name, name) for name in missing)
        if set(missing) <= capabilities.planned:
            return NotHere(f"{words}: planned", Why.NOT_YET)
        return NotHere(f"{words}: not declared")
    unable = sorted(one.provokes - trial.subject.behaviours)
    if unable:
        what = "; ".join(f"{name} ({MEANINGS[name]})" for name in unable)
        return NotHere(f"the supplier cannot be made to answer so: {what}")
    return None


def _compared(result: Result, passed_before: Collection[str]) -> Result:
    if result.id not in passed_before or result.status is Status.PASSED:
        return result
    why = Why.REGRESSION if result.status is Status.SKIPPED else result.why
    return replace(result, regression=True, why=why)
