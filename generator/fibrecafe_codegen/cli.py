"""The command `fibrecafe`.

Sub-commands are found through the entry-point group `fibrecafe.commands` and imported when they
are called: `--help` must not import the world. A command may be such a group itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points, version
from typing import Any

import click

GROUP = "fibrecafe.commands"
# What the commands that come with us do, so that `--help` need not import them.
_SUMMARIES = {
    "adapter": "Start, upgrade and check adapters of suppliers.",
    "bump": "Take in a new version of a document, up to what a person must decide.",
    "demo": "Watch an order from its placing to its end.",
    "diff": "Say what differs between two documents, and whom it breaks.",
    "endpoint": "See, pause, resume and probe the endpoints of the gateway.",
    "explain": "Say why the gateway does what it does.",
    "generate": "Make models, clients and servers from the documents.",
    "impact": "Say where code meets what differs between two documents.",
    "kci": "See KCIs, and retry, skip or resend them.",
    "list": "Show documents, versions, operations and what was made from them.",
    "migrate": "Bring the gateway's store to the newest schema.",
    "quarantine": "Decide on suppliers' KCIs that did not fit.",
    "secret": "Hash and make secrets for the settings.",
    "serve": "Run the gateway.",
    "simulator": "Serve a supplier that plays scenarios.",
    "validate": "Check documents against OpenAPI and our rules.",
    "vendor": "Copy models, clients or servers into another project, under any name.",
    "worker": "Deliver what a gateway has stored, beside it.",
}


class LazyCommands(click.Group):
    """Imports a sub-command when it is called for."""

    def __init__(
        self,
        *arguments: Any,
        entry_point_group: str = GROUP,
        summaries: Mapping[str, str] | None = None,
        **named: Any,
    ) -> None:
        """`summaries`: what commands do, for those that `--help` need not import."""
        super().__init__(*arguments, **named)
        self._group = entry_point_group
        self._summaries = summaries or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted(self._found())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when nobody registered it."""
        found = self._found().get(cmd_name)
        if found is None:
            return None
        command = found.load()
        if not isinstance(command, click.Command):
            raise click.ClickException(f"{found.value} is not a Click command")
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the sub-command; what it needs and is not installed is an error that says so."""
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            package = (error.name or "").partition(".")[0]
            if package.startswith("fibrecafe") or not package:
                raise
            raise click.ClickException(
                f"{package} is not installed, and this command needs it:"
                " pip install 'fibrecafe[gateway]'"
            ) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list under `Commands:`."""
        rows = []
        for name in self.list_commands(ctx):
            summary = self._summaries.get(name)
            if summary is None:
                command = self.get_command(ctx, name)
                summary = command.get_short_help_str() if command else ""
            rows.append((name, summary))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _found(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self._group)}


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"fibrecafe {version('fibrecafe')}")
        ctx.exit()


@click.group(
    cls=LazyCommands,
    summaries=_SUMMARIES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version,
    help="Show the version and exit.",
)  # fmt: skip
def main() -> None:
    """The Fibre Cafe toolkit: from OpenAPI documents to working code.

    Exit codes: 0 fine, 1 findings or drift, 2 wrong use.

    \b
    Example:
        fibrecafe validate
        fibrecafe generate
    """
