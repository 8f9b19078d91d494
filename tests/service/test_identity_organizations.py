"""Closing an organization and opening it again: with the posts that its closing ended."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.identity import queries, service
from app.identity.person import Person
from app.identity.service.posts import end_post, finish_post
from tests.factories.identity import (
    NOW,
    TODAY,
    a_city,
    a_clerk,
    an_administrator,
    an_organization,
)

LAST = date(2027, 3, 31)


def somebody_of(session: Session) -> Person:
    return queries.person(session, an_administrator(session).id, on=TODAY)


def test_opening_gives_back_what_the_closing_ended_and_what_was_planned_before(
    session: Session,
) -> None:
    section = an_organization(session, parent=a_city(session))
    stays, leaves, limited, gone = (a_clerk(session, department=section) for _ in range(4))
    by = somebody_of(session)
    end_post(session, leaves.posts[0], on=LAST)
    limited.posts[0].ends_on = date(2027, 9, 30)
    end_post(session, gone.posts[0], on=TODAY)
    assert service.close_organization(session, section, on=LAST, by=by, now=NOW) == 2
    ends = [one.posts[0].ends_on for one in (stays, leaves, limited, gone)]
    assert ends == [LAST, LAST, LAST, TODAY]
    assert service.reopen_organization(session, section, by=by, now=NOW) == 2
    ends = [one.posts[0].ends_on for one in (stays, leaves, limited, gone)]
    assert ends == [None, LAST, date(2027, 9, 30), TODAY]


def test_a_post_that_was_ended_once_more_after_the_closing_stays_ended(session: Session) -> None:
    section = an_organization(session, parent=a_city(session))
    resigned, again = (a_clerk(session, department=section) for _ in range(2))
    by = somebody_of(session)
    service.close_organization(session, section, on=LAST, by=by, now=NOW)
    earlier = LAST - timedelta(days=30)
    finish_post(session, resigned.posts[0], on=earlier, by=by, now=NOW)
    finish_post(session, again.posts[0], on=LAST, by=by, now=NOW)
    assert service.reopen_organization(session, section, by=by, now=NOW) == 0
    assert [one.posts[0].ends_on for one in (resigned, again)] == [earlier, LAST]


def test_a_second_closing_and_opening_finds_the_same_posts(session: Session) -> None:
    section = an_organization(session, parent=a_city(session))
    clerk, by = a_clerk(session, department=section), somebody_of(session)
    for _ in range(2):
        assert service.close_organization(session, section, on=LAST, by=by, now=NOW) == 1
        assert service.reopen_organization(session, section, by=by, now=NOW) == 1
        assert clerk.posts[0].ends_on is None
        assert not clerk.posts[0].ended_by_closing
