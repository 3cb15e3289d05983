"""What a person must decide, and what was decided: a file beside the upgrade guide."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from .stop import Stop

_HEAD = """\
# Write each answer as a sentence, then run `fibrecafe bump` again. Answers are kept with the guide.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to decide."""

    id: str
    question: str
    how: str
    """What to do about it."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Questions and their answers."""

    questions: tuple[Question, ...]
    answers: dict[str, str]
    """By the id of a question; an answer to what is asked otherwise now does not count."""

    @property
    def open(self) -> list[Question]:
        """Those without an answer."""
        return [question for question in self.questions if not self.answers.get(question.id)]

    def text(self) -> str:
        """The file."""
        content = {
            q.id: {"question": q.question, "answer": self.answers.get(q.id, "")}
            for q in self.questions
        }
        body = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
        return _HEAD + body if content else ""


def decide(file: Path, questions: list[Question]) -> Decisions:
    """What the file answers. Raises Stop for one that cannot be read."""
    known: dict[str, str] = {}
    if file.is_file():
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            asked = {q.id: q.question for q in questions}
            for name, entry in content.items():
                if asked.get(name) == entry.get("question"):
                    known[name] = str(entry.get("answer") or "").strip()
        except (yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
            raise Stop(f"{file} cannot be read: {error}", "mend it, or take it out") from error
    return Decisions(tuple(questions), known)
