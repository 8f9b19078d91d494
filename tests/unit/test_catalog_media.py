"""Sound, video, files, cards, timelines and extras in lessons, and the faults in them."""

import pytest

from app.catalog.content import View
from app.catalog.lessons import Block, LessonContent
from app.catalog.service import levels_of
from app.catalog.sources.compile import compile_course
from app.catalog.sources.faults import Fault
from app.catalog.sources.translation.originals import sheets
from tests.factories.catalog import a_source, checked, course_files
from tests.factories.translation import translated
from tests.unit.test_catalog_questions import HEAD, LESSON

ASSETS = {
    f"assets/{name}": name.encode()
    for name in ("a.mp3", "a.m4a", "a.ogg", "v.mp4", "v.webm", "v.vtt", "p.png", "f.pdf")
}
AUDIO = "::: audio #koe src=assets/a.mp3\n{話|はな}しています。\n:::\n"
VIDEO = (
    "::: video src=assets/v.mp4 captions=assets/v.vtt poster=assets/p.png\n{動|うご}く。\n:::\n"
)
FILE = "::: file src=assets/f.pdf\n**{紙|かみ}**です。\n:::\n"
EMBED = "::: embed url=https://www.mext.go.jp/a/\n{省|しょう}のページ。\n:::\n"
TIMELINE = "::: timeline\n- **{朝|あさ}** {起|お}きた。\n- **{夜|よる}** {寝|ね}た。\n:::\n"
EXTRA = "::: extra\n{早|はや}く{終|お}わったら。\n:::\n"
EVERY = {
    "audio": AUDIO,
    "video": VIDEO,
    "file": FILE,
    "embed": EMBED,
    "timeline": TIMELINE,
    "extra": EXTRA,
}


def the_files(body: str) -> dict[str, bytes]:
    return course_files(**{LESSON: HEAD + body}) | ASSETS


def the_block(body: str) -> Block:
    source = a_source(the_files(body))
    assert checked(source, levels_of) == ()
    ((block,),) = [step.blocks for step in compile_course(source).lessons[1].steps]
    return block


def faults_of(body: str) -> list[Fault]:
    return [f for f in checked(a_source(the_files(body)), levels_of) if f.path == LESSON]


def test_sound_has_an_address_and_a_transcript() -> None:
    block = the_block(AUDIO)
    assert block.media["src"].startswith("/course-assets/")
    assert block.media["src"].endswith(".mp3")
    assert block.prose.plain == "話しています。"


def test_video_has_captions_a_transcript_and_a_picture_to_begin_with() -> None:
    block = the_block(VIDEO)
    assert {name: path.rpartition(".")[2] for name, path in block.media.items()} == {
        "src": "mp4",
        "captions": "vtt",
        "poster": "png",
    }
    assert the_block(VIDEO.replace(" poster=assets/p.png", "")).media.keys() == {"src", "captions"}


def test_a_file_keeps_its_name_and_a_card_its_host() -> None:
    assert the_block(FILE).media["name"] == "f.pdf"
    assert the_block(EMBED).media == {
        "url": "https://www.mext.go.jp/a/",
        "host": "www.mext.go.jp",
    }


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_a_block_keeps_its_bytes_and_survives_the_database(kind: str) -> None:
    source = a_source(the_files(EVERY[kind]))
    lesson = source.lessons[1]
    pieces = [lesson.data[b.start : b.end] for b in (lesson.front, *lesson.blocks)]
    assert b"".join(pieces) == (HEAD + EVERY[kind]).encode()
    content = compile_course(source).lessons[1]
    assert LessonContent.from_json(content.to_json(), content.content_hash) == content
    assert content.steps[0].blocks[0].kind == kind


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_what_a_block_says_can_be_said_in_another_language(kind: str) -> None:
    files = translated(the_files(EVERY[kind]))
    source = a_source(files)
    assert checked(source, levels_of) == () or kind == "timeline"
    block = compile_course(source).lessons[1].steps[0].blocks[0]
    context = "koe" if kind == "audio" else "text"
    assert block.for_view(View(None, language="en")).plain == f"EN {context}"
    (sheet,) = [s for s in sheets(source) if s.lesson == "matome"]
    assert [original.context for original in sheet.originals] == ["title", context]


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_a_block_may_be_said_in_plain_japanese(kind: str) -> None:
    block = the_block(f"{EVERY[kind]}\n::: easy\nやさしい。\n:::\n")
    assert block.for_view(View(None, plain=True)).plain == "やさしい。"


