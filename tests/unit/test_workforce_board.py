"""The chart of what is asked of a person: where its headings and lines stand."""

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from app.workforce.board import ROW, chart


def _line(framework: str, group: str, code: str) -> Any:  # noqa: ANN401  a stand-in for a Line
    item = SimpleNamespace(
        framework=framework,
        group=SimpleNamespace(key=group),
        code=code,
        levels=(SimpleNamespace(number=1), SimpleNamespace(number=3)),
    )
    return SimpleNamespace(level=0, wanted=SimpleNamespace(item=item, level=2))


def _drawn(*lines: Any) -> list[tuple[str, list[str]]]:  # noqa: ANN401  stand-ins for Lines
    gap: Any = SimpleNamespace(lines=lines)
    return [
        (band.group.key, [mark.line.wanted.item.code for mark in band.marks])
        for band in chart(gap).bands
    ]


def test_a_heading_stands_once_however_a_profile_orders_its_items() -> None:
    """H3, M1, H2, T2, H4: the heading of H is one, where H3 stands; each keeps its order."""
    lines = [_line("dss", code[0], code) for code in ("H3", "M1", "H2", "T2", "H4")]
    assert _drawn(*lines) == [("H", ["H3", "H2", "H4"]), ("M", ["M1"]), ("T", ["T2"])]


def test_groups_of_one_key_in_two_frameworks_stay_apart() -> None:
    """Headings belong to their frameworks, which stay together."""
    lines = [_line("b", "1", "x"), _line("a", "1", "y"), _line("b", "1", "z")]
    assert _drawn(*lines) == [("1", ["y"]), ("1", ["x", "z"])]


def test_no_two_lines_share_a_height() -> None:
    """Lines follow one another at equal steps, headings between them."""
    gap: Any = SimpleNamespace(lines=[_line("a", code[0], code) for code in ("H1", "M1", "H2")])
    heights = [mark.y for band in chart(gap).bands for mark in band.marks]
    assert [after - before for before, after in pairwise(heights)] == [ROW, 2 * ROW]
