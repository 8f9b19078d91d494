"""The matrix by proof, age and employment, over several frameworks; the whole of it for files."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.frameworks.errors import UnknownFrameworkError
from app.identity.models import Organization, User
from app.personnel.models import Employee, Employment
from app.personnel.rules import EmploymentKind
from app.talent import queries
from app.talent.models import SkillAttestation, SkillStanding
from app.talent.queries import Asked, Proofs, Scope
from app.talent.queries.standings import cells_of, current
from app.talent.queries.whole import AT_ONCE, whole
from app.talent.rules import Source, State
from tests.factories.identity import a_city, an_organization
from tests.factories.talent import (
    TODAY,
    a_credential,
    a_staff_member,
    an_attestation,
    delivered,
    the_matrix,
)

T5, H3, D42 = "dss-l@1.2/T5", "dss-l@1.2/H3", "digcomp@3.0/4.2"
A_DAY = timedelta(days=1)


class City:
    """総務局 with 税務課, and 道路課 beside it."""

    def __init__(self, session: Session) -> None:
        self.session, self.city = session, a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city)
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.roads = an_organization(session, "道路課", parent=self.city, position=2)

    def clerk(self, kind: EmploymentKind | None = None, *, of: Organization | None = None) -> User:
        user = a_staff_member(self.session, of or self.tax)
        if kind is not None:
            day = date(2020, 4, 1)
            self.session.add(Employment(user_id=user.id, kind=kind, hired_on=day, starts_on=day))
            self.session.add(Employee(user_id=user.id, number=user.id.hex[:12].upper()))
            self.session.flush()
        return user


@pytest.fixture
def city(session: Session) -> City:
    return City(session)


def reached(matrix: queries.Matrix, ref: str = T5) -> int:
    return next(one.reached for one in matrix.total if one.item_ref == ref)


def test_signed_proofs_alone_count_where_that_is_asked(session: Session, city: City) -> None:
    clerk, other = city.clerk(), city.clerk()
    delivered(session, a_credential(session, clerk, ((T5, 1),)))
    an_attestation(session, clerk, level=3)  # better, and not signed
    an_attestation(session, other, level=2)
    signed = Proofs(signed=True)
    every, proven = the_matrix(session), the_matrix(session, proofs=signed)
    assert (reached(every), reached(proven)) == (2, 1)
    assert reached(the_matrix(session, proofs=signed, minimum=2)) == 0
    place = every.asked.refs.index(T5)

    def cells(matrix: queries.Matrix) -> list[tuple[int, Source] | None]:
        rows = [one for row in matrix.rows for one in row.people]
        rows.sort(key=lambda one: one.person.id != clerk.id)
        found = [one.cells[place] for one in rows]
        return [(one.level, one.source) if one else None for one in found]

    assert cells(every) == [(3, Source.EXTERNAL_TRAINING), (2, Source.EXTERNAL_TRAINING)]
    assert cells(proven) == [(1, Source.SIGNED_CREDENTIAL), None]


def test_what_fell_is_grey_among_its_own_kind_of_proof(session: Session, city: City) -> None:
    clerk = city.clerk()
    an_attestation(session, clerk, state=State.REVOKED, reason="誤り")
    tops = {"dss-l@1.2": 3}
    (cell,) = cells_of(session, [clerk.id], tops, today=TODAY).values()
    assert (cell.state, cell.reason) == (State.REVOKED, "誤り")
    signed = Proofs(signed=True)
    assert cells_of(session, [clerk.id], tops, today=TODAY, proofs=signed) == {}


def test_fresh_means_attested_on_the_day_or_later(session: Session, city: City) -> None:
    since = TODAY - timedelta(days=90)
    for day in (since, since - A_DAY):
        an_attestation(session, city.clerk(), attested_on=day)
    assert reached(the_matrix(session, proofs=Proofs(since=since))) == 1
    assert reached(the_matrix(session)) == 2
    delivered(session, a_credential(session, city.clerk(), ((T5, 2),), awarded_on=since - A_DAY))
    assert reached(the_matrix(session, proofs=Proofs(signed=True, since=since))) == 0
    assert reached(the_matrix(session, proofs=Proofs(signed=True, since=since - A_DAY))) == 1


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 3),  # the level
            st.sampled_from([State.ACTIVE, State.REVOKED]),
            st.integers(0, 200),  # days ago
            st.one_of(st.none(), st.integers(-3, 3)),  # days until it expires
            st.one_of(st.none(), st.tuples(st.integers(1, 3), st.integers(0, 200))),  # signed
        ),
        max_size=4,
    ),
    signed=st.booleans(),
    since=st.one_of(st.none(), st.integers(0, 200)),
)
def test_cells_that_stand_are_those_that_are_counted(
    session: Session,
    rows: list[tuple[int, State, int, int | None, tuple[int, int] | None]],
    *,
    signed: bool,
    since: int | None,
) -> None:
    with session.begin_nested() as inner:
        place = an_organization(session)
        people = [a_staff_member(session, place) for _ in rows]
        for user, (level, state, ago, left, proof) in zip(people, rows, strict=True):
            session.add(
                SkillStanding(
                    person_id=user.id,
                    item_ref=T5,
                    framework_ref="dss-l@1.2",
                    level=level,
                    source=Source.ENDORSEMENT,
                    attested_on=TODAY - ago * A_DAY,
                    expires_on=None if left is None else TODAY + left * A_DAY,
                    state=state,
                    signed_level=proof[0] if proof else None,
                    signed_on=TODAY - proof[1] * A_DAY if proof else None,
                )
            )
        session.flush()
        ids = [one.id for one in people]
        proofs = Proofs(signed, None if since is None else TODAY - since * A_DAY)
        cells = cells_of(session, ids, {"dss-l@1.2": 3}, today=TODAY, proofs=proofs)
        counted = current(TODAY, signed=signed, since=proofs.since)
        stand = {
            (row.person_id, row.level)
            for row in session.execute(counted.select().where(counted.c.person_id.in_(ids)))
        }
        assert {(key[0], one.level) for key, one in cells.items() if one.is_standing} == stand
        inner.rollback()


def test_only_people_of_a_kind_of_employment_are_counted_and_listed(
    session: Session, city: City
) -> None:
    full, part = city.clerk(EmploymentKind.FULL_TIME), city.clerk(EmploymentKind.PART_TIME)
    for one in (full, part, city.clerk()):
        an_attestation(session, one)
    matrix = the_matrix(session, kind=EmploymentKind.FULL_TIME)
    assert (matrix.heads, reached(matrix)) == (1, 1)
    assert [one.person.id for row in matrix.rows for one in row.people] == [full.id]
    assert the_matrix(session, kind=EmploymentKind.ON_LOAN).heads == 0


def test_frameworks_stand_side_by_side_each_on_its_own_scale(session: Session, city: City) -> None:
    clerk = city.clerk()
    an_attestation(session, clerk, T5, 3)
    an_attestation(session, clerk, D42, 3)
    asked = Asked.of(["dss-l@1.2", "digcomp@3.0"], today=TODAY, minimum=4)
    assert (len(asked.items), asked.minimum) == (23 + 21, 4)
    matrix = queries.matrix(session, asked)
    assert reached(matrix, T5) == 1  # its scale ends at 3
    assert reached(matrix, D42) == 0
    ((row,),) = [one.people for one in matrix.rows if one.people]
    steps = {one.item_ref: one.step for one in row.cells if one}
    assert steps == {T5: 5, D42: 4}
    with pytest.raises(UnknownFrameworkError):
        Asked.of(["nothing@1"], today=TODAY)


def test_the_whole_has_everybody_in_order_and_what_fell(session: Session, city: City) -> None:
    first, last = city.clerk(EmploymentKind.FULL_TIME), city.clerk(of=city.roads)
    an_attestation(session, first)
    an_attestation(session, last, H3, state=State.REVOKED, reason="誤り")
    found = whole(session, Asked.of(["dss-l@1.2"], today=TODAY))
    assert [one.person.id for one in found.people] == [first.id, last.id]
    assert [one.department.name for one in found.departments] == ["総務局", "税務課", "道路課"]
    assert found.total is not None
    assert found.numbers == {first.id: first.id.hex[:12].upper()}
    ((row, item, cell),) = found.fallen
    assert (row.person.id, item.code, cell.reason) == (last.id, "H3", "誤り")
    part = whole(session, Asked.of(["dss-l@1.2"], today=TODAY), department_id=city.roads.id)
    assert [one.person.id for one in part.people] == [last.id]
    assert [one.department.name for one in part.departments] == ["道路課"]
    assert part.total is None


def test_the_whole_of_a_unit_holds_nobody_else_and_no_numbers(
    session: Session, city: City
) -> None:
    own = city.clerk(EmploymentKind.FULL_TIME)
    city.clerk(EmploymentKind.FULL_TIME, of=city.roads)
    scope = Scope(frozenset({city.bureau.id, city.tax.id}))
    asked = Asked.of(["dss-l@1.2"], today=TODAY, scope=scope)
    for department_id in (None, city.roads.id):  # what may not be read counts as not asked
        found = whole(session, asked, department_id=department_id)
        assert [one.person.id for one in found.people] == [own.id]
        assert found.numbers == {}
        assert [one.department.name for one in found.departments] == ["総務局", "税務課"]


def test_the_whole_asks_for_people_in_pieces(session: Session, city: City) -> None:
    for _ in range(3):
        an_attestation(session, city.clerk())
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    found = whole(session, Asked.of(["dss-l@1.2"], today=TODAY))
    event.remove(session.get_bind(), "before_cursor_execute", note)
    assert len([one for one in statements if "BEGIN" not in one]) == 3 + 3 + 1
    assert len(found.people) == 3 < AT_ONCE


def test_expired_attestations_are_told_as_such(session: Session, city: City) -> None:
    one = an_attestation(session, city.clerk(), expires_on=TODAY - A_DAY)
    assert isinstance(one, SkillAttestation)
    ((_row, _item, cell),) = whole(session, Asked.of(["dss-l@1.2"], today=TODAY)).fallen
    assert cell.state is State.EXPIRED
