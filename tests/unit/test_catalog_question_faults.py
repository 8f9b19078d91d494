"""Every fault an author can make in the newer kinds of questions, found on its line."""

import pytest

from app.catalog.service import levels_of
from app.catalog.sources.faults import Fault
from tests.factories.catalog import COURSE, OBJECTIVES, a_source, checked, course_files
from tests.unit.test_catalog_questions import (
    AREAS,
    BARE,
    CARDS,
    GAPS,
    GROUPS,
    HEAD,
    INBOX,
    LESSON,
    PNG,
)

NUMBER = """\
::: numeric #kazu objective=mitsukeru
いくつ？

- [x] 3 #san
  > そうです。
- [ ] 4〜9 #oi
  > {多|おお}いです。

> {数|かぞ}えましょう。
:::
"""
SCALE = """\
::: likert #dekiru-ka
できる？

- できる #dekiru
- {少|すこ}し #sukoshi
- できない #dekinai
:::
"""
MATCH = """\
::: match #kumi
{組|く}みましょう。

- **{赤|あか}** #aka
  - りんご #ringo
    > {赤|あか}いです。
- **{黄|き}** #ki
  - バナナ #banana
    > {黄色|きいろ}です。
:::
"""
EASY_GAPS = """\
::: easy
あいことばは ［ア］ もので、［{二|に}］ です。

> [!TIP] {鍵|かぎ}。

> [!TIP] ヒント。

- **ア** #a
  - {言|い}う #oshieru
    > だめ。
  - {言|い}わない #oshienai
:::
"""


def faults_of(body: str) -> list[Fault]:
    files = course_files(**{LESSON: HEAD + body}) | PNG
    return [f for f in checked(a_source(files), levels_of) if f.path == LESSON]


def changed(body: str, old: str, new: str) -> str:
    assert old in body
    return body.replace(old, new, 1)


def line_of(body: str, part: str) -> int:
    text = HEAD + body
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("body", [NUMBER, SCALE, MATCH, GAPS + EASY_GAPS])
def test_the_questions_of_these_tests_have_no_faults(body: str) -> None:
    assert faults_of(body) == []


