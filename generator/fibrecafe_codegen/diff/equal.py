"""Whether schemas of one name are equal in two documents, however each is written."""

from __future__ import annotations

from ..document.load import Document
from ..document.pointers import join
from .comparison import Comparison
from .pairs import Key, Pair
from .schemas import compare_schemas

_SCHEMAS = "/components/schemas"
_MEANS_NOTHING = frozenset(
    {
        "text-changed", "example-changed", "extension-changed", "personal-data-changed",
        "discriminator-left-out", "discriminator-written-out",
    }
)  # fmt: skip


class Equality:
    """Two documents, looked at schema by schema."""

    def __init__(self, one: Document, other: Document) -> None:
        self._work = Comparison(one, other)

    def difference(self, name: str) -> str | None:
        """Where, in the other document, the schema of a name differs; None for equal ones.

        In line or by reference, flat or composed, all is one; a schema of one name in both that is
        met on the way is taken for equal: it has a name to be asked by.
        """
        work, place = self._work, join(_SCHEMAS, name)
        queue: list[Key] = [(work.old.at(place), work.new.at(place))]
        seen: set[Key] = set()
        while queue:
            key = queue.pop(0)
            if key in seen or (seen and self._named_alike(key)):
                continue
            seen.add(key)
            pair = Pair(work.old.shape(key[0]), work.new.shape(key[1]))
            compare_schemas(pair, work.old, work.new)
            for found in pair.found:
                if found.kind not in _MEANS_NOTHING:
                    return found.new_pointer
            queue += [edge.below for edge in pair.edges]
        return None

    def _named_alike(self, key: Key) -> bool:
        name = self._work.old.schemas.name_of(key[0])
        return name is not None and name == self._work.new.schemas.name_of(key[1])
