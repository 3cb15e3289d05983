"""The tables of docs/simulator.md, and of `fibrecafe simulator --list`, from the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic.alias_generators import to_camel

from .directions import Parameters
from .misbehaviour import MEANINGS
from .scenarios import ADDRESSES, scenarios_of
from .script import Scenario, Section


def tables() -> dict[str, str]:
    """Markdown tables by their titles."""
    return {
        **{f"Scenarios of {section}": scenario_table(section) for section in Section},
        "Parameters": parameter_table(),
        "Misbehaviours": misbehaviour_table(),
        "Magic addresses": address_table(),
    }


def scenario_table(section: Section) -> str:
    """The scenarios of a section, its default first."""
    found = list(scenarios_of(section))
    rows = [
        (f"`{one.name}`" + (" (ours)" if one.ours else ""), one.summary, _flow(one), _answers(one))
        for one in found
    ]
    head = ("scenario", "what happens", "KCIs, with the state after each", "`answer=`")
    used = [place for place in range(4) if any(row[place] for row in rows)]
    return _table([head[p] for p in used], ([row[p] for p in used] for row in rows))


def parameter_table() -> str:
    """What may stand behind the question mark."""
    fields = Parameters.model_fields.items()
    rows = ((f"`{to_camel(name)}`", field.description or "") for name, field in fields)
    return _table(("parameter", "meaning"), rows)


def misbehaviour_table() -> str:
    """What `misbehave=` may hold."""
    return _table(("misbehaviour", "what goes wrong"), ((f"`{k}`", v) for k, v in MEANINGS.items()))


def address_table() -> str:
    """What magic addresses do."""
    rows = ((f"`...{end}`", f"`{look}`", f"`{order}`") for end, (look, order) in ADDRESSES.items())
    return _table(("address id", "look-ups", "orders"), rows)


def _flow(scenario: Scenario) -> str:
    parts: list[str] = []
    for kci in scenario.kcis:
        part = str(kci.reason)
        if kci.status and kci.status != kci.reason:
            part += f" ({kci.status})"
        parts.append(part)
    flow = ", ".join(parts)
    if scenario.section is Section.SERVICE_TESTS and flow:
        flow += f", result {scenario.outcome}"
    if scenario.resume:
        flow += f"; after an amendment {', '.join(str(kci.reason) for kci in scenario.resume)}"
    return flow


def _answers(scenario: Scenario) -> str:
    return ", ".join(scenario.answers)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join(f"| {' | '.join(line)} |" for line in lines)
        .replace("| --- ", "|---")
        .replace("--- |", "---|")
    )
