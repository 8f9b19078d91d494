"""How lists write days, hours and names, which column means what, and what a title attests."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules import (
    DONE_WORDS,
    MOST_MINUTES,
    Columns,
    Meaning,
    Rule,
    claims_of,
    fiscal_year,
    heading_place,
    hours_text,
    is_same_name,
    key_of,
    likely_columns,
    read_day,
    read_minutes,
    rule_for,
)

REIWA = date(2019, 5, 1)
DAYS = st.dates(date(1989, 1, 8), date(2050, 12, 31))
MARCH = date(2026, 3, 31)
JST = timezone(timedelta(hours=9))
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="*＊﹡⁎∗"))


def era(day: date) -> tuple[str, str, int]:
    """Return era, its letter, and the year in it."""
    return ("令和", "R", day.year - 2018) if day >= REIWA else ("平成", "H", day.year - 1988)


@given(DAYS)
def test_a_day_is_the_same_however_it_is_written(day: date) -> None:
    name, letter, year = era(day)
    words = "元" if year == 1 else str(year)
    wide = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
    written = [
        *(day.isoformat(), f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}"),
        *(f"{day.year}.{day.month}.{day.day}", f"{day.year}年{day.month}月{day.day}日"),
        *(f"{name}{words}年{day.month}月{day.day}日", f"{name}{year}年{day.month}月{day.day}日"),
        *(f"{letter}{year}.{day.month}.{day.day}", f"{letter}{year}/{day.month}/{day.day}"),
        f"{letter.lower()}{year:02}-{day.month:02}-{day.day:02}",
        f" {day.year}年{day.month}月{day.day}日（火）",
    ]
    assert {read_day(one) for one in written} == {day}
    assert {read_day(one.translate(wide)) for one in written} == {day}


@given(DAYS, st.times())
def test_an_hour_without_an_offset_changes_nothing(day: date, hour: datetime) -> None:
    for written in (
        f"{day}T{hour:%H:%M}",
        f"{day} {hour:%H:%M:%S}",
        f"{day}T{hour:%H:%M:%S}.250",
        f"{day:%Y/%m/%d} {hour.hour}:{hour:%M}",
    ):
        assert read_day(written) == day


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2049, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(-12 * 4, 14 * 4),
)
def test_an_hour_with_an_offset_tells_the_day_in_japan(instant: datetime, quarters: int) -> None:
    instant = instant.replace(second=0, microsecond=0)
    zone = timezone(timedelta(minutes=15 * quarters))
    local = instant.astimezone(zone)
    assert read_day(local.isoformat()) == instant.astimezone(JST).date()
    assert read_day(f"{instant:%Y-%m-%dT%H:%M:%S}Z") == instant.astimezone(JST).date()


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "きのう",
            "3/31/2026",
            "2026-02-30",
            "2026-13-01",
            "令和0年1月1日",
            "R8.3",
            "8.3.31",
        ),
        *("2026-03-31T25:00", "昭和64年1月7日", "S64.1.7", "2026年3月", "20260332", "46112"),
    ],
)
def test_what_names_no_day_is_none(written: str) -> None:
    assert read_day(written) is None


@given(st.text(max_size=30))
def test_whatever_stands_there_is_read_or_not_and_never_breaks(text: str) -> None:
    read_day(text)
    for unit in (Meaning.HOURS, Meaning.MINUTES):
        minutes = read_minutes(text, unit)
        assert minutes is None or 0 <= minutes <= MOST_MINUTES


@given(st.integers(0, MOST_MINUTES))
def test_minutes_are_the_same_however_they_are_written(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    assert read_minutes(hours_text(minutes), Meaning.HOURS) == minutes
    assert read_minutes(str(minutes), Meaning.MINUTES) == minutes
    assert read_minutes(f"{minutes}分", Meaning.HOURS) == minutes
    assert read_minutes(f"{hours}時間{rest}分", Meaning.MINUTES) == minutes
    assert read_minutes(f"{hours}:{rest:02}", Meaning.HOURS) == minutes


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("1.5", 90), ("１．５", 90), ("1時間半", 90), ("2h", 120), ("45min", 45), ("1,000", 60_000)],
)
def test_hours_of_lists(written: str, minutes: int) -> None:
    assert read_minutes(written, Meaning.HOURS) == minutes


@pytest.mark.parametrize("written", ["", "半", "長い", "-1", "1時間90分前", "9999999", "1:75"])
def test_what_is_no_length_of_time_is_none(written: str) -> None:
    assert read_minutes(written, Meaning.HOURS) is None


def test_hours_are_told_with_two_digits_at_most() -> None:
    assert [hours_text(one) for one in (None, 0, 60, 90, 100)] == ["", "0", "1", "1.5", "1.67"]


def test_names_are_the_same_in_old_letters_and_other_widths() -> None:
    assert is_same_name("高橋　太郎", "髙橋 太郎")
    assert is_same_name("ﾓﾘ ﾊﾅ", "モリ ハナ")
    assert not is_same_name("高橋 次郎", "髙橋 太郎")


@given(DAYS)
def test_a_fiscal_year_begins_in_april(day: date) -> None:
    year = fiscal_year(day)
    assert date(year, 4, 1) <= day < date(year + 1, 4, 1)


# --- columns ------------------------------------------------------------------------------------

FULL = Columns(
    {Meaning.NUMBER: "職員番号", Meaning.TITLE: "研修名", Meaning.DAY: "修了日"}, ("修了",)
)


@given(st.permutations(["職員番号", "研修名", "修了日", "備考", "所属"]))
def test_columns_are_found_wherever_they_stand(headings: list[str]) -> None:
    places = FULL.places(headings)
    assert {meaning: headings[place] for meaning, place in places.items()} == FULL.headings
    shouted = [f"　{one}　" for one in headings]
    assert FULL.places(shouted) == places


@given(
    st.dictionaries(st.sampled_from(Meaning), st.text(min_size=1, max_size=20)),
    st.lists(st.text(max_size=10)),
)
def test_columns_survive_the_database(headings: dict[Meaning, str], words: list[str]) -> None:
    columns = Columns(headings, tuple(words))
    assert Columns.from_json(columns.to_json()) == columns


@given(st.sets(st.sampled_from(Meaning)))
def test_a_mapping_wants_somebody_a_title_and_a_day(meanings: set[Meaning]) -> None:
    missing = Columns({one: one.value for one in meanings}).missing()
    assert ("who" in missing) == meanings.isdisjoint({Meaning.NUMBER, Meaning.LOGIN})
    assert ("title" in missing) == (Meaning.TITLE not in meanings)
    assert ("day" in missing) == (Meaning.DAY not in meanings)
    assert ("time" in missing) == ({Meaning.HOURS, Meaning.MINUTES} <= meanings)


def test_a_name_alone_is_nobody() -> None:
    columns = {Meaning.NAME: "氏名", Meaning.TITLE: "研修名", Meaning.DAY: "修了日"}
    assert Columns(columns).missing() == ("who",)


def test_results_are_compared_without_width_and_case() -> None:
    columns = Columns({}, DONE_WORDS)
    assert all(map(columns.is_done, ("修了", "ＣＯＭＰＬＥＴＥＤ", " completed ", "100%", "◯")))
    assert not any(map(columns.is_done, ("", "未修了", "99%", "×")))


def test_headings_may_stand_below_a_title() -> None:
    rows = [["令和7年度 修了者一覧"], [], ["職員番号", "研修名", "修了日"], ["1", "a", "b"]]
    assert heading_place(rows, FULL) == 2
    assert heading_place(rows) == 2
    assert heading_place([]) == 0


def test_likely_meanings_are_proposed_and_one_unit_of_time() -> None:
    found = likely_columns(["User Email", "Course Title", "備考", "Hours", "Minutes"])
    assert found == {
        Meaning.LOGIN: "User Email",
        Meaning.TITLE: "Course Title",
        Meaning.MINUTES: "Minutes",
    }


# --- what a title attests -----------------------------------------------------------------------

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"


@given(WORDS, WORDS, WORDS)
def test_a_pattern_fits_what_begins_and_ends_as_it_does(a: str, b: str, c: str) -> None:
    first, middle, last = key_of(a), key_of(b), key_of(c)
    title = f"{first}|{middle}|{last}"
    assert Rule(title, ()).fits(title)
    assert Rule(f"{first}|*|{last}", ()).fits(title)
    assert Rule(f"*|{middle}|＊", ()).fits(title)
    assert not Rule(f"{first}|*|{last}!", ()).fits(title)


def test_pieces_of_a_pattern_do_not_overlap() -> None:
    assert not Rule("情報*報", ()).fits("情報")
    assert Rule("情報*報", ()).fits("情報広報")
    assert not Rule("a*b*c", ()).fits("acb")


def test_the_exact_rule_decides_and_else_the_one_that_says_most() -> None:
    rules = [
        Rule("*", ((T5, 1),)),
        Rule("情報*", ((T5, 2),)),
        Rule("情報セキュリティ*", ((T5, 3),)),
        Rule("情報セキュリティ基礎", ((T5, 4),)),
    ]

    def decided(title: str) -> int:
        rule = rule_for(title, rules)
        assert rule is not None
        return rule.claims[0][1]

    assert [decided(one) for one in ("接遇", "情報", "情報セキュリティ応用")] == [1, 2, 3]
    assert decided("情報ｾｷｭﾘﾃｨ基礎") == 4
    assert rule_for("接遇", rules[1:]) is None


def test_what_is_attested_is_good_for_some_months() -> None:
    assert Rule("a", ((T5, 1),), 12).last_good_day(MARCH) == date(2027, 3, 31)
    assert Rule("a", ((T5, 1),), 1).last_good_day(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Rule("a", ((T5, 1),)).last_good_day(MARCH) is None


@given(st.lists(st.tuples(st.sampled_from([T5, H3]), st.integers(1, 5))))
def test_each_item_is_claimed_once_at_its_highest_level(pairs: list[tuple[str, int]]) -> None:
    claims = claims_of(pairs)
    assert dict(claims) == {
        ref: max(level for other, level in pairs if other == ref) for ref, _ in pairs
    }
    assert list(claims) == sorted(claims)
