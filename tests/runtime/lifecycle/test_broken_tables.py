"""A table that is not sound is refused when it is made."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from fibrecafe_gateway.lifecycle import Back, Machine, Source, Transition
from fibrecafe_gateway.lifecycle.machine import DefinitionError
from fibrecafe_gateway.lifecycle.tables import TABLES
from fibrecafe_gateway.lifecycle.transition import row


class Lamp(StrEnum):
    OFF = "OFF"
    ON = "ON"
    ASKING = "ASKING"
    BROKEN = "BROKEN"


def r(sources: set[Lamp], trigger: str, target: Lamp | Back, **more: Any) -> Transition[Lamp]:
    return row(sources, trigger, target, None, Source.OURS, **more)


SOUND = (
    r(set(), "CREATED", Lamp.OFF),
    r({Lamp.OFF}, "RESUMED", Lamp.ON),
    r({Lamp.OFF, Lamp.ON}, "CANCELLATION_PENDING", Lamp.ASKING),
    r({Lamp.ASKING}, "CANCELLATION_REJECTED", Back.PREVIOUS),
    r({Lamp.ON, Lamp.ASKING}, "FAILED", Lamp.BROKEN),
)


def lamp(*transitions: Transition[Lamp], **changed: Any) -> Machine[Lamp]:
    terminal, requests = frozenset({Lamp.BROKEN}), frozenset({Lamp.ASKING})
    settings: dict[str, Any] = {"terminal": terminal, "requests": requests, **changed}
    return Machine(
        name="lamp", enum=Lamp, initial=Lamp.OFF, transitions=transitions or SOUND, **settings
    )


def faults(*transitions: Transition[Lamp], **changed: Any) -> str:
    with pytest.raises(DefinitionError) as caught:
        lamp(*transitions, **changed)
    assert str(caught.value).startswith("the table of lamp is not sound: ")
    return "\n".join(caught.value.faults)


def test_a_sound_table_is_taken() -> None:
    assert lamp().states == (Lamp.OFF, Lamp.ON, Lamp.ASKING, Lamp.BROKEN)


def test_a_value_of_the_enum_without_a_row_is_found() -> None:
    assert "ON cannot be reached" in faults(
        *(t for t in SOUND if t.trigger != "RESUMED" and Lamp.ON not in t.sources),
        r({Lamp.OFF}, "CANCELLATION_PENDING", Lamp.ASKING),
        r({Lamp.ASKING}, "FAILED", Lamp.BROKEN),
    )


def test_a_value_declared_unused_is_not_missed_and_may_not_be_used() -> None:
    rows = (SOUND[0], r({Lamp.OFF}, "FAILED", Lamp.BROKEN))
    unused = frozenset({Lamp.ON, Lamp.ASKING})
    assert lamp(*rows, requests=frozenset(), unused=unused).states == (Lamp.OFF, Lamp.BROKEN)
    assert faults(*SOUND, unused=frozenset({Lamp.ON})) == "ON is declared unused and used"


def test_a_state_that_nothing_leads_to_is_found() -> None:
    assert "ASKING cannot be reached" in faults(
        SOUND[0], SOUND[1], r({Lamp.ON, Lamp.ASKING}, "FAILED", Lamp.BROKEN)
    )


def test_a_trap_is_found() -> None:
    assert "ON leads to no terminal state" in faults(
        SOUND[0],
        SOUND[1],
        r({Lamp.ON}, "UPDATE", Back.SAME),
        r({Lamp.OFF}, "CANCELLATION_PENDING", Lamp.ASKING),
        r({Lamp.ASKING}, "FAILED", Lamp.BROKEN),
    )


def test_an_exit_from_a_terminal_state_is_found() -> None:
    found = faults(*SOUND, r({Lamp.BROKEN}, "UPDATE", Back.SAME))
    assert found == "BROKEN is terminal and UPDATE leaves it"


def test_two_rows_for_the_same_trigger_are_found() -> None:
    assert faults(*SOUND, r({Lamp.OFF}, "RESUMED", Lamp.BROKEN)) == "RESUMED has two rows in OFF"
    assert faults(*SOUND, r(set(), "CREATED", Lamp.OFF)) == "CREATED has two rows in creation"


def test_two_rows_are_told_apart_by_the_resume_state() -> None:
    on = r({Lamp.ASKING}, "UPDATE", Back.SAME, resuming={Lamp.ON})
    off = r({Lamp.ASKING}, "UPDATE", Lamp.BROKEN, resuming={Lamp.OFF})
    machine = lamp(*SOUND, on, off)
    assert machine.decide("ASKING", "UPDATE", resume="ON")[0].after == "ASKING"
    assert machine.decide("ASKING", "UPDATE", resume="OFF")[0].after == "BROKEN"
    both = r({Lamp.ASKING}, "UPDATE", Back.SAME, resuming={Lamp.ON, Lamp.OFF})
    assert faults(*SOUND, on, both) == "UPDATE has two rows in ASKING"


def test_a_resume_state_that_never_occurs_is_found() -> None:
    never = r({Lamp.ASKING}, "UPDATE", Back.SAME, resuming={Lamp.BROKEN})
    assert "waits for the resume state BROKEN, which never occurs" in faults(*SOUND, never)


def test_a_resume_state_outside_of_a_request_is_found() -> None:
    assert faults(*SOUND, r({Lamp.ON}, "UPDATE", Back.PREVIOUS)) == (
        "UPDATE uses the resume state outside of ASKING"
    )


def test_a_missing_step_must_exist_fit_end_and_arrive() -> None:
    unknown = r({Lamp.OFF}, "UPDATE", Lamp.ON, first="SENT")
    assert faults(*SOUND, unknown) == "UPDATE needs SENT, which has no row"
    unfit = r({Lamp.OFF}, "UPDATE", Lamp.ON, first="FAILED")
    assert "do not fit: lamp: state was OFF, KCI says FAILED" in faults(*SOUND, unfit)
    endless = r({Lamp.OFF}, "UPDATE", Lamp.ON, first="UPDATE")
    assert "never end" in faults(*SOUND, endless)
    wrong = (
        r({Lamp.OFF}, "UPDATE", Lamp.ASKING, first="RESUMED"),
        r({Lamp.ON}, "UPDATE", Back.SAME),
    )
    assert faults(*SOUND, *wrong) == "UPDATE in OFF says ASKING, goes to ON"


def test_a_table_needs_a_beginning_and_begins_in_its_initial_state() -> None:
    assert "no row creates the entity" in faults(*SOUND[1:])
    assert "CREATED creates it in ON, not OFF" in faults(r(set(), "CREATED", Lamp.ON), *SOUND[1:])


def test_an_unknown_trigger_is_refused_with_the_place_to_name_it() -> None:
    with pytest.raises(ValueError, match="no such trigger: SHINE; name it in"):
        r({Lamp.OFF}, "SHINE", Lamp.ON)


@pytest.mark.parametrize("machine", TABLES, ids=lambda machine: machine.name)
def test_every_value_of_the_generated_enum_is_a_state_or_declared_unused(
    machine: Machine[StrEnum],
) -> None:
    assert {*machine.states} | machine.unused == set(machine.enum)
    for state in machine.terminal:
        assert machine.legal(state) == ()
