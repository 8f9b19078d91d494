"""Questions as they stand on a sheet of paper become questions, and nothing of a sheet is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.pasting.reading import read
from app.authoring.pasting.worksheets import CLOSING, WHY, parted
from app.catalog.sources.lesson import read_bank
from app.items.kinds import KINDS

WORD = """<p>問1　はじめにすることは、どれですか。</p>
<ol type="A"><li>聞く<ul><li>→ いやな人もいます。</li></ul></li><li>のせる</li></ol>
<p>答え：A<br>説明：聞いてからにします。</p><p>おわりの文です。</p>"""


def pasted(text: str, name: str = "") -> str:
    return str(read(name, text.encode())["markdown"])


def kinds(markdown: str) -> list[str]:
    return [one.kind for one in read_bank("a.md", "", markdown.encode(), []).blocks]


@pytest.mark.parametrize(
    ("sheet", "kind", "right"),
    [
        ("ア　聞く\nイ　のせる\n答え　ア", "choice", ["聞く"]),
        ("(1) 聞く\n(2) のせる\n正解：2", "choice", ["のせる"]),
        ("① 聞く\n② のせる\n③ 見せる\nこたえは①と③", "multiple-response", ["聞く", "見せる"]),
        ("○ 聞く\n× のせる", "choice", ["聞く"]),
        ("A. 聞く\nB. のせる\n【答え】聞く", "choice", ["聞く"]),
        ("ア　のせる\nイ　聞く\n答え　イ→ア", "order", ["聞く", "のせる"]),
        (
            "答え　肖像権／しょうぞうけん\nまちがい　著作権",
            "text-entry",
            ["肖像権", "しょうぞうけん"],
        ),
        ("答え：１２", "numeric", ["１２"]),
        ("", "extended-text", []),
    ],
)
def test_a_question_is_what_its_answer_makes_it(sheet: str, kind: str, right: list[str]) -> None:
    markdown = pasted(f"問1　どれですか。\n{sheet}\n\n## つぎ")
    assert kinds(markdown) == [kind, "text"]
    mark = "1." if kind == "order" else "- [x]"
    told = [line.split(" #")[0] for line in markdown.split("\n") if line.startswith(mark)]
    if kind == "order":
        told = [line.split(" #")[0] for line in markdown.split("\n") if line[:1].isdecimal()]
    assert [one.split(" ", 1)[1].removeprefix("[x] ") for one in told] == right


def test_reasons_closing_and_hints_stand_where_they_belong() -> None:
    markdown = pasted(
        "問題2：すべて選びましょう。\nヒント　名札を見ます。\nア　名前\n→ 名札にあります。\n"
        "イ　すきな色\n答え　ア\n解説　写真は、よく見ます。"
    )
    assert "> [!TIP] 名札を見ます。" in markdown
    assert "- [x] 名前 #a\n  > 名札にあります。" in markdown
    assert f"- [ ] すきな色 #b\n  > {WHY}" in markdown
    assert "\n> 写真は、よく見ます。\n:::" in markdown
    assert kinds(markdown) == ["multiple-response"], "as its prompt says, though one is right"


def test_a_list_of_word_is_labeled_by_where_its_items_stand() -> None:
    markdown = pasted(WORD, "a.html")
    assert kinds(markdown) == ["choice", "text"]
    assert "- [x] 聞く #a\n  > いやな人もいます。" in markdown
    assert markdown.endswith("おわりの文です。")


def test_what_cannot_be_read_as_a_question_stays_text_and_is_told() -> None:
    told = read("", "問1　どれですか。\nア　聞く\nイ　のせる\n答え　エ".encode())
    assert kinds(told["markdown"]) == ["text"] * 4
    assert told["left_out"] == {"question": 1}
    assert told["named"] == [["question", "どれですか。"]]


def test_a_text_about_questions_is_no_question() -> None:
    text = "問題は、だれが見るかです。\n答えは、人によってちがいます。"
    assert parted(text) == text
    assert kinds(pasted(text)) == ["text"]


def test_an_open_question_ends_with_its_line() -> None:
    markdown = pasted("問3　あなたなら、どうしますか。\n\nこれでおわりです。")
    assert kinds(markdown) == ["extended-text", "text"]
    assert CLOSING in markdown


LINES = st.sampled_from(
    [
        "問1　どれですか。",
        "Q2. なぜですか。",
        "ア　聞く",
        "イ　のせる",
        "○ 聞く",
        "× のせる",
        "→ わけがあります。",
        "答え　ア",
        "答え　ア→イ",
        "説明　そうです。",
        "ヒント　見ます。",
        "まちがい　ウ",
        "つづきの文。",
        "::: choice #x",
        "- 点",
        "## 見出し",
        "",
    ]
)


@given(st.lists(LINES, max_size=14))
def test_whatever_the_sheet_its_words_are_all_there_and_its_questions_are_sound(
    lines: list[str],
) -> None:
    markdown = pasted("\n".join(lines))
    for words in (
        "聞く",
        "のせる",
        "わけがあります",
        "そうです",
        "見ます",
        "つづきの文",
        "見出し",
    ):
        wanted = sum(words in line for line in lines)
        assert markdown.count(words) >= wanted, words
    found = read_bank("a.md", "", markdown.encode(), [])
    assert all(one.kind in {*KINDS, "text"} for one in found.blocks)
    assert unicodedata.is_normalized("NFC", markdown)