@pytest.mark.parametrize(
    ("body", "old", "new", "at", "what"),
    [
        # attributes
        (INBOX, "attempts=3", "attempts=0", "::: inbox", "「attempts=0」は使えません"),
        (INBOX, "wait=10", "wait=すぐ", "::: inbox", "「wait=すぐ」は使えません"),
        (INBOX, "shuffle=yes", "shuffle=no", "::: inbox", "「shuffle=no」は使えません"),
        (INBOX, "shuffle=yes", "share=private", "::: inbox", "「share」という属性は"),
        (CARDS, "share=private", "share=all", "::: ext", "「share=all」は使えません"),
        (CARDS, "share=private", "attempts=3", "::: ext", "「attempts」という属性は"),
        (SCALE, "#dekiru-ka", "#dekiru-ka shuffle=yes", "::: likert", "「shuffle」という属性は"),
        (GROUPS, "#wakeru", "#wakeru shuffle=yes", "::: cat", "「shuffle」という属性は"),
        # places and gaps
        (GROUPS, "**{出|だ}す** #dasu", "**{出|だ}す**", "- **{出|だ}す**", "まとまりにキーが"),
        (GROUPS, "#dasu", "#Dasu", "- **{出|だ}す**", "キーの形ではありません"),
        (GROUPS, "#dasu", "#kao", "  - {顔|かお}", "「#kao」が2回あります"),
        (GROUPS, "{空|そら}の", "[x] {空|そら}の", "  - [x]", "[ ] と [x] は、ここでは"),
        (GROUPS, "    > だめです。\n", "", "  - {顔|かお}", "説明がありません"),
        (GROUPS, "{顔|かお} #kao", "{顔|かお}", "  - {顔|かお}", "選択肢にキーがありません"),
        (GAPS, "［ア］", "［イ］", "- **ア**", "「ア」が文の中に0回あります"),
        (GAPS, "もので、", "［ア］もので、", "- **ア**", "「ア」が文の中に2回あります"),
        (GAPS, "- [x] {教", "- [ ] {教", "- **ア**", "言葉は2個、正しいものは0個"),
        # pictures
        (AREAS, "![{空|そら}](assets/e.png)\n", "", "::: hotspot", "えらぶ絵がありません"),
        (AREAS, "@10,20,30,40 ", "", "- [x]", "場所が読めません"),
        (AREAS, "@10,20,30,40", "@10、20、30、40", "- [x]", "場所が読めません"),
        (AREAS, "@10,20,30,40", "@80,20,30,40", "- [x]", "場所が読めません"),
        (AREAS, "@10,20,30,40", "@10,20,3,40", "- [x]", "場所が読めません"),
        # numbers, scales, texts
        (NUMBER, "3 #san", "三 #san", "- [x]", "「三」は数ではありません"),
        (NUMBER, "4〜9", "9〜4", "- [ ]", "「9〜4」は数ではありません"),
        (NUMBER, "4〜9", "3.0", "- [ ]", "ふくまれています"),
        (NUMBER, "- [x]", "- [ ]", "::: numeric", "正しい答え（[x]）がありません"),
        (NUMBER, "\n> {数|かぞ}えましょう。\n", "", "::: numeric", "思いつかなかった答え"),
        (SCALE, "- できる #dekiru\n", "", "::: likert", "段階が2個あります"),
        (SCALE, "できる #dekiru", "[x] できる #dekiru", "- [x]", "[ ] と [x] は、ここでは"),
        (CARDS, "- {札一|ふだいち} #ichi\n", "", "::: ext", "カードが1つしか"),
        (CARDS, "\n> みんなは。\n", "", "::: ext", "思いつかなかった答え"),
        (BARE, "\n> みんなは、\n\n> こうです。\n", "", "::: ext", "思いつかなかった答え"),
        # hints
        (GAPS, "{鍵|かぎ}と{同|おな}じです。", "", "> [!TIP] \n", "ヒントに文がありません"),
        (GAPS, "> よし。", "> [!TIP] よし。", "> [!TIP] よし", "選択肢より後ろにあります"),
        (GAPS, "- **ア**", "つづき。\n\n- **ア**", "つづき", "ヒントの後ろに問いの文"),
        (GAPS, "{鍵|かぎ}と", "{鍵と", "> [!TIP] {鍵と", "閉じていません"),
        (GAPS, "{鍵|かぎ}と", "[{鍵|かぎ}]{#see-kuran}と", "> [!TIP] [", "説明などの中"),
        # practices
        (INBOX, "- [x]", "- [ ]", "::: inbox", "2個のうち [x] が0個です"),
        (INBOX, "- [ ] {母", "- [x] {母", "::: inbox", "2個のうち [x] が2個です"),
        (INBOX, "#haha", "#genuine", "- [ ] {母", "判断の名前です"),
        (INBOX, "  {一|ひと}つ", "{一|ひと}つ", "{一|ひと}つ", "どこにも属さない文"),
        (INBOX, "{一|ひと}つ", "{一|ひと}つ<b>", "  {一|ひと}つ", "HTML"),
        (GAPS, "#nagai\n", "#nagai\n\n    {段|だん}\n\n", "    {段|", "段落がいくつも"),
        # keys that translations need
        (INBOX, "#haha", "#hint1", "- [ ] {母", "「#hint1」は使えません"),
        (INBOX, "#haha", "#closing", "- [ ] {母", "「#closing」は使えません"),
        (GROUPS, "#dasu", "#prompt", "- **{出|だ}す**", "「#prompt」は使えません"),
    ],
)  # fmt: skip
def test_a_fault_is_found_on_its_line(body: str, old: str, new: str, at: str, what: str) -> None:
    found = faults_of(changed(body, old, new))
    assert [what in fault.message for fault in found] == [True], found
    assert found[0].line == line_of(changed(body, old, new), at)
    assert found[0].mend


