"""Hints of plain Japanese: good plain texts give none, the language of offices gives several."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.furigana.engine.plainness import FIXED_NAMES, KINDS, SHOWN, hints
from app.furigana.engine.tokens import Tokenizer
from app.furigana.port import EASY, FIRST_YEARS, Hint, Limits, limits_for

COURSES = Path(__file__).resolve().parents[2] / "courses"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def found(tokenizer: Tokenizer, text: str, limits: Limits = EASY) -> list[str]:
    return [hint.kind for hint in hints(tokenizer.tokens(text), limits)]


# --- whole texts

PLAIN = [
    "地震です。机の下に入ってください。火を消してください。",
    "大きな地震がありました。津波が来ます。高いところに逃げてください。",
    "避難所は、家に帰ることができない人が行くところです。お金はいりません。だれでも行くことができます。",
    "ごみは、決まった日の朝8時までに出してください。燃えるごみの日は、月曜日と木曜日です。",
    "マイナンバーカードを持って、市役所の1階に来てください。市役所は、月曜日から金曜日まで、開いています。",
    "子どもが病気のときは、この番号に電話してください。お医者さんと話すことができます。",
    "税金（国や市に払うお金）を払う紙を送ります。コンビニで払うことができます。分からないときは、電話してください。",
    "日本語が分からなくても、だいじょうぶです。やさしい日本語で話します。あなたの国の言葉で話すこともできます。",
    "パスワードは、人に教えてはいけません。長いパスワードにしてください。",
    "学校に行く日は、4月7日です。うわばき（学校の中ではくくつ）を持ってきてください。",
]
"""Written in the spirit of the state's guideline on plain Japanese for people from abroad."""

OFFICIAL = [
    "個人情報の取扱いについては、個人情報の保護に関する法律及び本市の条例に基づき、適正に管理するものとする。",
    "市長は、申請があったときは、その内容を審査し、適当と認めるときは、速やかに交付の決定を行い、通知するものとする。",
    "当該事業の実施に際しては、関係法令を遵守するとともに、所定の様式により実績報告書を提出しなければならない。",
    "証明書の交付を受けようとする者は、本人確認書類を持参の上、窓口に申請書を提出されたい。",
    "会場において飲食された場合は、退場を命じられることがないとは言えません。",
    "ご来庁の際は、番号札をお取りいただき、呼び出しがあるまで、会場にてお待ちくださいますようお願い申し上げます。",
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_gives_no_hint(tokenizer: Tokenizer, text: str) -> None:
    assert found(tokenizer, text) == []


@pytest.mark.parametrize("text", OFFICIAL)
def test_the_language_of_offices_gives_several(tokenizer: Tokenizer, text: str) -> None:
    assert len(set(found(tokenizer, text))) >= 2
    assert len(found(tokenizer, text)) >= 3


def test_the_easy_texts_of_our_courses_give_hardly_any(tokenizer: Tokenizer) -> None:
    lines = [
        re.sub(r"^[-*>\d.#\s]+|#[a-z0-9-]+$|[*`]", "", line)
        for path in COURSES.rglob("[0-9]*.md")
        for easy in re.findall(r"^::: easy\n(.*?)^:::", path.read_text(), re.DOTALL | re.MULTILINE)
        for line in re.sub(r"\{([^|{}]*)\|[^{}]*\}", r"\1", easy).split("\n")
        if line.strip() and not line.startswith("|")
    ]
    assert lines
    told = [line for line in lines if found(tokenizer, line)]
    assert len(told) <= len(lines) / 50


# --- each kind


def test_a_sentence_is_as_long_as_its_words_without_signs_and_explanations(
    tokenizer: Tokenizer,
) -> None:
    limits = Limits(sentence=10, kanji_rate=None, katakana=None, clauses=None)
    assert found(tokenizer, "これは、十文字の文です。", limits) == []
    assert found(tokenizer, "これは、十一文字の文です。", limits) == ["sentence"]
    assert found(tokenizer, "これは（とても長い説明を付けた）文です。", limits) == []
    assert found(tokenizer, "これは（閉じていない長い説明の文です。", limits) == ["sentence"]


def test_a_sentence_ends_at_its_sign_or_with_the_line(tokenizer: Tokenizer) -> None:
    limits = Limits(sentence=8, kanji_rate=None, katakana=None, clauses=None)
    assert (
        found(tokenizer, "長くありません。長くありません！長くありません\n長くありません", limits)
        == []
    )


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("朝起きて、顔を洗い、ご飯を食べたが、学校に行くと、だれもいなかったので、帰った。", 6),
        ("困ったときは、電話してください。", 2),
        ("安かったら買いますが、高ければ買いません。", 4),
        ("雨なので、家で本を読んでいます。", 2),
        ("名前について、メールで聞いてください。", 1),
        ("電話をかけてみてもいいです。", 1),
        ("先生として、学校で働いています。", 1),
        ("犬と、猫と、鳥がいます。", 1),
        ("メールを送る人は、名前を自由に書くことができます。", 1),
    ],
)
def test_clauses_that_follow_one_another_are_counted(
    tokenizer: Tokenizer, text: str, clauses: int
) -> None:
    def limits(most: int) -> Limits:
        return Limits(sentence=None, kanji_rate=None, katakana=None, clauses=most, passive=False)

    assert found(tokenizer, text, limits(clauses)) == []
    assert found(tokenizer, text, limits(clauses - 1)) == ["clauses"]


