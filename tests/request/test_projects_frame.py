"""What stands around every page of a project: tabs, folds, and what is said after its end."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.projects.doors import TABS
from app.projects.models import GateCheck
from app.projects.rules import ProjectState
from tests.client import PageClient, sign_in
from tests.factories.projects import Together, a_project
from tests.page import Page

BUDGET = 14
"""Of the awards' and the showcase's desks, which gather from many packages."""


@pytest.fixture
def together(client: PageClient, session: Session) -> Together:
    client.query_budget = BUDGET
    return a_project(session)


def path(together: Together, more: str = "") -> str:
    return f"/projects/{together.project.key}{more}"


def ends(of: Page, together: Together, *, far: bool) -> list[str]:
    """Return where the tabs lead that a phone shows behind one more, or in its line."""
    start = path(together)
    return [
        one.get("href").removeprefix(start)
        for one in of.elements
        if one.tag == "a" and "nav" in one.inside and ("details" in one.inside) is far
        if one.get("href").startswith(start) and "?" not in one.get("href")
        if "tabs__far" not in one.get("class")
    ]


def test_a_phone_has_one_line_of_tabs_and_the_others_behind_one_more(
    client: PageClient, session: Session, together: Together
) -> None:
    pupil = sign_in(client, together.pupils[0])
    page = pupil.see(path(together))
    assert "ほかの8ページ" in page.text
    line, rest = ends(page, together, far=False), ends(page, together, far=True)
    assert line == ["", "/board", "/tickets"]
    assert not set(line) & set(rest)
    assert len(line) + len(rest) == len(TABS)
    journal = ends(pupil.see(path(together, "/journal")), together, far=False)
    assert journal == ["", "/board", "/journal"]
    for somebody, last in ((together.mentor, "/artifacts"), (together.owner, "/artifacts")):
        theirs = ends(sign_in(client, somebody).see(path(together)), together, far=False)
        assert len(theirs) == 3
        assert last in theirs
    assert "/adoption" in theirs


def test_what_is_looked_up_is_folded_and_what_is_next_is_not(
    client: PageClient, together: Together
) -> None:
    page = sign_in(client, together.teacher).see(path(together))
    folded = {one.text for one in page.elements if one.tag == "summary"}
    for title in ("市からの課題", "これまでと、これから", "チームと同意"):
        assert any(title in one for one in folded), title
    for title in ("いまの段階", "わたしたちの問い"):
        assert not any(title in one for one in folded), title


def test_an_ended_project_says_that_nothing_changes_only_where_it_is_so(
    client: PageClient, session: Session, together: Together
) -> None:
    project = together.project
    project.state, project.ended_on = ProjectState.ENDED, clock.day_of(clock.now())
    session.flush()
    closed = "読めますが、変えられません"
    teacher = sign_in(client, together.teacher)
    for more in ("", "/board", "/tickets", "/journal"):
        assert closed in teacher.see(path(together, more)).text, more
    for more in ("/showcase", "/awards", "/adoption"):
        text = teacher.see(path(together, more)).text
        assert "に終わりました" in text, more
        assert closed not in text, more
    pupil = sign_in(client, together.pupils[0])
    assert closed not in pupil.see(path(together, "/showcase")).text  # how they are named
    for more in ("/awards", "/adoption"):
        assert closed in pupil.see(path(together, more)).text, more


def test_what_a_gate_waits_for_leads_to_where_it_is_done(
    client: PageClient, session: Session, together: Together
) -> None:
    check = session.scalars(
        sa.select(GateCheck).filter_by(project_id=together.project.id, key="consents")
    ).one()
    check.kind, check.key = "fact", "decision"
    session.flush()
    page = sign_in(client, together.pupils[0]).see(path(together))
    assert page.links["「打ち合わせ」を開く"] == path(together, "/meetings")
