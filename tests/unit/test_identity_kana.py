import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.bookmarks import rules
from app.identity import kana
from app.identity.service.bookmarks import hmac_of
from tests.factories.identity import TODAY

words = st.sampled_from(kana.WORDS)
VOICED = str.maketrans(
    "かきくけこさしすせそたてとはひふへほ", "がぎぐげござじずぜぞだでどばびぶべぼ"
)
KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def test_four_words_are_forty_four_bits() -> None:
    assert len(kana.WORDS) ** kana.COUNT >= 2**44
    assert len(set(kana.WORDS)) == len(kana.WORDS)


def test_every_word_is_two_to_four_plain_hiragana() -> None:
    assert [word for word in kana.WORDS if not re.fullmatch("[ぁ-ん]{2,4}", word)] == []
    hard = set("ぢづをーゐゑぁぃぅぇぉゎ")
    assert [word for word in kana.WORDS if hard & set(word)] == []
    assert list(kana.WORDS) == sorted(kana.WORDS)


def test_no_two_words_differ_by_a_mark_or_by_kana_that_look_alike() -> None:
    assert len({kana.shape(word) for word in kana.WORDS}) == len(kana.WORDS)


@given(st.lists(words, min_size=4, max_size=4))
def test_words_are_read_in_any_script_width_and_with_slips_of_the_hand(four: list[str]) -> None:
    written = [
        four[0].translate(KATAKANA),
        f" {' '.join(four[1])}　",
        unicodedata.normalize("NFD", four[2].translate(VOICED)),
        four[3].replace("っ", "つ").replace("ゃ", "や").replace("ね", "れ").replace("ぬ", "め"),
    ]
    assert kana.read(written) == kana.Typed(tuple(four), ())


@given(
    st.lists(words, min_size=4, max_size=4), st.sampled_from([" ", "　", "、", "・", "\n", ", "])
)
def test_all_four_may_stand_in_the_first_box(four: list[str], between: str) -> None:
    assert kana.read([between.join(four), "", "", ""]).boxes == tuple(four)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_whatever_is_typed_is_read_as_four_boxes(boxes: list[str]) -> None:
    typed = kana.read(boxes)
    assert len(typed.boxes) == kana.COUNT
    assert {place for place, word in enumerate(typed.boxes) if word not in kana.WORDS} <= set(
        typed.unknown
    )


def test_what_is_drawn_is_read_back() -> None:
    four = kana.draw()
    assert kana.read(four) == kana.Typed(four, ())


@given(st.lists(words, min_size=4, max_size=4), st.lists(words, min_size=4, max_size=4))
def test_the_hash_depends_on_every_word_their_order_and_the_secret(
    one: list[str], other: list[str]
) -> None:
    assert (hmac_of(one, "secret") == hmac_of(other, "secret")) == (one == other)
    assert hmac_of(one, "secret") != hmac_of(one, "another")


def test_a_bookmark_goes_after_180_idle_days() -> None:
    assert rules.days_left(TODAY, None, today=TODAY) == rules.IDLE_DAYS == 180
    later = TODAY.replace(month=12)
    assert rules.days_left(TODAY, later, today=TODAY) == 210
    assert rules.days_left(later, TODAY, today=later) == 180