@pytest.mark.parametrize(
    ("body", "old", "new", "at", "what"),
    [
        (GROUPS, "- **{出|だ}す**", "- {出|だ}す", "- {出|だ}す", "まとまりの書き方"),
        (GROUPS, "  - {顔|かお}", "- {顔|かお}", "- {顔|かお}", "まとまりの書き方"),
        (GAPS, "  - [ ] {教", "  - [] {教", "  - [] {教", "選択肢の書き方がちがいます"),
        (MATCH, "- **{黄|き}** #ki\n", "", "- **{赤", "組み合わせるものが2個あります"),
        (AREAS, "- [x]", "-[x]", "-[x]", "選択肢の書き方がちがいます"),
    ],
)
def test_a_fault_is_found_among_those_that_follow_from_it(
    body: str, old: str, new: str, at: str, what: str
) -> None:
    found = [f for f in faults_of(changed(body, old, new)) if what in f.message]
    assert [fault.line for fault in found] == [line_of(changed(body, old, new), at)]


@pytest.mark.parametrize(
    ("old", "new", "at", "what"),
    [
        ("［ア］", "［イ］", "::: easy", "「ア」が文の中に0回あります"),
        ("**ア**", "**ウ**", "::: easy", "「ウ」が文の中に0回あります"),
        ("> [!TIP] ヒント。\n", "", "> [!TIP] {鍵|かぎ}。", "ヒントの数が、前の問題とちがいます"),
        ("#oshieru", "#nazo", "  - {言|い}う", "「#nazo」は、前の問題にありません"),
        ("#oshienai", "#oshieru", "  - {言|い}わない", "「#oshieru」が2回あります"),
        (
            "#oshienai\n",
            "#oshienai\n\n    {段落|だんらく}\n",
            "    {段落",
            "選択肢の下にありません",
        ),
    ],
)
def test_a_fault_in_plain_japanese_is_found(old: str, new: str, at: str, what: str) -> None:
    easy = changed(EASY_GAPS, old, new)
    found = faults_of(f"{GAPS}\n{easy}")
    assert [what in fault.message for fault in found] == [True], found
    text = f"{HEAD}{GAPS}\n"
    assert found[0].line == (text + easy[: easy.index(at)]).count("\n") + 1


def test_an_objective_is_not_checked_by_what_is_never_graded() -> None:
    other = OBJECTIVES + OBJECTIVES.replace("mitsukeru", "betsu")
    for body, expected in ((SCALE, True), (NUMBER.replace("mitsukeru", "betsu"), False)):
        scale = body.replace("#dekiru-ka", "#dekiru-ka objective=betsu")
        files = course_files(objectives=other, **{LESSON: HEAD + scale})
        found = checked(a_source(files), levels_of)
        assert any("確かめる問題がありません" in f.message for f in found) is expected


ALL_RIGHT = """\
::: text-entry #iro objective=mitsukeru
{何色|なにいろ}？

- [x] あか #aka
  > そうです。

> もう{一度|いちど}。
:::
"""
NO_CARDS = """\
::: extended-text #kaku
{書|か}きましょう。

> みんなは。
:::
"""


@pytest.mark.parametrize("body", [ALL_RIGHT, NUMBER, NO_CARDS])
@pytest.mark.parametrize(("grades", "is_fault"), [("3, 4", True), ("4, 5", False)])
def test_what_a_child_up_to_grade_3_cannot_press_is_a_fault(
    body: str, grades: str, *, is_fault: bool
) -> None:
    course = COURSE.replace('audience = "citizen"', f'audience = "child"\ngrades = [{grades}]')
    files = course_files(**{"course": course, LESSON: HEAD + body})
    faults = [f for f in checked(a_source(files), levels_of) if f.path == LESSON]
    assert [(f.line, f.message) for f in faults] == [
        (line_of(body, ":::"), "3年生までが、おして答えられるものがありません")
    ] * is_fault
