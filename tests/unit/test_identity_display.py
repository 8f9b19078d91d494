"""How pages look: whatever is kept, the reader gets sound settings; presets do what they say."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity import display
from app.identity.display import Display, Preset, preset_of, with_preset
from app.identity.login import reader_for
from app.ui.reader import Reader
from tests.unit.test_identity_rules import _person

LOCALES = ("ja", "en")
grades = st.none() | st.integers(1, 12)
presets = st.sampled_from(display.PRESETS)

FIELDS = {
    "ruby": st.sampled_from(display.RUBY),
    "spaced": st.sampled_from(display.SPACED),
    "plain": st.sampled_from(display.SWITCHES),
    "size": st.sampled_from(display.SIZES),
    "spacing": st.sampled_from(display.SPACINGS),
    "contrast": st.sampled_from(display.CONTRASTS),
    "motion": st.sampled_from(display.MOTIONS),
    "font": st.sampled_from(display.FONTS),
    "locale": st.sampled_from(LOCALES),
}
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
junk = json | st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(max_size=4), json)
chosen = st.fixed_dictionaries({}, optional=FIELDS)


def read(kept: object, grade: int | None) -> Display:
    return Display.read(kept, grade=grade, locales=LOCALES)


@given(kept=junk, grade=grades)
def test_whatever_is_kept_the_settings_are_sound(kept: object, grade: int | None) -> None:
    found = read(kept, grade)
    assert found.ruby in display.rubies(grade)
    assert found.taught(grade) in {None, *range(7)}
    assert found.locale in LOCALES
    assert read(found.kept(), grade) == found
    shown = reader_for(None if grade is None else _person(grade=grade), kept)
    assert shown.size in {"m", "l", "xl"}
    assert isinstance(shown.spaced, bool)


@given(kept=chosen, grade=grades)
def test_what_was_chosen_holds(kept: dict[str, str], grade: int | None) -> None:
    found = asdict(read(kept, grade))
    for name, value in kept.items():
        if (name, value, grade) != ("ruby", "grade", None):
            assert found[name] == value


@given(kept=junk)
def test_nothing_chosen_and_junk_look_the_same_to_nobody_in_particular(kept: object) -> None:
    known = kept if isinstance(kept, dict) else {}
    if not known.keys() & FIELDS.keys():
        assert read(kept, None) == Display()


@given(kept=chosen, grade=grades, preset=presets)
def test_a_preset_is_in_force_once_it_was_pressed_and_pressing_again_changes_nothing(
    kept: dict[str, str], grade: int | None, preset: Preset
) -> None:
    pressed = with_preset(read(kept, grade), preset, grade)
    assert preset_of(pressed, grade) == preset
    assert with_preset(pressed, preset, grade) == pressed
    assert read(pressed.kept(), grade) == pressed


@given(kept=chosen, grade=grades, preset=presets)
def test_no_preset_touches_plain_japanese_motion_or_language(
    kept: dict[str, str], grade: int | None, preset: Preset
) -> None:
    before = read(kept, grade)
    after = with_preset(before, preset, grade)
    assert (after.plain, after.motion, after.locale) == (
        before.plain,
        before.motion,
        before.locale,
    )


@given(kept=chosen, grade=grades)
def test_large_leaves_what_one_can_read_as_it_is(kept: dict[str, str], grade: int | None) -> None:
    before = read(kept, grade)
    after = with_preset(before, "large", grade)
    assert (after.ruby, after.spaced, after.font) == (before.ruby, before.spaced, before.font)


def test_a_fresh_pupil_is_in_the_childs_preset_and_a_fresh_adult_in_the_usual_one() -> None:
    for grade in range(1, 13):
        assert preset_of(read({}, grade), grade) == "child"
    assert preset_of(read({}, None), None) == "usual"


@pytest.mark.parametrize(
    ("ruby", "grade", "taught", "spaced"),
    [
        ("grade", 2, 1, True),
        ("grade", 3, 2, False),
        ("2", 5, 1, True),
        ("5", 2, 4, False),
        ("7", None, 6, False),
        ("2", None, 1, True),
        ("all", None, 0, False),
        ("all", 1, 0, True),
        ("none", 2, None, True),
        ("none", None, None, False),
    ],
)
def test_a_school_year_decides_ruby_and_spaces_together(
    ruby: str, grade: int | None, taught: int | None, *, spaced: bool
) -> None:
    found = read({"ruby": ruby}, grade)
    assert (found.taught(grade), found.is_spaced(grade)) == (taught, spaced)


def test_on_a_parents_phone_the_childs_preset_gives_every_kanji_its_reading_and_spaces() -> None:
    found = with_preset(Display(), "child", None)
    assert (found.taught(None), found.is_spaced(None), found.font) == (0, True, "school")


def test_phrases_are_spaced_for_anybody_who_wants_it_and_for_no_pupil_who_does_not() -> None:
    assert read({"spaced": "on"}, None).is_spaced(None)
    assert not read({"spaced": "off"}, 1).is_spaced(1)


def test_a_reader_is_the_settings_as_pages_need_them() -> None:
    kept = {
        "plain": "on",
        "size": "l",
        "spacing": "wide",
        "contrast": "high",
        "motion": "off",
        "font": "easy",
        "locale": "en",
        "ruby": "4",
    }
    assert reader_for(None, kept, can_undo=True) == Reader(
        taught=3,
        plain=True,
        size="l",
        spacing="wide",
        contrast="high",
        motion="off",
        font="easy",
        locale="en",
        ruby="4",
        can_undo=True,
    )
