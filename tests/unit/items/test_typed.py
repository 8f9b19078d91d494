"""What people type: words, numbers, and whole texts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.items.item import Item, Option, Response, folded
from app.items.kinds import KINDS, kind_of
from app.items.numeric import accepted_range, typed_number

# -- words ----------------------------------------------------------------------------------------


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("パスワード", "ぱすわーど"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("１８８", "188"),
        ("消費生活 センター。", "消費生活センタ-"),
        ("QR コード", "ｑｒこーど"),
    ],
)
def test_spellings_of_one_answer_count_as_one(typed: str, accepted: str) -> None:
    assert folded(typed) == folded(accepted)


def test_an_unforeseen_answer_points_to_no_option() -> None:
    item = Item("q", "text-entry", None, (Option("a", correct=True, text="188"),))
    grade = kind_of(item).grade(item, ("119",))
    assert (grade.score, grade.option_keys) == (0.0, ())


def test_two_spellings_of_the_same_typed_answer_are_a_fault() -> None:
    options = (
        Option("a", correct=True, text="ゆき", line=3),
        Option("b", correct=True, text="ユキ", line=5),
    )
    faults = KINDS["text-entry"].check(Item("q", "text-entry", None, options))
    assert [line for line, _, _ in faults] == [5]


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("12", "12"), ("１２", "12"), (" 1 2 ", "12"), ("12.", "12"), ("①", "1")),
        *(("1,000円", "1000"), ("１，０００", "1000"), ("1、000", "1000")),
        *(("3メートル", "3"), ("12㎡", "12"), ("12㎝", "12"), ("80%", "80"), ("５つ", "5")),
        *(("0.5", "0.5"), ("．５", "0.5"), ("-5", "-5"), ("−5度", "-5"), ("ー５", "-5")),
        *(("–5", "-5"), ("+3", "3"), ("٣", "3"), ("0" * 15, "0"), ("-0", "0")),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    assert typed_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "個", "-", ".", "--3", "1.2.3", "1-2", "1e5", "1/2", "0x10", "12時30分"),
        *("NaN", "Infinity", "-inf", "3万", "2千円", "十二", "10〜15", "約12", "12-"),
        *("9" * 16, "9" * 41, "9" * 1_000_000, "1" + "個" * 9, "1" + " " * 40, "\x00", "𝟙" * 16),
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    item = Item("q", "numeric", None, (Option("a", correct=True, text="12"),))
    assert typed_number(typed) is None
    assert not kind_of(item).accepts(item, (typed,))


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_is_the_same_in_half_and_full_width(number: Decimal) -> None:
    wide = f"{number:f}".translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.-"})
    assert typed_number(f"{number:f}") == typed_number(wide) == typed_number(f"{wide}cm") == number


@given(st.integers(-(10**12), 10**12))
def test_commas_between_thousands_change_nothing(number: int) -> None:
    assert typed_number(f"{number:,}") == typed_number(f"{number:,}円") == number


@given(st.text(max_size=45))
def test_no_typed_text_breaks_the_reader_of_numbers(text: str) -> None:
    number = typed_number(text)
    assert number is None or number.is_finite()
    found = accepted_range(text)
    assert found is None or found[0] <= found[1]


@pytest.mark.parametrize("written", ["10〜15", "10～15", "10~15", "１０ 〜 １５", "10.0〜15.00"])
def test_a_range_is_read_however_it_is_written(written: str) -> None:
    assert accepted_range(written) == (Decimal(10), Decimal(15))


@pytest.mark.parametrize(
    "written", ["15〜10", "10〜", "〜15", "10-15", "10〜15〜20", "12個", "多い"]
)
def test_what_is_no_range_is_refused(written: str) -> None:
    assert accepted_range(written) is None


def _numeric(*texts: str) -> Item:
    options = (Option(f"o{n}", n == 0, text, line=n) for n, text in enumerate(texts))
    return Item("q", "numeric", None, tuple(options))


@pytest.mark.parametrize(
    ("typed", "score", "keys"),
    [
        ("12", 1.0, ("o0",)),
        ("12.0cm", 1.0, ("o0",)),
        ("10", 0.0, ("o1",)),
        ("１５", 0.0, ("o1",)),
        ("15.1", 0.0, ()),
        ("-12", 0.0, ("o2",)),
        ("-ー12", None, ()),
    ],
)
def test_the_first_range_that_holds_a_number_counts(
    typed: str, score: float | None, keys: tuple[str, ...]
) -> None:
    item = _numeric("12", "10〜15", "ー20〜ー1")
    assert kind_of(item).check(item) == []
    if score is None:
        assert not kind_of(item).accepts(item, (typed,))
        return
    grade = kind_of(item).grade(item, (typed,))
    assert (grade.score, grade.option_keys) == (score, keys)


@pytest.mark.parametrize(
    ("texts", "line", "what"),
    [
        (("12", "多い"), 1, "数ではありません"),
        (("12", "12個"), 1, "数ではありません"),
        (("10〜15", "12"), 1, "ふくまれています"),
        (("12", "10〜15", "12.0"), 2, "ふくまれています"),
    ],
)
def test_a_number_that_nobody_can_reach_is_a_fault(
    texts: tuple[str, ...], line: int, what: str
) -> None:
    item = _numeric(*texts)
    ((found, message, mend),) = kind_of(item).check(item)
    assert (found, what in message, bool(mend)) == (line, True, True)


def test_xapi_is_told_of_numbers_as_it_writes_them() -> None:
    item = Item(
        "q",
        "numeric",
        None,
        (
            Option("a", correct=True, text="０.000000001〜1,500"),
            Option("b", correct=True, text="-5"),
        ),
    )
    kind = kind_of(item)
    assert kind.correct_pattern(item) == ["0.000000001[:]1500", "-5[:]-5"]
    assert kind.response_text(("１，２００円",)) == "1200"
    assert kind.response_text(()) == ""


# -- texts ----------------------------------------------------------------------------------------

CARDS = Item("q", "extended-text", None, tuple(Option(k, correct=True, text=k) for k in "ab"))


@pytest.mark.parametrize(
    ("response", "is_taken"),
    [
        (("たのしかったです。\nまた行きたいです。",), True),
        (("あ" * 2000,), True),
        (("あ" * 2001,), False),
        (("",), False),
        ((" 　\n",), False),
        (("文", "文"), False),
        (("a",), True),
        (("b", "a"), True),
        (("a", "a"), False),
        (("a", "文"), False),
        (("ねこ[,]いぬ",), True),
        (("a[,]b",), False),
        (("[,]",), True),
        ((), False),
    ],
)
def test_a_text_or_cards_are_taken(response: Response, is_taken: bool) -> None:  # noqa: FBT001  a column
    kind = kind_of(CARDS)
    assert kind.accepts(CARDS, response) is is_taken
    if is_taken:
        assert kind.read_response(kind.response_text(response)) == response


def test_cards_are_explained_and_texts_are_not() -> None:
    kind = kind_of(CARDS)
    assert kind.grade(CARDS, ("b", "a")).option_keys == ("b", "a")
    assert kind.grade(CARDS, ("文です。",)).option_keys == ()


def test_one_card_is_no_choice() -> None:
    item = Item("q", "extended-text", None, CARDS.options[:1], line=3)
    assert [line for line, _, _ in kind_of(item).check(item)] == [3]
