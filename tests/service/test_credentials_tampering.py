"""What was altered is refused, by us and by verifiers that are not ours.

More than 35 kinds of tampering stand in ``tests/verifier/tampering.py``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials.errors import UnsignedTerm
from app.credentials.models import AchievementVersion, CredentialState
from app.credentials.service.signing import sign_credential
from tests.acceptance import acceptance
from tests.factories.credentials import CITY, NOW, a_credential, an_issuer_on_record, as_text
from tests.factories.identity import a_clerk
from tests.verifier.independent import Independent
from tests.verifier.tampering import JSON, LISTS, MEMBERS, TAKEN, TOKEN, altered, in_token
from tests.verifier.world import World, a_world

pytestmark = pytest.mark.usefixtures("no_sockets")

ENGINES = {"di": {"digitalbazaar", "verifier-core"}, "jwt": {"jose"}}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return a_world(tmp_path_factory.mktemp("world"), clock.now())


def assert_refused(
    world: World, independent: Independent, text: str, name: str, form: str
) -> None:
    """Refused by us, and by every engine that is not listed with its reason."""
    assert not world.is_valid(text)
    judgement = independent.judge(text, world.served, form=form, now=world.now)
    expected = {engine for taken, engine in TAKEN if taken == name} & ENGINES[form]
    assert judgement.accepting() - {"schema"} == expected, judgement


def test_unaltered_it_is_accepted_by_all(world: World, independent: Independent) -> None:
    for form, text in (("di", as_text(world.signed)), ("jwt", world.token)):
        assert world.is_valid(text)
        assert independent.judge(text, world.served, form=form, now=world.now).accepted


def test_the_same_issuer_is_read_anew_each_time(
    world: World, independent: Independent, tmp_path: Path
) -> None:
    """No verifier remembers the keys that another test stood for this issuer with."""
    again = a_world(tmp_path, world.now)
    for one in (world, again):
        assert independent.judge(as_text(one.signed), one.served, form="di", now=one.now).accepted


@acceptance("3a")
@pytest.mark.parametrize("name", MEMBERS)
def test_an_altered_member_is_refused(world: World, independent: Independent, name: str) -> None:
    document = altered(world.signed, MEMBERS[name])
    assert document != world.signed
    assert_refused(world, independent, as_text(document), name, "di")
    token = in_token(world, altered(world.payload, MEMBERS[name]))
    assert_refused(world, independent, token, name, "jwt")


@acceptance("3a", "3c")
@pytest.mark.parametrize("name", JSON)
def test_an_altered_json_form_is_refused(
    world: World, independent: Independent, name: str
) -> None:
    assert_refused(world, independent, JSON[name](world), name, "di")


@acceptance("3a", "3c")
@pytest.mark.parametrize("name", TOKEN)
def test_an_altered_token_is_refused(world: World, independent: Independent, name: str) -> None:
    assert_refused(world, independent, TOKEN[name](world), name, "jwt")


@acceptance("10a", "3a")
@pytest.mark.parametrize("name", LISTS)
def test_an_altered_status_list_is_not_believed(
    world: World, independent: Independent, name: str
) -> None:
    other = world.with_list(LISTS[name](world))
    for form, text in (("di", as_text(world.signed)), ("jwt", world.token)):
        assert_refused(other, independent, text, name, form)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401  JSON
    """Find every text in a document."""
    if isinstance(value, str):
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value)
    if isinstance(value, dict | list):
        for key, child in children:
            yield from paths(child, (*path, key))


@acceptance("3a")
def test_no_text_can_be_changed_by_one_letter(world: World, independent: Independent) -> None:
    found = list(paths(world.signed))
    assert len(found) > 40
    for path in found:

        def change(document: Any, path: tuple[str | int, ...] = path) -> None:  # noqa: ANN401  JSON
            for step in path[:-1]:
                document = document[step]
            text = document[path[-1]]
            document[path[-1]] = text[:-1] + ("1" if text[-1] != "1" else "2")

        document = altered(world.signed, change)
        assert_refused(world, independent, as_text(document), "", "di")
        token = in_token(world, altered(world.payload, change))
        assert_refused(world, independent, token, "", "jwt")


def test_every_exception_is_of_an_alteration_there_is() -> None:
    names = {*MEMBERS, *JSON, *TOKEN, *LISTS}
    assert {name for name, _ in TAKEN} <= names
    assert len(names) >= 35


@acceptance("3b")
@pytest.mark.parametrize("where", ["achievement", "criteria"])
def test_a_term_in_no_context_stops_the_issuing_with_its_name(
    session: Session, settings: Settings, where: str
) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    credential = a_credential(session, a_clerk(session), signers, is_signed=False)
    version = session.get_one(AchievementVersion, credential.achievement_version_id)
    content = altered(
        version.content, lambda c: (c if where == "achievement" else c[where]).update(gakunen="3")
    )
    version.content = content
    session.flush()
    with pytest.raises(UnsignedTerm, match="gakunen"):
        sign_credential(session, credential, signers, issuer=CITY, now=NOW)
    assert credential.state is CredentialState.PENDING
    assert (credential.jwt, credential.di) == (None, None)
