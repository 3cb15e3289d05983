"""`fibrecafe kci`: KCIs to tenants, and what an operator does about those that do not arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..operating.beside import decision, in_store, options, reasoned, say_json, time_of, timed

if TYPE_CHECKING:
    from ..operating.lanes import Parked
    from ..operating.listing import Listed, Shown
    from ..operating.resending import Past
    from ..store.unit import Unit

_F = Callable[..., None]


@click.group(short_help="Look at KCIs to tenants; retry, skip, resend them.")
def command() -> None:
    """KCIs to tenants. The gateway may run or not.

    \b
    Examples:
        fibrecafe kci list --parked
        fibrecafe kci show ACME 4711
        fibrecafe kci retry ACME 4711
        fibrecafe kci skip ACME 4711 --reason "ACME cannot take it, agreed by telephone"
        fibrecafe kci resend ACME 4711 3 --reason "ACME lost it"
    """


@command.command("list", short_help="Show those that are not delivered, oldest first.")
@options
@click.option("--tenant", metavar="ID", help="Of one tenant.")
@click.option("--parked", "status", flag_value="FAILED", help="Heads of parked lanes.")
@click.option("--pending", "status", flag_value="PENDING", help="What is sent without help.")
@click.option("--delivered", "status", flag_value="DELIVERED", help="Newest first.")
@click.option("--skipped", "status", flag_value="SKIPPED", help="Newest first.")
@click.option("--older-than", type=click.FloatRange(0), metavar="SECONDS", help="Made before that.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True)
def list_(
    config: Path | None,
    shape: str,
    tenant: str | None,
    status: str | None,
    older_than: float | None,
    limit: int,
) -> None:
    """Show KCIs. Exit code 0, whether there are any or not."""
    from ..operating.listing import Status, list_kcis

    def work(unit: Unit, _: Any) -> list[Listed]:
        return list_kcis(
            unit, tenant=tenant, status=Status(status) if status else None,
            created_before=_before(unit, older_than), limit=limit,
        )  # fmt: skip

    found = in_store(config, work)
    if shape == "json":
        say_json([timed(asdict(one), "created", "delivered") for one in found])
        return
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("there are none")
    elif len(found) == limit:
        click.echo(f"the first {limit}; --limit shows more")


@command.command(short_help="Show KCIs about one order, with each attempt.")
@options
@click.argument("tenant")
@click.argument("number", metavar="ID", type=click.IntRange(1))
@click.argument("seq", required=False, type=click.IntRange(1))
@click.option("--with-personal-data", is_flag=True, help="Contacts, places and texts as they are.")
def show(
    config: Path | None,
    shape: str,
    tenant: str,
    number: int,
    seq: int | None,
    with_personal_data: bool,
) -> None:
    """Show the KCIs about an order, test or problem. Exit codes: 0, 1 there are none, 2 wrong use."""
    from ..operating.listing import show_kcis

    found = in_store(
        config,
        lambda unit, _: show_kcis(unit, tenant, number, seq, personal_data=with_personal_data),
    )
    if shape == "json":
        say_json([_content(one) for one in found])
        return
    for one in found:
        _show(one)


def _bulk(function: _F) -> _F:
    function = click.option(
        "--expect", type=click.IntRange(1), metavar="N",
        help="How many it must be, as --dry-run said; needed without ID.",
    )(function)  # fmt: skip
    function = click.option("--dry-run", is_flag=True, help="Only say what would be done.")(
        function
    )
    function = click.argument("number", metavar="[ID]", required=False, type=click.IntRange(1))(
        function
    )
    return click.argument("tenant")(function)


def _old(function: _F) -> _F:
    return click.option(
        "--older-than", type=click.FloatRange(0), metavar="SECONDS", help="Heads made before that."
    )(function)


@command.command(short_help="Let a parked lane go on from its head.")
@options
@_bulk
@_old
@reasoned(required=False)
def retry(**given: Any) -> None:
    """Send the head of a parked lane again, and what follows it; without ID of all of a tenant.

    Exit codes: 0 done, 1 refused, 2 wrong use.
    """
    _on_parked("retry", **given)


@command.command(short_help="Let a parked lane go on behind its head.")
@options
@_bulk
@_old
@reasoned(required=True)
def skip(**given: Any) -> None:
    """Give up the head of a parked lane: the tenant never gets it, and sees it as SKIPPED.

    Exit codes: 0 done, 1 refused, 2 wrong use.
    """
    _on_parked("skip", **given)


@command.command(short_help="Send a KCI that was delivered again.")
@options
@_bulk
@click.argument("seq", required=False, type=click.IntRange(1))
@click.option("--within", type=click.FloatRange(0), metavar="SECONDS",
              help="Without ID: what was delivered since.")  # fmt: skip
@reasoned(required=True)
def resend(
    config: Path | None,
    shape: str,
    tenant: str,
    number: int | None,
    seq: int | None,
    within: float | None,
    dry_run: bool,
    expect: int | None,
    reason: str,
    by: str | None,
) -> None:
    """Send KCIs again that were delivered or skipped: the same id, number and content.

    Without SEQ all about ID; without ID all that the tenant was delivered within some seconds. They
    go beside what is still to come. Exit codes: 0 done, 1 refused, 2 wrong use.
    """
    from ..operating.resending import delivered_since, past
    from ..operating.resending import resend as again

    if (number is None) == (within is None):
        raise click.UsageError("give ID, or --within SECONDS for all that a tenant was delivered")
    decided = decision(by, reason)

    def work(unit: Unit, _: Any) -> list[Past]:
        if number is not None:
            found = past(unit, tenant, number, seq)
        else:
            found = delivered_since(unit, tenant, unit.milliseconds - round((within or 0) * 1000))
        if dry_run:
            return found
        if seq is None:
            _agree(len(found), expect)
        return again(unit, found, decided)

    done = in_store(config, work, write=not dry_run)
    _say("resend", [asdict(one) for one in done], dry_run, shape)


def _on_parked(
    action: str,
    config: Path | None,
    shape: str,
    tenant: str,
    number: int | None,
    older_than: float | None,
    dry_run: bool,
    expect: int | None,
    reason: str | None,
    by: str | None,
) -> None:
    from ..operating import lanes

    decided = decision(by, reason)

    def work(unit: Unit, _: Any) -> list[Parked]:
        before = _before(unit, older_than)
        found = lanes.find_parked(unit, tenant, number, created_before=before)
        if number is not None and not found:
            raise lanes.no_parked(unit, tenant, number)
        if dry_run:
            return found
        if number is None:
            _agree(len(found), expect)
        do = lanes.retry if action == "retry" else lanes.skip
        return do(unit, found, decided)

    done = in_store(config, work, write=not dry_run)
    _say(action, [timed(asdict(one), "created") for one in done], dry_run, shape)


def _agree(count: int, expected: int | None) -> None:
    if expected is None:
        raise click.UsageError(
            f"this is about {count} at once; look at them with --dry-run, then say --expect {count}"
        )
    if expected != count:
        raise click.ClickException(
            f"nothing was done: there are {count} and not {expected}; look again with --dry-run"
        )


_DID = {"retry": "goes on", "skip": "skipped", "resend": "is sent again"}


def _say(action: str, rows: Sequence[dict[str, Any]], dry_run: bool, shape: str) -> None:
    if shape == "json":
        say_json({"action": action, "done": not dry_run, "kcis": rows})
        return
    did = f"would {action}" if dry_run else _DID[action]
    for row in rows:
        behind = f", {row['behind']} behind it" if row.get("behind") else ""
        why = f"; was parked: {row['why']}" if row.get("why") else ""
        click.echo(f"{did}: {row['tenant']} {row['id']}, KCI {row['kci']}{behind}{why}")
    if not rows:
        click.echo("there are none")
    elif dry_run and len(rows) > 1:
        click.echo(f"{len(rows)}; to do it: the same with --expect {len(rows)}, without --dry-run")


def _before(unit: Unit, older_than: float | None) -> int | None:
    return None if older_than is None else unit.milliseconds - round(older_than * 1000)


def _line(one: Listed) -> str:
    head = click.style(f"{one.tenant} {one.id} {one.seq}", bold=True)
    again = (", sent again" if one.again else "") + (", archived" if one.archived else "")
    when = f"delivered {time_of(one.delivered)}" if one.delivered else f"{one.attempts} attempts"
    why = f"\n  {one.why}" if one.why else ""
    return f"{head}  {one.status}{again}  {one.what}, of {time_of(one.created)}, {when}{why}"


def _show(one: Shown) -> None:
    import json

    click.echo(_line(one.kci))
    for row in one.tries:
        result = "delivered" if row["ok"] else row["detail"] or "failed"
        click.echo(
            f"  {time_of(row['at'])}  {row['status'] or '-'}  {result}  ({row['request_id']})"
        )
    for row in one.decided:
        click.echo(
            f"  {time_of(row['at'])}  {row['action']} by {row['by']}: {row['reason'] or '-'}"
        )
    click.echo("  " + json.dumps(one.content, ensure_ascii=False))


def _content(one: Shown) -> dict[str, Any]:
    return {
        **timed(asdict(one.kci), "created", "delivered"),
        "content": one.content,
        "tries": [timed(row, "at") for row in one.tries],
        "decisions": [timed(row, "at") for row in one.decided],
    }