@pytest.mark.parametrize(
    ("body", "old", "new", "what"),
    [
        (AUDIO, " src=assets/a.mp3", "", ["src がありません"]),
        (AUDIO, "a.mp3", "nai.mp3", ["ファイルがありません: assets/nai.mp3"]),
        (AUDIO, "assets/a.mp3", "../a.mp3", ["ファイルがありません: ../a.mp3"]),
        (AUDIO, "assets/a.mp3", "https://example.jp/a.mp3", ["ファイルがありません"]),
        (AUDIO, "a.mp3", "v.mp4", ["この種類のファイルは使えません"]),
        (AUDIO, "{話|はな}しています。\n", "", ["文字に起こした文がありません"]),
        (AUDIO, "{話|はな}しています。", "![{絵|え}](assets/p.png)", ["文字に起こした文が"]),
        (AUDIO, "src=", "captions=assets/v.vtt src=", ["「captions」という属性はありません"]),
        (VIDEO, " captions=assets/v.vtt", "", ["captions がありません"]),
        (VIDEO, "v.vtt", "p.png", ["この種類のファイルは使えません: assets/p.png"]),
        (VIDEO, "poster=assets/p.png", "poster=assets/f.pdf", ["この種類のファイルは使えません"]),
        (FILE, "f.pdf", "v.vtt", ["この種類のファイルは使えません"]),
        (FILE, "**{紙|かみ}**です。\n", "", ["何のファイルか"]),
        (EMBED, " url=https://www.mext.go.jp/a/", "", ["url がありません"]),
        (EMBED, "https:", "http:", ["このリンク先は使えません"]),
        (EMBED, "https://www.mext.go.jp/a/", "javascript:alert(1)", ["このリンク先は使えません"]),
        (EMBED, "https://www.mext.go.jp/a/", "https://[", ["このリンク先は使えません"]),
        (EMBED, "www.mext.go.jp", "example.jp", ["許可されていないサイトです: example.jp"]),
        (EMBED, "www.mext.go.jp", "www.mext.go.jp.example.jp", ["許可されていないサイトです"]),
        (EMBED, "www.mext.go.jp", "www.mext.go.jp@example.jp", ["このリンク先は使えません"]),
        (EMBED, "{省|しょう}のページ。\n", "", ["何のページか"]),
        (TIMELINE, "- **{朝|あさ}**", "- {朝|あさ}", ["年表の行の形がちがいます"]),
        (EXTRA, "{早|はや}く{終|お}わったら。\n", "", ["ブロックの中身がありません"]),
        (VIDEO, "src=assets/v.mp4 captions=assets/v.vtt", "", ["captions がありません", "src が"]),
    ],
)
def test_a_fault_is_found_on_its_line(body: str, old: str, new: str, what: list[str]) -> None:
    assert old in body
    changed = body.replace(old, new, 1)
    found = faults_of(changed)
    assert [part in f.message for part, f in zip(what, found, strict=True)] == [True] * len(what)
    first = HEAD.count("\n") + 1
    assert all(f.line == first + (body == TIMELINE) and f.mend for f in found)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("f.pdf", "::: file src=assets/f.pdf"),
        ("a.mp3", "::: audio src=assets/a.mp3"),
        ("a.ogg", "::: audio src=assets/a.ogg"),
        ("v.webm", "::: video src=assets/v.webm captions="),
        ("v.vtt", "captions=assets/v.vtt"),
    ],
)
def test_what_is_no_picture_is_shown_as_none_and_its_block_is_told(
    name: str, instead: str
) -> None:
    body = f"{{本|ほん}}です。\n\n![{{絵|え}}](assets/{name})\n"
    (fault,) = faults_of(body)
    assert fault.message == f"画像ではないファイルです: assets/{name}"
    assert fault.line == HEAD.count("\n") + 3
    assert instead in fault.mend


def test_every_fault_of_a_block_is_told_at_once() -> None:
    found = faults_of("::: video src=assets/a.exe\n:::\n")
    assert sorted(f.message for f in found) == [
        "captions がありません",
        "この種類のファイルは使えません: assets/a.exe",
        "文字に起こした文がありません",
    ]


def test_a_lesson_has_something_extra_once() -> None:
    between = (
        "::: choice #q objective=mitsukeru\n?\n\n- [x] ア #a\n  > ア\n- [ ] イ #i\n  > イ\n:::\n"
    )
    for body in (EXTRA + "\n" + EXTRA, f"{EXTRA}\n{between}\n{EXTRA}"):
        (fault,) = faults_of(body)
        text = HEAD + body
        assert "「extra」が2つあります" in fault.message
        assert fault.line == text[: text.rindex("::: extra")].count("\n") + 1
