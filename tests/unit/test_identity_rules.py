"""The judgement of app/identity, without web or database."""

import unicodedata
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity import rules
from app.identity.login import reader_for
from app.identity.models import OrganizationKind, Role
from app.identity.person import Person, PostView
from app.identity.policy import Reach, can_enter_by_card, can_manage, can_see, reach_of


@pytest.mark.parametrize(
    ("grade", "places", "audience"),
    [
        (3, [("school", "learner")], "child"),
        (3, [("department", "learner")], "child"),
        (None, [("department", "learner")], "staff"),
        (None, [("city", "hr"), ("school", "teacher")], "staff"),
        (None, [("school", "teacher")], "citizen"),
        (None, [("city", "guardian")], "citizen"),
        (None, [("city", "partner")], "citizen"),
        (None, [], "citizen"),
    ],
)
def test_audience_follows_from_grade_and_current_posts(
    grade: int | None, places: list[tuple[str, str]], audience: str
) -> None:
    assert rules.audience_of(grade, places) == audience


@pytest.mark.parametrize(
    ("grade", "taught"), [(1, 0), (3, 2), (6, 5), (7, 6), (9, 6), (None, None)]
)
def test_this_years_kanji_are_still_being_learnt(grade: int | None, taught: int | None) -> None:
    assert rules.taught_grade(grade) == taught


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("1954", 1954),
        ("１９５４年", 1954),
        ("昭和29年", 1954),
        (" 昭和２９ ", 1954),
        ("平成元年生まれ", 1989),
        ("54", None),
        ("さくら", None),
        ("", None),
    ],
)
def test_a_year_of_birth_is_read_as_people_write_it(typed: str, year: int | None) -> None:
    assert rules.birth_year_of(typed) == year


@pytest.mark.parametrize(
    ("year", "enough"), [(2007, True), (2008, True), (2009, False), (2026, False), (1890, False)]
)
def test_whoever_cannot_be_eighteen_this_year_is_refused(year: int, *, enough: bool) -> None:
    assert rules.old_enough(year, this_year=2026) is enough


@pytest.mark.parametrize(
    "name", ["髙橋", "山﨑", "𠮷野", "\ufa19田", "渡邉\U000e0101", "葛\U000e0100城"]
)
def test_names_keep_every_character(name: str) -> None:
    assert rules.kept_name(name) == name


def test_parted_kana_are_composed_and_spaces_tidied() -> None:
    parted = unicodedata.normalize("NFD", "ガクト")
    assert rules.kept_name(f"　{parted}   た ") == "ガクト た"


@given(st.text())
def test_keeping_a_name_twice_changes_nothing_more(text: str) -> None:
    once = rules.kept_name(text)
    assert rules.kept_name(once) == once


def test_readings_become_full_width_katakana() -> None:
    assert rules.kept_kana("ﾀｶﾊｼ　さくら") == "タカハシ サクラ"


def test_names_sort_as_a_japanese_list_does() -> None:
    wanted = [
        "カキ",
        "ガキ",
        "カキタ",
        "サトウ",
        "サトオ",
        "ショウジ",
        "シヨウジ",
        "ハタ",
        "バタ",
        "パタ",
    ]
    shuffled = wanted[5:] + wanted[:5]
    assert sorted(shuffled, key=rules.kana_key) == wanted


def test_a_long_vowel_sorts_as_the_vowel_before_it() -> None:
    assert rules.kana_key("ルーシー").split("\t")[0] == "るうしい"


def test_staff_stand_in_the_citys_order_and_then_by_name() -> None:
    rows = [(2, "ア"), (1, "ン"), (None, "ア"), (1, "カ")]
    ordered = sorted(rows, key=lambda row: rules.staff_order(row[0], rules.kana_key(row[1])))
    assert ordered == [(1, "カ"), (1, "ン"), (2, "ア"), (None, "ア")]


