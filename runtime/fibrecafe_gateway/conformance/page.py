"""Writes docs/conformance.md: `python -m fibrecafe_gateway.conformance.page > docs/conformance.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from .behaviours import MEANINGS
from .capabilities import WORDS
from .levels import Level
from .registry import Check, all_checks

_HEAD = """\
# The conformance kit

<!-- Made by: python -m fibrecafe_gateway.conformance.page > docs/conformance.md -->

The kit says what an adapter, or a supplier's own Supplier API server, does not keep yet: which rule,
where it stands, what was sent and received, what is likely wrong, and how to fix it.

```console
$ fibrecafe adapter check                  # the project in this folder
$ fibrecafe adapter check acme --config conformance.toml
$ fibrecafe adapter check https://api.acme.example --level bronze
$ fibrecafe adapter check . --only bronze.failure.refused
$ fibrecafe adapter check . --format html --output report.html
```

It ends with 0 when the level that was asked for is reached, with 1 when it is not, and with 2 when it
was called wrongly. `--format` is `text`, `json`, `junit` or `html`; the page of `html` needs nothing
else and is for showing around. Personal data and secrets are left out of all of them.

## Levels

- **Bronze: the contract.** Every operation's answer is as documented and belongs to what was asked;
  every failure becomes the failure of the contract that says what follows; ids, tenant and difficult
  data come to the supplier unharmed; deadlines are kept.
- **Silver: the order's life.** A gateway runs in the kit, with the adapter in it. Every transition of
  the [lifecycle's tables](lifecycle.md) that a supplier brings about is seen as the tenant sees it,
  with duplicates, disorder, races and lost answers; no field of a request is dropped silently.
- **Gold: resilience.** The supplier is slow, breaks off, talks nonsense or has had enough; tokens
  expire; the gateway restarts. Orders still come right.

A level is reached when nothing of it, and of those before it, failed, is blocked, or passed before
and is skipped now. A check is *blocked* when it needs something that another check reports as wrong.
It is *skipped* with a reason: *unsupported* (the capability is not declared, or the supplier cannot be
made to behave so), *not yet* (declared as planned), or *regression* (it passed when results were last
recorded). Checks marked * cannot be skipped: without them the level is not reached.

`--record` keeps what passes in `conformance.json` beside the project; commit it, and what passed once
is reported as a regression when it does not any more.

## Giving the kit a subject

A project has a `conformance.py`, or `tests/conformance.py`, with a function `subject()` that gives a
`Subject`: the adapter and a fake of its supplier that can be made to misbehave.

```python
from fibrecafe_gateway.conformance import KCIS, Behaviour, Subject, declared

class AcmeSubject(Subject):
    name = "acme"
    capabilities = declared(AcmeAdapter, KCIS)
    behaviours = frozenset({Behaviour.REFUSE, Behaviour.UNAUTHORISED, Behaviour.HANG})

    async def start(self): ...              # start the fake
    async def close(self): ...
    @property
    def factory(self): return AcmeAdapter   # as the entry point has it
    def settings(self): ...                 # [suppliers.acme], with the fake's address
    def credentials(self, tenant): ...      # [tenants.ID.credentials]
    async def provoke(self, behaviour): ... # answer so from now on; None: as usual
    def received(self): ...                 # what came to the fake
    def reference_of(self, kind, tenant, id): ...  # how the supplier calls it
    async def say(self, update, door): ...  # tell news in the supplier's words

def subject():
    return AcmeSubject()
```

Whatever it leaves out it need not have: the checks that need it are skipped and say so.
`FaultySupplier` wraps a fake that is an ASGI app, remembers what came, and does what `provoke` asks
for; `Manners` says what an error looks like in the supplier's API. `say` gets the news as the
Supplier Updates API has them. A supplier that speaks it says just that (the default); for another one
the fake emits its own event, and what makes KCIs of events hands the KCI to `door`.
`drops` names fields that the supplier has no place for, and why.
`difficult_data` has the texts, postcodes, ids and numbers that break what is not careful.

The same checks run as tests, each with its name, in a project's own suite:

```python
from fibrecafe_gateway.conformance.pytest_suite import *

@pytest.fixture(scope="session")
def subject():
    return AcmeSubject()
```

### By name, and by address

An installed package may offer its subject in the entry-point group `fibrecafe.conformance`. Else
`--config` names a file with the adapter's settings, which is also how a supplier's own server is
given; `conformance.toml` in the folder is taken by itself:

```toml
[supplier]                      # as [suppliers.ID] in the gateway's configuration
base_url = "https://api.acme.example/wholesale"

[tenants.FIRST]                 # credentials at the supplier; give two tenants to see both
kind = "oauth"
token_url = "https://api.acme.example/token"
client_id = "conformance"
client_secret = {file = "secret.txt"}

[data]                          # what the supplier knows, where the kit's own will not do
address = {id = "200004033694", type = "UPRN"}
product = "ftthl2r"

[provoke.refuse]                # headers that make it answer so, by behaviour
X-Scenario = "ORDER_REJECTED?answer=422"

[gateway]                       # where its KCIs come in, and who may send them
port = 8099
client_id = "acme"
client_secret = "..."
patience = 60                   # seconds for an order's whole life
```

A server is asked with the native adapter, so what only an adapter can get wrong is left out. Without
`[gateway]` its KCIs are not seen, and silver is not reached. Give it a test system: orders are placed.
"""

_PROOF = """\
## How the kit is checked itself

`conformance/broken` has adapters that are wrong on purpose. Each fails the checks that it is named
for and no others, and every check is failed by one of them. Tests also hold that every operation,
every transition that a supplier brings about and every rule of content has a check.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(_parts())


def _parts() -> Iterator[str]:
    yield _HEAD
    yield "### Behaviours\n"
    yield from _table(
        ("behaviour", "the supplier"), ((f"`{b.name}`", MEANINGS[b]) for b in MEANINGS)
    )
    yield "### Capabilities\n"
    yield from _table(("name", "what"), ((f"`{name}`", words) for name, words in WORDS.items()))
    yield "## All checks\n"
    for level in Level:
        yield f"### {level.word.capitalize()}\n"
        yield from _table(
            ("check", "rule", "where it stands"),
            (_row(one) for one in all_checks() if one.level is level),
        )
    yield _PROOF


def _row(one: Check) -> tuple[str, ...]:
    star = " *" if one.required or one.of_servers else ""
    return f"`{one.id}`{star}", f"**{one.title}.** {one.rule}", f"`{one.source}`"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
