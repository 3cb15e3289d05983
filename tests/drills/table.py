"""The drills' figures, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .result import Drill, Figure

Results = Sequence[tuple[Drill, Sequence[Figure]]]

_HEAD = ("", "what", "figure", "limit", "kept")

_WIDEST = 72  # characters of the first column; what is longer takes a line of its own


def as_text(results: Results) -> str:
    """For a terminal."""
    rows = [_HEAD, *(row for drill, figures in results for row in _rows(drill, figures))]
    widths = [min(max(len(row[i]) for row in rows), _WIDEST) for i in range(len(_HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _rows(drill: Drill, figures: Iterable[Figure]) -> Iterable[tuple[str, ...]]:
    yield str(drill.number), drill.name, "", "", ""
    for figure in figures:
        yield "", f"  {figure.what}", figure.value, figure.limit, _kept(figure)


def _kept(figure: Figure) -> str:
    if not figure.limit:
        return ""
    return "yes" if figure.kept else "NO"


def as_markdown(results: Results) -> str:
    """For docs/reliability.md."""
    lines = ["| | what | figure | limit | kept |", "|---|---|---|---|---|"]
    for drill, figures in results:
        lines.append(f"| **{drill.number}** | **{drill.name}** | | | |")
        lines += [
            f"| | {_cell(f.what)} | {_cell(f.value)} | {_cell(f.limit)} | {_kept(f)} |"
            for f in figures
        ]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
