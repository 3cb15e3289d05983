"""What a rule is made of.

A kind of difference has up to three rules: in a *request* (asked by clients, served by strict
servers), in a *response*, and in *news* (a KCI: a request whose receiver is tolerant). Those who
write an answer or news, and those who read it, are told the same; so one `Told` serves both.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..change import Severity
from ..difference import Direction


@dataclass(frozen=True, slots=True)
class Meaning:
    """How bad, and one sentence for each who may be hit."""

    severity: Severity
    client: str
    server: str
    adapter: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a difference means in answers and news."""

    severity: Severity
    reader: str
    writer: str
    adapter: str
    """An adapter writes answers and news."""
    news: Severity | None = None
    """In news, where old writers meet new readers too; None: as in answers."""
    news_reader: str = ""
    """What the receivers of news are told instead."""
    exposed: Severity | None = None
    """In places that the tolerance of readers does not reach; None: it makes no difference."""
    exposed_reader: str = ""
    exposed_news: Severity | None = None
    in_news: bool = True
    """False: there is no such thing in the body of a request."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of difference."""

    id: str
    message: str
    """What differs; `{where}`, `{what}`, `{old}` and `{new}` are filled in."""
    request: Meaning | None = None
    told: Told | None = None
    both: Meaning | None = None
    """For what has no direction: operations, texts, names."""
    mirror: str = ""
    """The kind that is the same in answers, where it goes by another name there."""
    waiver: str = ""
    """Why there is no such rule for answers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of difference in one direction."""

    id: str
    kind: Kind
    direction: Direction | None
    meaning: Meaning
    exposed: Meaning | None = None

    @property
    def message(self) -> str:
        """What differs, to be filled in."""
        return self.kind.message


def rules_of(kind: Kind) -> list[Rule]:
    """The rules of a kind."""
    found = [] if kind.both is None else [Rule(kind.id, kind, None, kind.both)]
    if kind.request is not None:
        found.append(Rule(f"request-{kind.id}", kind, "request", kind.request))
    told = kind.told
    if told is None:
        return found
    exposed_reader = told.exposed_reader or told.reader
    answer = Meaning(told.severity, told.reader, told.writer, told.adapter)
    worse = told.exposed and Meaning(told.exposed, exposed_reader, told.writer, told.adapter)
    found.append(Rule(f"response-{kind.id}", kind, "response", answer, worse or None))
    if told.in_news:
        reader = told.news_reader or told.reader
        news = Meaning(told.news or told.severity, told.writer, reader, told.adapter)
        level = told.exposed_news or told.exposed
        worse = level and Meaning(level, told.writer, told.exposed_reader or reader, told.adapter)
        found.append(Rule(f"news-{kind.id}", kind, "news", news, worse or None))
    return found
