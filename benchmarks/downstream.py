"""A downstream project of any size, the same every time: Python as people write it, two files of five
with the models of the Tenant API."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_USING = 0.4
_USUAL, _LONGEST = (20, 60), 400
"""Lines."""
_LONG = 0.06
"""Files that are longer than usual."""
_HEAD = '''\
"""Part {number} of the portal."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
'''
_MODELS = """
from fibrecafe_api.tenant import models
"""
_PLAIN = (
    '''
def total_{n}(rows: Iterable[dict[str, float]], rate: float = 1.2) -> float:
    """Sums what has an amount."""
    found = 0.0
    for row in rows:
        if row.get("amount", 0.0) > {n}:
            found += row["amount"] * rate
        else:
            logging.debug("skipped %r", row)
    return round(found, 2)
''',
    '''
@dataclass
class Setting{n}:
    """A setting of the portal."""

    name: str
    status: str = "open"
    retries: int = {n}

    def shown(self) -> str:
        return f"{{self.name}}={{self.status}} ({{self.retries}})" if self.name else ""
''',
    """
def pages_{n}(texts: list[str], size: int = {n}) -> list[list[str]]:
    pages: list[list[str]] = []
    for start in range(0, len(texts), size or 1):
        pages.append([text.strip().lower() for text in texts[start : start + size]])
    try:
        return sorted(pages, key=len)
    except TypeError as error:
        raise ValueError(f"cannot sort {{len(pages)}} pages") from error
""",
)
_USES = (
    '''
def colour_{n}(order: models.ProvideServiceOrder) -> str:
    """How the list shows an order."""
    if order.status == models.OrderStatus.HELD:
        return "red"
    if order.status in (models.OrderStatus.COMPLETED, models.OrderStatus.CANCELLED):
        return "grey"
    return "green"
''',
    """
def place_{n}(address: models.AddressIdentifier, supplier: str) -> dict[str, str]:
    logging.info("asking %s for %s", supplier, address.type)
    return {{"supplier": supplier, "id": address.id, "type": address.type, "page": "{n}"}}
""",
    """
def callers_{n}(contacts: list[models.Contact]) -> list[str]:
    found = []
    for contact in contacts:
        if contact.phone_number and contact.name:
            found.append(f"{{contact.name}} {{contact.phone_number}}")
    return found[:{n}]
""",
)


def write_project(folder: Path, files: int) -> int:
    """Writes so many files, 50 to a package; gives how many lines they have."""
    dice = random.Random(1.17)
    lines = 0
    for number in range(files):
        place = folder / f"part{number // 50:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "__init__.py").touch()
        text = _file(number, dice)
        (place / f"module_{number:05}.py").write_text(text)
        lines += text.count("\n")
    return lines


def _file(number: int, dice: random.Random) -> str:
    using = dice.random() < _USING
    long = dice.random() < _LONG
    wanted = dice.randint(_USUAL[1], _LONGEST) if long else dice.randint(*_USUAL)
    parts = [_HEAD.format(number=number) + (_MODELS if using else "")]
    parts += _functions(wanted - parts[0].count("\n"), using, dice)
    return "\n".join(parts)


def _functions(lines: int, using: bool, dice: random.Random) -> Iterator[str]:
    number = 0
    while lines > 0:
        number += 1
        first = using and number == 1
        text = dice.choice(_USES if first or (using and dice.random() < 0.5) else _PLAIN)
        lines -= text.count("\n") + 1
        yield text.format(n=number)