def test_pupils_stand_by_attendance_number() -> None:
    rows = [(1, 10, "ア"), (1, 2, "ン"), (1, None, "ア"), (0, 31, "ン")]
    ordered = sorted(rows, key=lambda row: rules.pupil_order(row[0], row[1], row[2]))
    assert ordered == [(0, 31, "ン"), (1, 2, "ン"), (1, 10, "ア"), (1, None, "ア")]


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", rules.PasswordFault.TOO_SHORT),
        ("a" * 9 + "b", rules.PasswordFault.COMMON),
        ("password12", rules.PasswordFault.COMMON),
        ("ＰＡＳＳＷＯＲＤ１２", rules.PasswordFault.COMMON),
        ("1234567890", rules.PasswordFault.COMMON),
        ("qwertyuiop", rules.PasswordFault.COMMON),
        ("sakusakusaku", rules.PasswordFault.COMMON),
        ("haruko-no-niwa", rules.PasswordFault.PERSONAL),
        ("髙橋さんの庭に来る鳥", rules.PasswordFault.PERSONAL),
        ("x1y2" * 51, rules.PasswordFault.TOO_LONG),
    ],
)
def test_weak_passwords_are_told_why(password: str, fault: rules.PasswordFault) -> None:
    assert fault in rules.password_faults(password, personal=["haruko@example.jp", "髙橋"])


@pytest.mark.parametrize(
    "password", ["yuki no asa ni aruku", "雪の朝にあるく三人の子", "tq8-Lm2!zz"]
)
def test_good_passwords_pass(password: str) -> None:
    assert rules.password_faults(password, personal=["haruko", "髙橋", "ゆい", "K"]) == []


def test_pupils_passwords_may_be_shorter() -> None:
    assert rules.password_faults("kawa-ishi", is_child=True) == []
    assert rules.password_faults("kawa-ishi") == [rules.PasswordFault.TOO_SHORT]


@given(st.text(max_size=300))
def test_any_text_can_be_judged_as_a_password(text: str) -> None:
    rules.password_faults(text, personal=["sakura"])


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        " /learn",
        "/ /evil",
        "/" * 2001,
        "",
        None,
    ],
)
def test_the_way_back_never_leaves_the_site(target: str | None) -> None:
    assert rules.local_path(target) is None


@pytest.mark.parametrize("target", ["/", "/learn/1?x=1#y", "/courses/講座", "/a//b"])
def test_paths_of_the_site_are_kept(target: str) -> None:
    assert rules.local_path(target) == target


@given(st.text(max_size=40).map(lambda text: "/" + text))
def test_a_kept_path_has_one_slash_in_front_and_no_surprises(target: str) -> None:
    kept = rules.local_path(target)
    assert kept is None or (kept == target and kept[1:2] not in {"/", "\\"})


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_limits_count_by_network(address: str | None, network: str) -> None:
    assert rules.network_of(address) == network


def _tries(here: int = 1, anywhere: int = 1, accounts: int = 1, *, known: bool = False) -> bool:
    return rules.may_try(rules.Tries(here, anywhere, accounts, is_known_here=known))


def test_ten_tries_of_one_account_at_one_address_are_allowed() -> None:
    assert _tries(here=10, anywhere=10)
    assert not _tries(here=11, anywhere=11)
    assert not _tries(here=11, anywhere=11, known=True)


def test_a_spray_stops_strangers_and_not_those_known_at_the_address() -> None:
    assert _tries(accounts=100)
    assert not _tries(accounts=101)
    assert _tries(accounts=101, known=True)


def test_guesses_from_many_addresses_stop_strangers_and_not_the_owner() -> None:
    assert not _tries(anywhere=101)
    assert _tries(anywhere=101, known=True)


def test_no_address_is_trusted_with_guessing_bookmarks() -> None:
    def may_open(here: int, anywhere: int) -> bool:
        return rules.may_open(rules.Tries(here, anywhere, 1, is_known_here=True))

    assert may_open(10, 2000)
    assert not may_open(11, 11)
    assert not may_open(1, 2001)


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://learn.example.jp", "did:web:learn.example.jp"),
        ("http://localhost:8000", "did:web:localhost%3A8000"),
    ],
)
def test_the_issuer_is_named_after_the_host(url: str, did: str) -> None:
    assert rules.did_web(url) == did


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("haru", True),
        ("ＨＡＲＵ", True),
        ("h", False),
        ("はる", False),
        ("haru@example.jp", True),
        ("haru@example", False),
        ("a b@example.jp", False),
        ("<haru@example.jp>", False),
        ("", False),
    ],
)
def test_a_login_is_a_plain_id_or_an_address(typed: str, *, good: bool) -> None:
    assert rules.is_login(rules.login_key(typed)) is good


