"""What a request asks the simulator to play: headers, or magic text for those who cannot add any.

    X-Scenario: ORDER_DELAYED?targetDateOffset=14&misbehave=duplicate,late
    X-Problem-Code: NETWORK_ISSUE
    X-Kci-Delay: 5

The header goes first, then `SCENARIO:NAME?param=value` in the request's own text, then one that
came with the order, then a magic address, then the section's default.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from fibrecafe_api.supplier_updates.models import ProblemCode

from .entity import Manner
from .misbehaviour import ON_ANSWERS, Misbehaviour
from .scenarios import ADDRESSES, SCENARIOS, default_of, scenarios_of
from .script import Scenario, Section

Header = Callable[[str], str | None]
"""Gives a request's header by its name."""

MAX_DELAY = 86400.0

_MAGIC = re.compile(r"SCENARIO:(\S+)")

# A client may send its header with all it asks, and these are ours.
_LENIENT = (Section.LOOK_UPS, Section.APPOINTMENTS)


class Unplayable(Exception):
    """A scenario, or a parameter of one, that the simulator does not have: 422."""


def _listed(value: Any) -> Any:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


class Parameters(BaseModel):
    """What may stand behind the question mark of a scenario."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, use_attribute_docstrings=True
    )

    answer: Literal["201", "202", "422", "committed"] | None = None
    """`201`: at once; `committed`: at once and committed; `202`: by KCI; `422`: refused at once"""
    target_date_offset: Annotated[int | None, Field(ge=0, le=3650)] = None
    """days from the commitment to the target date; else the visit, the day asked for, or 10"""
    delay_days: Annotated[int, Field(ge=1, le=365)] = 7
    """days by which a delay or a new visit moves the target date"""
    kci_delay: Annotated[float | None, Field(ge=0, le=MAX_DELAY, allow_inf_nan=False)] = None
    """as `X-Kci-Delay`"""
    problem_code: ProblemCode | None = None
    """as `X-Problem-Code`"""
    text: Annotated[str | None, Field(min_length=1, max_length=500)] = None
    """text of the KCI that is not of the happy path, or of a refusal"""
    expiry: Annotated[float, Field(ge=0, le=31536000, allow_inf_nan=False)] = 86400.0
    """seconds that a reservation is held"""
    misbehave: Annotated[tuple[Misbehaviour, ...], BeforeValidator(_listed)] = ()
    """misbehaviours, with commas between them"""
    seed: int | None = None
    """chooses which KCIs misbehave; else the simulator's own seed and the order do"""
    slow: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] = 0.0
    """seconds before the answer; what was asked is done before them"""
    status: Annotated[int | None, Field(ge=400, le=599)] = None
    """the answer's status; nothing is done"""
    times: Annotated[int | None, Field(ge=1, le=1000)] = None
    """how often `status` is answered before the same request succeeds; else always"""


@dataclass(frozen=True, slots=True)
class Direction:
    """What is to be played."""

    scenario: Scenario
    parameters: Parameters
    problem_code: ProblemCode | None
    """None: as the scenario has it."""
    kci_delay: float
    """Seconds between KCIs."""

    @property
    def answer(self) -> str:
        """How the request is answered."""
        return self.parameters.answer or (self.scenario.answers or ("",))[0]

    @property
    def manner(self) -> Manner:
        """How its KCIs come."""
        return Manner(self.kci_delay, self.problem_code, self.parameters.text)

    @property
    def refusal(self) -> str:
        """What a request is told that is refused at once."""
        own = next((kci.text for kci in self.scenario.kcis if kci.text), None)
        return self.parameters.text or own or self.scenario.outcome or self.scenario.summary

    @property
    def answer_faults(self) -> frozenset[Misbehaviour]:
        """What goes wrong with the answer."""
        return frozenset(self.parameters.misbehave) & ON_ANSWERS


def direct(
    section: Section,
    header: Header,
    *,
    kci_delay: float,
    texts: Iterable[str | None] = (),
    kept: Iterable[str] = (),
    address: str | None = None,
) -> Direction:
    """Read what a request asks for. `kept`: scenarios that came with its order.

    Raises Unplayable.
    """
    asked = _header_scenario(section, header("x-scenario"))
    if asked is None:
        asked = _first_of(section, [*magic(texts), *kept]) or _by_address(section, address)
    scenario, parameters = asked or (default_of(section), Parameters())
    if parameters.answer is not None and parameters.answer not in scenario.answers:
        raise Unplayable(
            f"{scenario.name}: answer must be one of {', '.join(scenario.answers) or 'none'}"
        )
    code = parameters.problem_code or _problem_code(header("x-problem-code"))
    delay = parameters.kci_delay
    if delay is None:
        delay = _delay(header("x-kci-delay"), kci_delay)
    return Direction(scenario, parameters, code, delay)


def magic(texts: Iterable[str | None]) -> list[str]:
    """The scenarios in texts; those of an order are kept for what is asked of it later."""
    return [found for text in texts if text for found in _MAGIC.findall(text)]


def read_scenario(text: str) -> tuple[Scenario, Parameters]:
    """`NAME?param=value&...`. Raises Unplayable."""
    name, _, query = text.strip().partition("?")
    scenario = SCENARIOS.get(name)
    if scenario is None:
        raise Unplayable(f"{name[:100]!r} is no scenario; there are {', '.join(SCENARIOS)}")
    return scenario, _parameters(scenario, query)


def _parameters(scenario: Scenario, query: str) -> Parameters:
    given: dict[str, str] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        given[key] = f"{given[key]},{value}" if key in given else value
    try:
        return Parameters.model_validate(given, by_alias=True, by_name=False)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"][:1]))
        known = ", ".join(to_camel(name) for name in Parameters.model_fields)
        said = f"is no parameter; there are {known}"
        message = said if fault["type"] == "extra_forbidden" else fault["msg"]
        raise Unplayable(f"{scenario.name}: {place[:100]}: {message}") from error


def _header_scenario(section: Section, text: str | None) -> tuple[Scenario, Parameters] | None:
    if text is None or not text.strip():
        return None
    scenario, parameters = read_scenario(text)
    if scenario.section == section:
        return scenario, parameters
    if section in _LENIENT:
        return None
    known = ", ".join(one.name for one in scenarios_of(section))
    raise Unplayable(
        f"X-Scenario: {scenario.name} is not for {section}; for them there are {known}"
    )


def _first_of(section: Section, asked: Iterable[str]) -> tuple[Scenario, Parameters] | None:
    read = map(read_scenario, asked)
    return next((one for one in read if one[0].section == section), None)


def _by_address(section: Section, address: str | None) -> tuple[Scenario, Parameters] | None:
    look_up, order = ADDRESSES.get((address or "")[-3:], (None, None))
    text = {Section.LOOK_UPS: look_up, Section.ORDERS: order}.get(section)
    return read_scenario(text) if text else None


def _problem_code(text: str | None) -> ProblemCode | None:
    if text is None or not text.strip():
        return None
    try:
        return ProblemCode(text.strip())
    except ValueError:
        known = ", ".join(ProblemCode)
        raise Unplayable(f"X-Problem-Code: {text[:100]!r} is none; there are {known}") from None


def _delay(text: str | None, usual: float) -> float:
    if text is None or not text.strip():
        return usual
    try:
        delay = float(text)
    except ValueError:
        delay = -1
    if not 0 <= delay <= MAX_DELAY:  # also false for NaN
        raise Unplayable(
            f"X-Kci-Delay: must be seconds from 0 to {MAX_DELAY:.0f}, is {text[:50]!r}"
        )
    return delay
