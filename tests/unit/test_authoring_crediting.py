"""Lines of credits, written into course.toml."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import credited
from tests.factories.catalog import AUTHOR, COURSE

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(lines, st.sampled_from([COURSE, COURSE + AUTHOR, COURSE.replace("\n", "\r\n")]))
def test_credits_are_one_more_and_everything_else_stays(line: str, course: str) -> None:
    after = credited(course.encode(), line)
    before, now = tomllib.loads(course), tomllib.loads(after.decode())
    wanted = before["credits"] if line in before["credits"] else [*before["credits"], line]
    assert now == before | {"credits": wanted}
    kept = [row for row in course.splitlines() if not row.startswith("credits")]
    assert [row for row in after.decode().splitlines() if not row.startswith("credits")] == kept
    assert credited(after, line) == after


@pytest.mark.parametrize(
    "data",
    [b"", b"credits = [", b"\xff", b'title = "x"\n', b'credits = "x"\n', COURSE.encode()],
)
def test_what_cannot_be_credited_stays(data: bytes) -> None:
    assert credited(data, "") == data
    if data != COURSE.encode():
        assert credited(data, "「絵」") == data