# --- policy ------------------------------------------------------------------------------------

IDS = {name: uuid.uuid4() for name in ("city", "board", "school", "other", "tax")}
PARENTS = {
    IDS["city"]: None,
    IDS["board"]: IDS["city"],
    IDS["school"]: IDS["board"],
    IDS["other"]: IDS["board"],
    IDS["tax"]: IDS["city"],
}


def _person(**more: object) -> Person:
    values: dict[str, object] = {
        "id": IDS["tax"],
        "actor_name": IDS["tax"],
        "login": "mori",
        "family_name": "森",
        "given_name": "さくら",
        "family_kana": "モリ",
        "given_kana": "サクラ",
        "nickname": None,
        "grade": None,
        "is_demo": False,
        "is_disabled": False,
        "session_epoch": 0,
        "name_order": "",
    }
    return Person(**(values | more))  # type: ignore[arg-type]


def _post(place: str, kind: OrganizationKind, role: Role) -> PostView:
    return PostView(
        IDS[place], IDS[place], place, kind, role, "", is_primary=True, attendance_number=None
    )


def test_an_administrator_reaches_what_is_below() -> None:
    boss = _person(posts=(_post("board", OrganizationKind.BOARD, Role.ADMINISTRATOR),))
    reach = reach_of(boss, PARENTS)
    assert reach == Reach(frozenset({IDS["board"], IDS["school"], IDS["other"]}))
    assert can_manage(reach, [IDS["school"]])
    assert not can_manage(reach, [IDS["tax"]])
    assert not can_manage(reach, [])


def test_whoever_also_has_a_post_elsewhere_is_seen_and_not_managed() -> None:
    reach = Reach(frozenset({IDS["school"]}))
    assert can_see(reach, [IDS["school"], IDS["tax"]])
    assert not can_manage(reach, [IDS["school"], IDS["tax"]])


def test_the_citys_administrator_reaches_citizens_without_posts() -> None:
    boss = _person(posts=(_post("city", OrganizationKind.CITY, Role.ADMINISTRATOR),))
    assert can_manage(reach_of(boss, PARENTS), [])


def test_a_teacher_reaches_nobody() -> None:
    teacher = _person(posts=(_post("school", OrganizationKind.SCHOOL, Role.TEACHER),))
    assert reach_of(teacher, PARENTS) == Reach(frozenset())


def test_a_tree_with_a_loop_still_ends() -> None:
    boss = _person(posts=(_post("city", OrganizationKind.CITY, Role.ADMINISTRATOR),))
    looped = {**PARENTS, IDS["city"]: IDS["school"]}
    assert reach_of(boss, looped).organization_ids == frozenset(IDS.values())


@pytest.mark.parametrize("missing", ["is_demo_site", "is_demo_user", "has_card"])
def test_one_press_signs_in_only_a_demos_own_people(missing: str) -> None:
    everything = {"is_demo_site": True, "is_demo_user": True, "has_card": True}
    assert can_enter_by_card(**everything)
    assert not can_enter_by_card(**(everything | {missing: False}))


# --- display -----------------------------------------------------------------------------------


def test_a_child_gets_furigana_for_the_grade_and_may_choose() -> None:
    child = _person(grade=3)
    assert reader_for(child, {}).taught == 2
    assert reader_for(child, {"ruby": "grade"}).taught == 2
    assert reader_for(child, {"ruby": "all"}).taught == 0
    assert reader_for(child, {"ruby": "none"}).taught is None
    assert reader_for(child, {}).name == "さくら"


def test_a_visitor_is_a_plain_citizen_unless_they_choose() -> None:
    shown = reader_for(None, {"ruby": "all", "size": "xl", "locale": "en"})
    assert (shown.audience, shown.taught, shown.size, shown.locale) == ("citizen", 0, "xl", "en")
    assert reader_for(None, {"ruby": "grade", "size": "huge", "locale": "tlh"}) == reader_for(
        None, {}
    )


def test_only_the_first_two_grades_read_spaced_text() -> None:
    assert [reader_for(_person(grade=grade), {}).spaced for grade in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
