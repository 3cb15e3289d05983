"""Where the errand stops."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import Finding


class Stop(Exception):
    """A person must decide or mend something; `how` says what to do, then run the command again."""

    def __init__(self, why: str, how: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.how = how
        self.findings = list(findings)


def mend(findings: Sequence[Finding], why: str, how: str = "mend the findings") -> Stop:
    """A stop because of findings."""
    errors = sum(finding.severity == "error" for finding in findings)
    return Stop(f"{why}: {errors} finding{'s' * (errors != 1)}", how, findings)
