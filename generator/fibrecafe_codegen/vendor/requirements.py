"""What a copy needs: the oldest releases that the tests were passed with.

`tests/vendor/pydantic_matrix.py` tries releases of pydantic. 2.13.5 is the oldest that reads,
refuses and writes as the newest does: 2.13.0 to 2.13.4 take another variant of a union that nothing
but its content tells (amendments of orders), and before 2.13 a validator cannot be told not to use
the ones of the models inside it, so that strict and tolerant reading are not kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence

PYTHON = "3.11"
PYDANTIC = "2.13.5"
HTTPX2 = "2.16"


def requirements_of(artifacts: Sequence[str]) -> dict[str, str]:
    """By name: models and servers need pydantic alone, clients httpx2 too."""
    needed = {"python": f">={PYTHON}", "pydantic": f">={PYDANTIC}"}
    return {**needed, "httpx2": f">={HTTPX2}"} if "client" in artifacts else needed
