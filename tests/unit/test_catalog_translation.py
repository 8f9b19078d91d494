"""Courses in other languages: shown where they are whole, Japanese where not, nothing stale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.content import Prose, View, render
from app.catalog.edition import Course
from app.catalog.lessons import LessonContent
from app.catalog.sources.compile import Edition, compile_course
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.files import course_folders, read_folder
from app.catalog.sources.read import read
from app.catalog.sources.translation.check import check_translations, summaries
from app.catalog.sources.translation.originals import Original, sheets
from app.catalog.sources.translation.po import Entry, write_po
from app.catalog.sources.translation.read import LARGEST_FILE
from app.catalog.sources.translation.refresh import refreshed
from app.items.kinds import kind_of
from tests.factories.catalog import LESSON, checked, course_files
from tests.factories.translation import in_english, po_of, translated

COURSES = Path(__file__).resolve().parents[2] / "courses"
ENGLISH = View(None, language="en")
JAPANESE = View(None)
LESSON_PO = "locale/en/010-jibun/010-nani.po"
ORIGINALS = [one for sheet in sheets(read("tameshi", course_files())) for one in sheet.originals]


def edition_of(files: dict[str, bytes]) -> Edition:
    edition = compile_course(read("tameshi", files))
    assert edition.faults == ()
    return edition


def faults_of(files: dict[str, bytes]) -> tuple[Fault, ...]:
    return checked(read("tameshi", files), lambda _: 4)


def said(edition: Edition, view: View) -> Iterator[tuple[str, str, str]]:
    """Return (place, language, text) of everything a reader gets, in order."""
    for lesson in edition.lessons:
        yield f"{lesson.key} title", lesson.title.language(view), str(lesson.title.html(view))
        for number, step in enumerate(lesson.steps):
            for block in step.blocks:
                shown = render(block.for_view(view), view)
                yield f"{lesson.key} {number} {block.kind}", block.language(view), shown
            if step.question:
                wording, language = step.question.for_view(view), step.question.language(view)
                for key, option in wording.options.items():
                    yield f"{step.question.key} {key}", language, render(option.text, view)
                    yield f"{step.question.key} {key}", language, render(option.explanation, view)
                yield step.question.key, language, render(wording.prompt, view)
                yield step.question.key, language, render(wording.closing or wording.prompt, view)


# -- shown where it is whole, and nowhere else ----------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(range(len(ORIGINALS)))))
def test_what_is_translated_is_shown_and_all_else_falls_back(chosen: set[int]) -> None:
    known = {(ORIGINALS[n].context, ORIGINALS[n].text) for n in chosen}
    files = translated(say=lambda e: in_english(e) if (e.context, e.source) in known else "")
    edition, japanese = edition_of(files), edition_of(course_files())
    english = list(said(edition, ENGLISH))
    assert [place for place, _, _ in english] == [place for place, _, _ in said(edition, JAPANESE)]
    assert list(said(edition, JAPANESE)) == list(said(japanese, JAPANESE))
    for (_, language, shown), (_, _, ja) in zip(english, said(japanese, JAPANESE), strict=True):
        assert shown == ja if language == "ja" else "EN " in shown
    parts = {key: [o for o in ORIGINALS if o.context.split(".")[0] == key] for key in _questions()}
    for key, originals in parts.items():
        whole = all((o.context, o.text) in known for o in originals)
        assert _question_language(edition, key) == ("en" if whole else "ja")


def _questions() -> list[str]:
    return [q.key for q in edition_of(course_files()).course.questions]


def _question_language(edition: Edition, key: str) -> str:
    (question,) = [q for lesson in edition.lessons if (q := lesson.question(key))]
    return question.language(ENGLISH)


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(range(len(ORIGINALS)))), st.sampled_from([None, "pt-BR"]))
def test_a_translated_course_survives_the_database(chosen: set[int], another: str | None) -> None:
    known = {(ORIGINALS[n].context, ORIGINALS[n].text) for n in chosen}

    def say(entry: Entry) -> str:
        return in_english(entry) if (entry.context, entry.source) in known else ""

    files = translated(say=say)
    if another:
        files = translated(files, language=another)
    edition = edition_of(files)
    assert Course.from_json(edition.course.to_json()) == edition.course
    for lesson in edition.lessons:
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson


def test_a_course_is_in_a_language_when_nearly_all_of_it_is() -> None:
    assert edition_of(translated()).course.others == ("en",)
    one_less = translated(say=lambda e: "" if e.context == "doko.prompt" else in_english(e))
    assert edition_of(one_less).course.others == ("en",)
    titles = translated(say=lambda e: in_english(e) if e.context == "title" else "")
    assert edition_of(titles).course.others == ()


def test_a_passage_that_changed_falls_back_and_is_noted_as_lost_and_missing() -> None:
    changed = LESSON.replace("{教|おし}えてはいけないのは？", "{教|おし}えないのは？")
    files = translated() | {"010-jibun/010-nani.md": changed.encode()}
    assert faults_of(files) == ()
    edition = edition_of(files)
    assert _question_language(edition, "doko") == "ja"
    assert _question_language(edition, "dore") == "en"
    notes = check_translations(read("tameshi", files))
    assert [(n.kind, n.path.rpartition("/")[2]) for n in notes] == [
        ("missing", "010-nani.md"),
        ("lost", "010-nani.po"),
    ]
    assert changed.split("\n")[notes[0].line - 1] == "{教|おし}えないのは？"
    assert summaries(notes) == ("英語（en）: 訳がない文1か所、もとの文がない訳1か所",)


def test_readings_written_or_taken_out_later_change_no_match() -> None:
    bare = LESSON.replace("{名前|なまえ}", "名前").replace(
        "{住所|じゅうしょ}", "{住所|じゅう|しょ}"
    )
    files = translated() | {"010-jibun/010-nani.md": bare.encode()}
    assert check_translations(read("tameshi", files)) == ()


def test_what_a_translator_marked_as_unsure_is_not_shown() -> None:
    files = translated()
    text = files[LESSON_PO].decode()
    files[LESSON_PO] = text.replace(
        'msgctxt "doko.prompt"', '#, fuzzy\nmsgctxt "doko.prompt"'
    ).encode()
    assert _question_language(edition_of(files), "doko") == "ja"
    (note,) = check_translations(read("tameshi", files))
    assert (note.kind, note.path) == ("fuzzy", LESSON_PO)


def test_a_lesson_may_be_moved_without_losing_its_translation() -> None:
    files = translated()
    files["010-jibun/030-nani.md"] = files.pop("010-jibun/010-nani.md")
    assert check_translations(read("tameshi", files)) == ()
    assert edition_of(files).course.others == ("en",)


def test_a_translation_of_a_lesson_that_is_gone_is_noted() -> None:
    files = translated()
    files.pop("010-jibun/020-matome.md")
    (note,) = check_translations(read("tameshi", files))
    assert (note.kind, note.path) == ("lost", "locale/en/010-jibun/020-matome.po")


# -- evidence -------------------------------------------------------------------------------------


def _first_blocks(files: dict[str, bytes], view: View) -> str:
    blocks = edition_of(files).lessons[0].steps[0].blocks
    return "".join(render(block.for_view(view), view) for block in blocks)


def test_evidence_is_marked_in_the_translation_or_led_to_its_start() -> None:
    assert '<mark class="see" id="see-doko">it</mark>' in _first_blocks(translated(), ENGLISH)
    bare = translated(say=lambda e: f"EN {e.context}")
    assert '<mark class="see" id="see-doko"></mark><p>EN text</p>' in _first_blocks(bare, ENGLISH)
    (note,) = [n for n in check_translations(read("tameshi", bare)) if n.kind == "mark"]
    assert note.path == LESSON_PO


def test_evidence_is_found_in_plain_japanese_too() -> None:
    shown = _first_blocks(course_files(), View(None, plain=True))
    assert shown.count('id="see-doko"') == 1
    assert "名前のことです。" in shown


# -- answers that are typed -----------------------------------------------------------------------


def test_an_answer_typed_in_any_language_of_the_question_counts() -> None:
    files = translated(
        say=lambda e: "One eight eight" if e.context == "bango.iyaya" else in_english(e)
    )
    question = edition_of(files).lessons[0].question("bango")
    assert question is not None
    for answer, key, score in [
        ("188", "iyaya", 1),
        ("one-eight eight", "iyaya", 1),
        ("110", "hyakuto", 0),
    ]:
        grade = kind_of(question.item).grade(question.item, (answer,))
        assert (grade.option_keys, grade.score) == ((key,), score)
    assert kind_of(question.item).correct_pattern(question.item)[0].endswith("188")


# -- faults ---------------------------------------------------------------------------------------


def with_text(context: str, text: str) -> dict[str, bytes]:
    return translated(say=lambda e: text if e.context == context else in_english(e))


@pytest.mark.parametrize(
    ("context", "text", "what"),
    [
        ("doko.prompt", "Which\n\none<br>", "HTML"),
        ("doko.prompt", "[Which](javascript:alert(1))", "リンク先"),
        ("doko.prompt", "[Which](http://example.jp/)", "リンク先"),
        ("doko.kyara", "![](assets/e.png)", "説明の文"),
        ("doko.kyara.why", "{broken", "閉じていません"),
        ("doko.closing", "# Well done", "見出し"),
        ("doko.prompt", "[Which]{#see-doko}", "もとの日本語の文にありません"),
        ("doko.prompt", "<!-- -->", "HTML"),
        ("doko.prompt", "[a]: https://example.jp/", "中身がありません"),
        ("title", "{Title", "閉じていません"),
    ],
)
def test_a_fault_in_a_translation_is_found_in_its_file(context: str, text: str, what: str) -> None:
    files = with_text(context, text)
    found = [f for f in faults_of(files) if f.path == LESSON_PO and what in f.message]
    assert found, faults_of(files)
    line = files[LESSON_PO].decode().split("\n")[found[0].line - 1]
    assert line.strip('"').removeprefix('msgstr "').removesuffix("\\n") in text.replace('"', '\\"')


def test_two_marks_for_one_question_are_a_fault() -> None:
    files = translated(
        say=lambda e: "[a]{#see-doko} [b]{#see-doko}" if "#see-" in e.source else ""
    )
    assert any("2か所" in f.message for f in faults_of(files))


@pytest.mark.parametrize(
    ("path", "data", "what"),
    [
        ("locale/ja/course.po", b"", "日本語は"),
        ("locale/xx/course.po", b"", "言葉の名前はありません"),
        ("locale/en_US/course.po", b"", "言葉の名前はありません"),
        ("locale/EN/course.po", b"", "言葉の名前はありません"),
        ("locale/../course.po", b"", "言葉の名前はありません"),
        ("locale/en.po", b"", "翻訳のファイルではありません"),
        ("locale/en/course.mo", b"", "翻訳のファイルではありません"),
        ("locale/en/010-jibun/nani.po", b"", "翻訳のファイルではありません"),
        ("locale/en/course.po", "題".encode("shift_jis"), "UTF-8"),
        ("locale/en/course.po", b"msgid broken", "文字列が読めません"),
        ("locale/en/course.po", b"#" * (LARGEST_FILE + 1), "大きすぎます"),
        ("locale/en/course.po", b"#" * 10_000_000, "大きすぎます"),
    ],
)
def test_a_file_that_is_no_translation_is_a_fault(path: str, data: bytes, what: str) -> None:
    found = [f for f in faults_of(course_files() | {path: data}) if f.path == path]
    assert any(what in f.message for f in found), found


def test_a_lesson_has_one_file_in_each_language() -> None:
    files = translated()
    files["locale/en/010-jibun/030-nani.po"] = files[LESSON_PO]
    (fault,) = faults_of(files)
    assert fault.path == "locale/en/010-jibun/030-nani.po"
    assert LESSON_PO in fault.message


@pytest.mark.parametrize("tag", ["en", "vi", "ne", "fil", "pt-BR", "zh-Hans", "zh-Hant-TW"])
def test_a_course_may_be_translated_into(tag: str) -> None:
    assert edition_of(translated(language=tag)).course.others == (tag,)


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_no_translation_breaks_the_checker(data: bytes) -> None:
    files = course_files() | {LESSON_PO: data, "locale/en/course.po": data}
    source = read("tameshi", files)
    for fault in checked(source, lambda _: 4):
        assert fault.line <= dict(source.files).get(fault.path, b"").count(b"\n") + 1
    check_translations(source)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from(list('<>[]{}()|#*_`!:-=\\"\n abhttps文。&;')), max_size=60))
def test_whatever_a_translator_writes_the_page_stays_whole(text: str) -> None:
    files = translated(say=lambda _: text)
    source = read("tameshi", files)
    faults, edition = checked(source, lambda _: 4), compile_course(source)
    assert all(fault.path.startswith("locale/") for fault in faults)
    for lesson in edition.lessons:
        for step in lesson.steps:
            for block in step.blocks:
                _assert_balanced(block.for_view(ENGLISH))


def _assert_balanced(prose: Prose) -> None:
    html = "".join(prose.skeleton)
    for tag in ("p", "ul", "li", "mark", "a", "code", "table"):
        assert html.count(f"<{tag}>") + html.count(f"<{tag} ") == html.count(f"</{tag}>")


def test_an_entry_without_a_context_matches_nothing() -> None:
    files = translated()
    po = po_of(files, LESSON_PO)
    assert "msgctxt" in write_po(po)
    files[LESSON_PO] = "\n".join(
        line for line in files[LESSON_PO].decode().split("\n") if not line.startswith("msgctxt")
    ).encode()
    assert edition_of(files).lessons[0].languages == frozenset()


@pytest.mark.parametrize("folder", course_folders(COURSES), ids=lambda path: path.name)
def test_what_was_begun_in_our_own_courses_is_finished(folder: Path) -> None:
    source = read_folder(folder)
    assert check_translations(source) == ()
    for language in {one.language for one in source.translations}:
        assert all(before == data for before, data in _refreshed(source, language))


def _refreshed(source: CourseSource, language: str) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Return each translation file as it is and as `courses translate` would write it."""
    files = dict(source.files)
    for path, data in refreshed(source, language).items():
        yield files.get(path), data


def test_an_original_tells_where_it_stands() -> None:
    found = {(o.path, o.line, o.context) for o in ORIGINALS}
    assert ("010-jibun/010-nani.md", 2, "title") in found
    assert ("objectives.toml", 3, "objectives.mitsukeru.can_do") in found
    assert ("completion.toml", 6, "credential.name") in found
    assert all(
        isinstance(o, Original) and "{" not in o.text.replace("{#see-", "") for o in ORIGINALS
    )
