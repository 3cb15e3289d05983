"""Old clients against the new server and the reverse: whatever breaks was reported as breaking.

FIBRECAFE_DRILL sets how many examples there are, FIBRECAFE_SEED the first one's seed.
"""

from __future__ import annotations

import asyncio
import copy
import json
import os
import random
from pathlib import Path

import pytest

from fibrecafe_codegen.diff import compare, judge
from tests.diff.exchange import Party, breaks
from tests.diff.pairs import document
from tests.diff.random_changes import mutate
from tests.diff.random_documents import random_document
from tests.generator.execution import generate_package

_EXAMPLES = int(os.environ.get("FIBRECAFE_DRILL", "15"))
_SEED = int(os.environ.get("FIBRECAFE_SEED", "1"))
_TOGETHER = 15  # examples that share two generated packages, an operation each
_ROUNDS = 10
_BATCHES = [
    (_SEED + start, min(_TOGETHER, _EXAMPLES - start)) for start in range(0, _EXAMPLES, _TOGETHER)
]


@pytest.mark.parametrize(("seed", "count"), _BATCHES)
def test_what_breaks_in_a_run_was_reported_as_breaking(
    seed: int, count: int, tmp_path: Path
) -> None:
    dice = random.Random(seed)
    old = random_document(dice, count)
    new = copy.deepcopy(old)
    done = {f"op{number}": mutate(dice, new, number) for number in range(count)}
    parties = [Party(data, generate_package(json.dumps(data), tmp_path)) for data in (old, new)]
    broken = 0
    for client, server in (parties, parties[::-1]):
        found = compare(document(client.data), document(server.data))
        reported = {
            name
            for change in judge(found)
            if change.severity == "breaking"
            for name in change.operations
        }
        seen = asyncio.run(breaks(client, server, dice, _ROUNDS))
        broken += len(seen)
        silent = {name: (done[name], seen[name][0]) for name in seen.keys() - reported}
        assert not silent, f"seed {seed}: broke, and was not reported as breaking: {silent}"
    assert broken or count < _TOGETHER, "nothing broke: the changes are too tame"
