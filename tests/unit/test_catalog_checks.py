"""What a careful author looks at: each check with what it finds, and what it lets be."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.checks.access import access_findings
from app.catalog.checks.alternatives import LONGEST, alternative_findings
from app.catalog.checks.contrast import contrast_findings, measured
from app.catalog.checks.finding import Finding, Job, Weight, in_order, musts
from app.catalog.checks.links import (
    STALE,
    Outside,
    link_findings,
    outside_links,
    unused_findings,
)
from app.catalog.checks.looks import Look, hints_of, plain_findings
from app.catalog.checks.minutes import estimates, minutes_findings
from app.catalog.checks.questions import feedback_findings, objective_findings
from app.catalog.readings.reading import DoubtAt
from app.catalog.service import levels_of
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.furigana.port import Doubtful, Hint
from tests.factories.catalog import (
    COURSE,
    OBJECTIVES,
    PICTURE,
    a_source,
    checked,
    course_files,
)
from tests.factories.furigana import the_engine

LESSON = "010-jibun/020-matome.md"
HEAD = '+++\ntitle = "まとめ"\nminutes = 3\n+++\n\n'
TODAY = date(2026, 11, 29)
QUESTION = """\
::: choice #toi objective=mitsukeru
どれ？

- [ ] あめ #ame
  > {a}
- [x] ゆき #yuki
  > {b}
