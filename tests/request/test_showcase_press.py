"""The press sheet tells what happened in its order, on one side of paper."""

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.client import PageClient, sign_in
from tests.factories.adoption import a_proposal, taken_up
from tests.factories.identity import NOW
from tests.factories.projects import a_project
from tests.factories.showcase import a_public_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_what_the_city_does_after_the_page_stands_below_it(
    client: PageClient, session: "Session"
) -> None:
    client.query_budget = 14
    together = a_project(session)
    proposal = a_proposal(session, together)
    a_public_page(session, together)
    taken_up(session, together, proposal, now=NOW + timedelta(days=3))
    session.commit()
    page = sign_in(client, together.teacher).see(
        f"/projects/{together.project.key}/showcase/press"
    )
    told = ("企画が始まりました", "発表のページを公開しました", "担当が決まりました")
    places = [page.text.index(one) for one in told]
    assert places == sorted(places)
