"""The picture of an achievement."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.credentials import canonical, openbadges, pictures
from app.credentials.schema import faults
from app.ui import theme_file
from app.ui.drawings import NAMESPACE
from tests.factories.credentials import THEME, some_facts

FIELDS = ("protect", "discern", "connect", "create", "live")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.sampled_from(FIELDS))
def test_the_same_achievement_has_the_same_picture_and_it_is_sound_xml(
    name: str, field: str
) -> None:
    drawn = pictures.draw(name, kind="Course", field=field, theme=THEME)
    assert drawn == pictures.draw(name, kind="Course", field=field, theme=THEME)
    root = etree.fromstring(drawn.encode())
    assert root.tag == f"{{{NAMESPACE}}}svg"
    assert (root.findtext(f"{{{NAMESPACE}}}title") or "").split() == name.split()


def test_pictures_tell_name_kind_field_and_city_apart() -> None:
    minato = theme_file.read(theme_file.SHIPPED / "minato.toml").theme
    assert minato is not None
    drawn = {
        pictures.draw(name, kind=kind, field=field, theme=theme)
        for name in ("あ", "い")
        for kind in ("Course", "LearningProgram")
        for field in FIELDS
        for theme in (THEME, minato)
    }
    assert len(drawn) == 2 * 2 * 5 * 2


@pytest.mark.parametrize("field", FIELDS)
def test_a_picture_points_nowhere_and_needs_no_font(field: str) -> None:
    drawn = pictures.draw("x", kind="Course", field=field, theme=THEME)
    assert "href" not in drawn
    assert "<text" not in drawn
    assert "url(" in drawn
    assert "url(http" not in drawn


def with_picture() -> dict[str, object]:
    facts = some_facts()
    content = {key: value for key, value in facts.achievement.items() if key != "id"}
    achievement = openbadges.addressed(content, str(facts.achievement["id"]), has_image=True)
    return openbadges.build_credential(some_facts(achievement=achievement))


def test_the_signed_achievement_names_its_picture_and_every_term_is_signed() -> None:
    document = with_picture()
    image = document["credentialSubject"]["achievement"]["image"]  # type: ignore[index]
    assert image["id"].endswith("/image.svg")
    assert image["type"] == "Image"
    assert faults(document) == []
    assert f"<{image['id']}>".encode() in canonical.canonical(document)  # it refuses what is not


@pytest.mark.parametrize(
    ("member", "value"), [("id", "image.svg"), ("type", ["Image"]), ("caption", ""), ("id", None)]
)
def test_a_picture_that_is_named_wrongly_is_refused(member: str, value: object) -> None:
    document = copy.deepcopy(with_picture())
    document["credentialSubject"]["achievement"]["image"][member] = value  # type: ignore[index]
    assert faults(document) != []