:::
"""


def course(body: str = "おわり。\n", **files: str | bytes | None) -> CourseSource:
    """Return a course whose second lesson says this."""
    return a_source(course_files(**{LESSON: HEAD + body, **files}))


def told(findings: "object") -> list[str]:
    """Return what findings say, those of the second lesson and of what is not a lesson."""
    assert hasattr(findings, "__iter__")
    return [f.fault.message for f in findings if f.fault.path != "010-jibun/010-nani.md"]


# -- alternative texts


def picture(alternative: str, file: str = "e.svg") -> str:
    return f"![{alternative}](assets/{file})\n\n"


@pytest.mark.parametrize(
    "alternative", ["IMG_2041.jpg", "kaban.svg", "画像", "写真1", "この絵。", "あ" * (LONGEST + 1)]
)
def test_an_alternative_text_that_tells_nothing_or_too_much_is_found(alternative: str) -> None:
    (one,) = alternative_findings(course(picture(alternative)))
    assert (one.weight, one.job) == (Weight.SHOULD, Job.ALTERNATIVES)
    assert (one.fault.path, one.fault.line) == (LESSON, 6)


@pytest.mark.parametrize("alternative", ["校門の前で手をふる二人", "写真をとる人", "あ" * LONGEST])
def test_an_alternative_text_that_says_what_is_seen_is_let_be(alternative: str) -> None:
    assert list(alternative_findings(course(picture(alternative)))) == []


def test_two_pictures_do_not_say_the_same_but_one_may_come_twice() -> None:
    assert list(alternative_findings(course(picture("ねこ") * 2))) == []
    assert len(list(alternative_findings(course(picture("ねこ") + picture("ねこ", "f.svg"))))) == 1


def test_words_in_a_photograph_are_wondered_about_and_code_is_no_picture() -> None:
    body = picture("「本日はお休みします」の札", "p.png") + "`![画像](a.png)`\n"
    (one,) = alternative_findings(course(body))
    assert (one.weight, one.job) == (Weight.KNOW, Job.ACCESS)


# -- contrast

PALE, DARK = "#fefefe", "#333333"


def drawing(*shapes: str) -> bytes:
    return PICTURE.format("".join(shapes)).encode()


def square(fill: str, at: int = 0, size: int = 9, more: str = "") -> str:
    return f'<rect x="{at}" y="{at}" width="{size}" height="{size}" fill="{fill}"{more}/>'


def test_a_pale_shape_on_the_page_is_faint_and_a_dark_one_is_not() -> None:
    assert measured(drawing(square(DARK))).faint == ()  # type: ignore[union-attr]
    (ratio,) = measured(drawing(square(PALE))).faint  # type: ignore[union-attr]
    assert 1 <= ratio < 3


def test_a_shape_is_measured_against_what_lies_below_it() -> None:
    on_dark = measured(drawing(square(DARK), square(PALE, 2, 3)))
    assert on_dark is not None
    assert on_dark.faint == ()
    on_pale = measured(drawing(square(PALE), f'<circle cx="4" cy="4" r="2" fill="{PALE}"/>'))
    assert on_pale is not None
    assert len(on_pale.faint) == 2


@pytest.mark.parametrize(
    "shape",
    [
        square(PALE, 1, 2, ' opacity="0.5"'),
        square(PALE, 1, 2, ' transform="rotate(3)"'),
        f'<path d="m1 1l2 2" stroke="{PALE}"/>',
        square(PALE, 5, 9),  # half over the edge of the dark one
    ],
)
def test_what_cannot_be_computed_is_unknown(shape: str) -> None:
    found = measured(drawing(square(DARK, 0, 6), shape))
    assert found is not None
    assert (found.faint, found.unknown) == ((), 1)


def test_a_border_is_enough_and_groups_hand_their_colors_down() -> None:
    edged = f'<g stroke="{DARK}"><path d="M1 1L3 3Z" fill="{PALE}"/></g>'
    assert measured(drawing(edged)).faint == ()  # type: ignore[union-attr]


def test_of_photographs_it_is_said_that_nothing_is_known() -> None:
    files = {"assets/e.svg": drawing(square(PALE)), "assets/p.png": b"\x89PNG"}
    body = picture("ねこ") + picture("いぬ", "p.png")
    faint, unknown = contrast_findings(course(body, **files))
    assert "assets/e.svg" in faint.fault.message
    assert "分かりません" in unknown.fault.message
    assert faint.weight == unknown.weight == Weight.KNOW


@given(st.binary(max_size=80))
def test_nothing_that_calls_itself_a_drawing_breaks_the_check(data: bytes) -> None:
    assert measured(data) is None


# -- links


def test_every_way_out_of_a_course_is_listed_once() -> None:
    body = (
        "[市](https://a.example.jp/x) [同じ](https://a.example.jp/x)\n\n"
        "::: embed url=https://www.mext.go.jp/a/\n省。\n:::\n"
    )
    assert [(one.url, one.line) for one in outside_links(course(body))] == [
        ("https://a.example.jp/x", 6),
        ("https://www.mext.go.jp/a/", 8),
        ("https://example.jp/tebiki", 14),
    ]


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_page_that_somebody_opened_lately_is_not_told_of(opened: int, checked_on: int) -> None:
    days = [TODAY - timedelta(days=n) for n in (opened, checked_on)]
    links = [Outside(LESSON, 3, "https://a.jp/")]
    found = list(link_findings(links, {"https://a.jp/": days[0]}, days[1], TODAY))
    assert bool(found) == (min(opened, checked_on) > STALE.days)


def test_a_file_that_nothing_names_is_told_of() -> None:
    files = {"assets/e.svg": drawing(square(DARK)), "assets/f.svg": drawing(square(DARK))}
    assert told(unused_findings(course(picture("ねこ"), **files))) == [
        "どこからも使われていないファイルです: assets/f.svg"
    ]


# -- objectives and explanations


def test_a_question_without_an_objective_and_an_objective_without_a_lesson_are_found() -> None:
    more = '\n[[objectives]]\nkey = "sodan"\ncan_do = "話せる"\nalignments = []\n'
    body = QUESTION.replace(" objective=mitsukeru", "").format(a="ふる。", b="つもる。")
    found = told(objective_findings(course(body, objectives=OBJECTIVES + more)))
    assert found == [
        "目標「sodan」のレッスンがありません",
        "目標「sodan」が、どの枠組みにもつながっていません",
        "目標のない問題です",
    ]
    assert told(objective_findings(course(QUESTION))) == []


@pytest.mark.parametrize("text", ["ちがいます。", "まちがいです", "ざんねん！", "×"])
def test_an_explanation_has_to_explain(text: str) -> None:
    (one,) = told(feedback_findings(course(QUESTION.format(a=text, b="つもる。"))))
    assert one.startswith("まちがいの理由がない説明です")


def test_explanations_that_are_all_the_same_are_told_of_once() -> None:
    body = QUESTION.format(a="天気のことです。", b="天気のことです。")
    (one,) = told(feedback_findings(course(body)))
    assert one.startswith("どの選択肢も同じ説明です")
    assert told(feedback_findings(course(QUESTION.format(a="ふる。", b="つもる。")))) == []


# -- minutes


def minutes_of(body: str, **files: str) -> int:
    return estimates(course(body, **files))[1].minutes


CHILD = COURSE.replace('"citizen"', '"child"\ngrades = [2]')


@given(st.integers(0, 40), st.integers(0, 40))
def test_more_to_read_never_takes_less_time(one: int, more: int) -> None:
    text = "きょうはいい天気です。\n\n"
    assert minutes_of(text * one) <= minutes_of(text * (one + more))


def test_children_take_longer_and_what_is_said_again_is_not_read_twice() -> None:
    text = "きょうはいい天気です。\n\n" * 60 + QUESTION.format(a="ふる。", b="つもる。")
    assert minutes_of(text, course=CHILD) > minutes_of(text)
    again = text + "\n::: easy\n" + "いい天気です。" * 200 + "\n:::\n"
    assert minutes_of(again) == minutes_of(text)


def test_a_lesson_that_promises_too_little_is_told_with_its_rule() -> None:
    body = "きょうはいい天気です。\n\n" * 300
    (one,) = (f for f in minutes_findings(course(body)) if f.fault.path == LESSON)
    assert one.weight == Weight.SHOULD
    assert "3分とありますが" in one.fault.message
    assert "1分に300字" in one.fault.mend
    assert told(minutes_findings(course("きょうはいい天気です。\n\n" * 80))) == []


# -- accessibility


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("### 三段目\n", "見出しの段が飛んでいます（はじめに ###）"),
        ("## 一\n\n#### 三\n", "見出しの段が飛んでいます（## のあとに ####）"),
        ("**だいじなこと**\n\nたしかめる。\n", "見出しの代わりの太い字です: **だいじなこと**"),
        ("くわしくは[こちら](https://a.jp/)へ。\n", "行き先の分からないリンクです: こちら"),
        ("[https://a.jp/](https://a.jp/)\n", "アドレスがそのままリンクの文です: https://a.jp/"),
        ("| 名前 |  |\n|---|---|\n| あ | い |\n", "表に、名前のない列があります"),
        ("ﾃﾚﾋﾞを見る。\n", "半角のカタカナがあります: ﾃﾚﾋﾞ"),
        ("日　時を決める。\n", "言葉の途中に空白があります: 日　時"),
        ("赤い文字のところを読む。\n", "色でしか分からないかもしれません: 赤い文字"),
    ],
)
def test_what_keeps_people_from_a_lesson_is_found(body: str, message: str) -> None:
    assert told(access_findings(course(body))) == [message]


@pytest.mark.parametrize(
    "body",
    [
        "## 一\n\n### 二\n\n## 三\n",
        "これは**だいじ**です。\n",
        "[市の案内](https://a.jp/)\n",
        "| 名前 | 読み |\n|---|---|\n| あ |  |\n",
        "|  | 昼 |\n|---|---|\n| 学校 | いる |\n",
        "赤い花がさく。\n",
    ],
)
def test_what_is_right_is_let_be(body: str) -> None:
    assert told(access_findings(course(body))) == []


def test_captions_hold_cues() -> None:
    body = "::: video src=assets/v.mp4 captions=assets/v.vtt\nうごく。\n:::\n"
    cue = b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xe3\x81\x82\n"
    files: dict[str, str | bytes | None] = {"assets/v.mp4": b"x", "assets/v.vtt": b"WEBVTT\n"}
    assert told(access_findings(course(body, **files))) == [
        "字幕のファイルに字幕がありません: assets/v.vtt"
    ]
    assert told(access_findings(course(body, **files | {"assets/v.vtt": cue}))) == []


# -- what the analyzer saw

words = st.text("方人気かなカナ。", max_size=6)
doubts = st.builds(
    DoubtAt,
    st.sampled_from(["", "nani"]),
    words,
    st.builds(Doubtful, st.integers(0, 5), words, words, st.lists(words).map(tuple)),
)
hints = st.lists(st.builds(Hint, st.integers(0, 9), st.sampled_from(["kanji"]), words), min_size=1)


@given(st.lists(doubts), st.dictionaries(st.tuples(st.just("easy"), words), hints.map(tuple)))
def test_a_look_is_kept_whole(found: list[DoubtAt], hard: dict[tuple[str, str], object]) -> None:
    look = Look(tuple(found), hard)  # type: ignore[arg-type]
    assert Look.from_json(json.loads(json.dumps(look.to_json()))) == look


def test_hints_hold_by_text_and_tell_grown_ups_more_gently() -> None:
    long = "これは、" + "とても" * 30 + "ながい。\n"
    easy = f"{long}\n::: easy\n{long}:::\n"
    for audience, weights in ((CHILD, {Weight.SHOULD}), (COURSE, {Weight.SHOULD, Weight.KNOW})):
        source = course(easy, course=audience)
        seen = hints_of(source, the_engine())
        moved = course(f"はじめに。\n\n{easy}", course=audience)
        found = [f for f in plain_findings(moved, seen) if f.fault.path == LESSON]
        assert {f.weight for f in found} == weights
        assert {f.fault.line for f in found} == {8, 11}


# -- all together


@pytest.mark.parametrize(
    ("body", "job"),
    [
        ("![](assets/e.svg)\n", Job.ALTERNATIVES),
        ("[あ](http://a.jp/)\n", Job.LINKS),
        ("[あ。]{#see-nai}\n", Job.LINKS),
        ("::: audio src=assets/a.mp3\n:::\n", Job.ACCESS),
        (QUESTION.replace("=mitsukeru", "=nai").format(a="い", b="う"), Job.OBJECTIVES),
        (QUESTION.replace("  > {b}\n", "").format(a="い"), Job.FEEDBACK),
        ("{漢字|}かん}です。\n", Job.FORM),
        ("{漢字かんじ\n", Job.READINGS),
    ],
)
def test_the_faults_of_a_course_are_put_to_their_jobs(body: str, job: Job) -> None:
    files = {"assets/e.svg": drawing(square(DARK)), "assets/a.mp3": b"x"}
    found = musts(checked(course(body, **files), levels_of))
    assert job in {one.job for one in found}
    assert {one.weight for one in found} == {Weight.MUST}


def test_what_is_heaviest_comes_first_and_each_fault_once() -> None:
    faults = [Fault("a", line, "x", "y") for line in (3, 1, 2)]
    know, must, should = (
        Finding(weight, Job.FORM, fault)
        for weight, fault in zip((Weight.KNOW, Weight.MUST, Weight.SHOULD), faults, strict=True)
    )
    again = Finding(Weight.KNOW, Job.ACCESS, faults[1])
    assert in_order([know, again, should, must]) == (must, should, know)
