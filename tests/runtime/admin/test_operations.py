"""What operators do over HTTP is what their commands do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import insert

from fibrecafe_gateway.commands import endpoint, explain, kci, quarantine
from fibrecafe_gateway.operating.decisions import decisions
from fibrecafe_gateway.store.tables import ENDPOINT
from tests.runtime.admin.office import LONG_AGO, OPERATOR, Office


def decided(desk: Office, about: str) -> list[tuple[str, str, str | None]]:
    rows = desk.stage.read(lambda unit: decisions(unit, [about]))
    return [(row["action"], row["by"], row["reason"]) for row in rows]


def test_a_list_is_walked_by_its_cursors(desk: Office) -> None:
    for _ in range(3):
        desk.delivered("ACKNOWLEDGED")
        desk.parked()
    for query in ({}, {"status": "DELIVERED"}, {"status": "FAILED"}, {"tenant": "acme"}):
        whole = desk.get("/kcis", limit=500, **query)["kcis"]
        assert len(whole) > 2
        walked: list[Any] = []
        cursor: dict[str, str] = {}
        while True:
            page = desk.get("/kcis", limit=2, **query, **cursor)
            assert len(page["kcis"]) <= 2
            walked += page["kcis"]
            if "next" not in page:
                break
            cursor = {"cursor": page["next"]}
        assert walked == whole
    assert desk.get("/kcis", tenant="bolt") == {"kcis": []}
    assert desk.get("/kcis", olderThan=LONG_AGO) == {"kcis": []}


def test_a_cursor_of_another_list_is_refused(desk: Office) -> None:
    cursor = desk.get("/endpoints", limit=1)["next"]
    for given in (cursor, "x", "W10", "bnVsbA", cursor[:-2]):
        assert "cursor" in desk.get("/kcis", 422, cursor=given)["detail"]


def test_a_kci_is_shown_with_its_attempts_and_without_personal_data(desk: Office) -> None:
    order = desk.delivered()
    (shown,) = desk.get(f"/kcis/acme/{order.id}")["kcis"]
    assert [tried["status"] for tried in shown["tries"]] == [204]
    entity = shown["content"]["entity"]
    assert (entity["id"], shown["content"]["id"]) == (order.id, shown["kci"])
    assert entity["primaryContact"]["name"] == "[contact]"
    (shown,) = desk.get(f"/kcis/acme/{order.id}", personalData="true")["kcis"]
    assert shown["content"]["entity"]["primaryContact"]["name"] == "Marjorie Featherstone"
    assert desk.get("/kcis/acme/4711", 404)["title"] == "Not Found"


def test_a_parked_lane_goes_on_with_who_and_why(desk: Office) -> None:
    order = desk.parked("ACKNOWLEDGED")
    body = {"tenant": "acme", "id": order.id, "reason": "mended"}
    would = desk.post("/kcis/retry", body, dryRun="true")
    assert (would["done"], would["count"], would["kcis"][0]["behind"]) == (False, 1, 1)
    assert decided(desk, f"t/acme/{order.id}") == []
    assert desk.post("/kcis/retry", body)["done"] is True
    assert decided(desk, f"t/acme/{order.id}") == [("retry", OPERATOR, "mended")]
    assert "not parked" in desk.post("/kcis/retry", body, 409)["detail"]
    assert "no KCI about 4711" in desk.post("/kcis/retry", {**body, "id": 4711}, 404)["detail"]


@pytest.mark.parametrize("action", ["retry", "skip"])
def test_many_at_once_need_a_tenant_and_the_number_that_the_dry_run_said(
    desk: Office, action: str
) -> None:
    first, second = desk.parked(), desk.parked()
    path, body = f"/kcis/{action}", {"tenant": "acme", "reason": "agreed"}
    assert "/tenant" in desk.post(path, {"reason": "all of them"}, 400)["detail"]
    count = desk.post(path, body, dryRun="true")["count"]
    assert count >= 2
    assert "dryRun" in desk.post(path, body, 422)["detail"]
    assert "nothing was done" in desk.post(path, {**body, "expect": count + 1}, 409)["detail"]
    done = desk.post(path, {**body, "expect": count})
    assert {first.id, second.id} <= {one["id"] for one in done["kcis"]}
    assert decided(desk, f"t/acme/{first.id}") == [(action, OPERATOR, "agreed")]
    assert desk.post(path, body, dryRun="true")["count"] == 0


def test_what_was_delivered_is_sent_again(desk: Office) -> None:
    order = desk.delivered("ACKNOWLEDGED")
    one = {"tenant": "acme", "id": order.id, "seq": 2, "reason": "lost"}
    assert [kci["seq"] for kci in desk.post("/kcis/resend", one)["kcis"]] == [2]
    assert decided(desk, f"t/acme/{order.id}") == [("resend", OPERATOR, "lost")]
    both = {"tenant": "acme", "id": order.id, "reason": "lost"}
    assert desk.post("/kcis/resend", both, 422)
    assert desk.post("/kcis/resend", {**both, "expect": 2})["count"] == 2
    within = {"tenant": "acme", "within": LONG_AGO, "reason": "lost"}
    assert desk.post("/kcis/resend", within, dryRun="true")["count"] >= 2
    assert "give id, or within" in desk.post("/kcis/resend", {**both, **within}, 422)["detail"]
    assert "no KCI about 4711" in desk.post("/kcis/resend", {**both, "id": 4711}, 404)["detail"]


def test_endpoints_are_paused_resumed_and_probed(desk: Office) -> None:
    path = "/endpoints/supplier/S2"
    held = desk.post(f"{path}/pause", {"reason": "moves house"})
    assert (held["state"], held["heldBy"], held["heldBecause"]) == ("held", OPERATOR, "moves house")
    assert "held already" in desk.post(f"{path}/pause", {"reason": "again"}, 409)["detail"]
    assert desk.post(f"{path}/resume")["state"] == "open"
    assert decided(desk, "supplier/S2") == [
        ("pause", OPERATOR, "moves house"), ("resume", OPERATOR, None),
    ]  # fmt: skip
    failed: dict[str, Any] = {
        "name": "tenant/bolt", "fails": 5, "until": 2**50, "held": False, "probing": 0,
    }  # fmt: skip
    desk.stage.do(lambda unit: unit.execute(insert(ENDPOINT), failed))
    assert desk.post("/endpoints/tenant/bolt/probe") == {"name": "tenant/bolt"}
    assert desk.post("/endpoints/tenant/nobody/pause", {"reason": "x"}, 404)
    names = [one["name"] for one in desk.get("/endpoints")["endpoints"]]
    assert names == sorted(names)
    assert {"supplier/S1", "tenant/acme", "tenant/bolt"} <= set(names)


def test_quarantined_kcis_are_decided_on_with_who_and_why(desk: Office) -> None:
    about = desk.delivered()
    ignored, accepted, replayed = (desk.quarantined(about) for _ in range(3))
    listed = [one["kci"] for one in desk.get("/quarantine", supplier="S1")["kcis"]]
    assert [one for one in listed if one in (ignored, accepted, replayed)] == [
        *sorted([ignored, accepted, replayed])
    ]
    first = desk.get("/quarantine", limit=1)
    assert desk.get("/quarantine", limit=1, cursor=first["next"])["kcis"] != first["kcis"]
    body = {"reason": "sent in error"}
    assert desk.post(f"/quarantine/S1/{ignored}/ignore", body)["result"] == "IGNORED"
    again = desk.post(f"/quarantine/S1/{replayed}/replay")
    assert (again["result"], again["state"]) == ("QUARANTINED", "SENT_TO_SUPPLIER")
    body = {"reason": "agreed"}
    assert desk.post(f"/quarantine/S1/{accepted}/accept", body)["state"] == "COMPLETED"
    assert decided(desk, f"s/acme/{about.id}") == [
        ("ignore", OPERATOR, "sent in error"), ("replay", OPERATOR, None),
        ("accept", OPERATOR, "agreed"),
    ]  # fmt: skip
    assert "has ended" in desk.post(f"/quarantine/S1/{replayed}/accept", body, 409)["detail"]
    assert desk.post(f"/quarantine/S1/{ignored}/ignore", body, 404)
    assert desk.post(f"/quarantine/S2/{replayed}/ignore", body, 404)


def camel(value: Any) -> Any:
    """As the API says what a command says: camel case, and nothing that is null."""
    if isinstance(value, list):
        return [camel(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for name, held in value.items():
        first, *rest = name.split("_")
        if held is not None and name != "content":
            made[first + "".join(map(str.capitalize, rest))] = camel(held)
    return made


def test_the_commands_say_the_same(desk: Office, tmp_path: Path) -> None:
    order = desk.parked("ACKNOWLEDGED")
    desk.quarantined(order)
    desk.post("/kcis/retry", {"tenant": "acme", "id": order.id, "reason": "mended"})
    config = str(desk.config(tmp_path))

    def says(group: Any, *arguments: str) -> Any:
        told = CliRunner().invoke(group, [*arguments, "--config", config, "--format", "json"])
        assert told.exit_code == 0, told.output
        return camel(json.loads(told.output))

    def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
        return {name: value for name, value in row.items() if name not in names}

    number = str(order.id)
    explained = desk.get(f"/orders/acme/{number}")
    told = says(explain.command, "order", "acme", number)
    for row in told["decisions"]:
        del row["id"]
    untimed = ("history", "blocks")  # the command's clock is the machine's
    assert without(told, *untimed) == without(explained, *untimed)
    assert [row["trigger"] for row in told["history"]] == [
        row["trigger"] for row in explained["history"]
    ]
    shown = desk.get(f"/kcis/acme/{number}")["kcis"]
    assert [without(row, "decisions") for row in says(kci.command, "show", "acme", number)] == [
        without(row, "decisions", "content") for row in shown
    ]
    assert says(quarantine.command, "list") == desk.get("/quarantine", limit=500)["kcis"]
    listed = {row["name"] for row in says(endpoint.command, "list")}
    assert listed <= {row["name"] for row in desk.get("/endpoints", limit=500)["endpoints"]}


def test_the_command_keeps_who_decided_on_a_quarantined_kci(desk: Office, tmp_path: Path) -> None:
    about = desk.delivered()
    kci_id = desk.quarantined(about)
    told = CliRunner().invoke(
        quarantine.command,
        ["ignore", kci_id, "--reason", "sent in error", "--by", "bob",
         "--config", str(desk.config(tmp_path))],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    assert decided(desk, f"s/acme/{about.id}") == [("ignore", "bob", "sent in error")]
    explained = desk.get(f"/orders/acme/{about.id}")["decisions"]
    assert [(row["by"], row["before"].split(":")[0]) for row in explained] == [
        ("bob", f"KCI {kci_id} quarantined")
    ]