@pytest.mark.parametrize(
    "text",
    [
        *("できないわけではない。", "できないわけではありません。", "言えないこともない。"),
        *(
            "ないことはありません。",
            "行けなくはない。",
            "知らなくもありません。",
            "使わざるを得ない。",
        ),
        *("使わざるを得ません。", "ないとは言えない。", "危なくないとは限りません。"),
        *("忘れないではいられない。", "聞かずにはいられません。", "知らないはずがない。"),
        "届けを出さない限り、お金を受け取ることができません。",
    ],
)
def test_two_negations_in_one_statement_are_told(tokenizer: Tokenizer, text: str) -> None:
    assert found(tokenizer, text, Limits(passive=False)) == ["double-negation"]


@pytest.mark.parametrize(
    "text",
    [
        *("お金を払わなければなりません。", "行かないといけません。", "押してはいけません。"),
        *("お金がないとき、電話してください。", "知らない人に、教えないでください。"),
        *("教えないことが大切です。", "できません。来ません。", "ないと思います。"),
        *("これではありません。", "消さないでください。", "何も知らないので、行きません。"),
    ],
)
def test_what_is_denied_once_is_no_double_negation(tokenizer: Tokenizer, text: str) -> None:
    assert found(tokenizer, text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("先生に呼ばれました。", "呼ばれ"),
        ("ここで食べられます。", "食べられ"),
        ("市長が来られます。", "来られ"),
        ("すぐに届けられた。", "届けられ"),
    ],
)
def test_passives_are_told_unless_they_are_allowed(
    tokenizer: Tokenizer, text: str, word: str
) -> None:
    assert [(h.kind, h.found) for h in hints(tokenizer.tokens(text), EASY)] == [("passive", word)]
    assert found(tokenizer, text, limits_for(3)) == []


def test_verbs_that_end_like_a_passive_are_none(tokenizer: Tokenizer) -> None:
    assert found(tokenizer, "雨が流れる。人と別れる。箱に入れる。名前を忘れる。") == []


def test_long_katakana_is_told_but_for_the_name_everybody_needs(tokenizer: Tokenizer) -> None:
    text = "インターネットのオンラインショッピングは、マイナンバーカードでできません。"
    told = hints(tokenizer.tokens(text), EASY)
    assert told == (Hint(8, "katakana", "オンラインショッピング"),)
    assert FIXED_NAMES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("会議に関し、話す。", "に関し → 〜について"),
        ("会議に関する話。", "に関する → 〜について"),
        ("紙及びペン。", "及び → と"),
        ("市において、行う。", "において → 〜で"),
        ("市における行事。", "における → 〜での"),
        ("話すものとする。", "ものとする → 〜します"),
        ("力を有する人。", "有する → ある、持っている"),
        ("来てくださるよう申し上げます。", "申し上げ → 言う、〜します"),
        ("お言葉を賜りました。", "賜り → いただく、もらう"),
        ("手がかかわらず、雨にもかかわらず行く。天気にかかわらず行く。", "にかかわらず → 〜でも"),
    ],
)
def test_words_of_offices_come_with_what_to_say_instead(
    tokenizer: Tokenizer, text: str, told: str
) -> None:
    assert told in [h.found for h in hints(tokenizer.tokens(text), EASY)]


def test_everyday_words_that_look_alike_are_left_alone(tokenizer: Tokenizer) -> None:
    assert found(tokenizer, "力が及びません。机の上におくてがみ。ものと人。一等になる。") == []


def test_kanji_are_counted_where_a_sentence_has_some_length(tokenizer: Tokenizer) -> None:
    assert found(tokenizer, "住民票手数料案内。") == []
    long = "住民票の写しの手数料は、本庁舎一階の市民課窓口で現金でお支払いください。"
    assert found(tokenizer, long) == ["kanji"]


def test_the_younger_the_readers_the_stricter_the_limits() -> None:
    years = [limits_for(grade) for grade in range(1, 10)]
    for younger, older in pairwise(years):
        assert (younger.sentence or 0) <= (older.sentence or 0)
        assert (younger.kanji_rate or 0) <= (older.kanji_rate or 0)
        assert (younger.clauses or 0) <= (older.clauses or 0)
        assert younger.passive >= older.passive


# --- for every text

PIECES = st.sampled_from(
    [
        *(
            "ない",
            "わけでは",
            "ことは",
            "ません",
            "ざるを得",
            "限り",
            "食べ",
            "られる",
            "て",
            "、",
            "。",
        ),
        *(
            "及び",
            "に関する",
            "（",
            "）",
            "\n",
            " ",
            "　",
            "漢字",
            "カタカナー",
            "𠮷",
            "👨‍👩‍👧",
            "a",
            "9",
            "！？",
        ),
    ]
)


@given(text=st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_every_text_has_an_answer_whose_places_lie_in_it(tokenizer: Tokenizer, text: str) -> None:
    told = hints(tokenizer.tokens(text), FIRST_YEARS)
    assert list(told) == sorted(told)
    for hint in told:
        assert hint.kind in KINDS
        assert 0 <= hint.start < len(text)
        words = hint.found.split(" → ")[0].removesuffix("…")
        assert text.startswith(words, hint.start)
        assert len(words) <= SHOWN or hint.kind not in {"sentence", "clauses", "kanji"}
    assert hints(tokenizer.tokens(text), FIRST_YEARS) == told


def test_what_is_not_looked_at_is_not_told(tokenizer: Tokenizer) -> None:
    nothing = Limits(sentence=None, kanji_rate=None, katakana=None, clauses=None, passive=False)
    for text in OFFICIAL:
        assert set(found(tokenizer, text, nothing)) <= {"officialese", "double-negation"}


def test_every_kind_says_what_and_how_to_mend_it() -> None:
    for kind in KINDS.values():
        assert kind.message
        assert kind.mend.endswith("。")


def test_the_web_may_show_the_kinds_without_loading_the_tokenizer() -> None:
    code = "import sys, app.furigana.engine.plainness; sys.exit('sudachipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
