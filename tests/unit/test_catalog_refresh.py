"""`courses translate`: the files follow the Japanese, and no finished translation is lost."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.sources.course import CourseSource
from app.catalog.sources.files import change_files, read_folder, write_folder
from app.catalog.sources.read import read
from app.catalog.sources.translation.check import check_translations
from app.catalog.sources.translation.po import Entry
from app.catalog.sources.translation.refresh import refreshed
from tests.factories.catalog import LESSON, course_files
from tests.factories.translation import po_of, translated

PATH = "010-jibun/010-nani.md"
OTHER = "010-jibun/020-matome.md"
PO = "locale/en/010-jibun/010-nani.po"
OTHER_PO = "locale/en/010-jibun/020-matome.po"

Change = Callable[[str], str]


def updated(files: dict[str, bytes]) -> dict[str, bytes]:
    """Run the command on a course in memory."""
    return followed(files, read("tameshi", files))


def followed(files: dict[str, bytes], source: CourseSource) -> dict[str, bytes]:
    """Run the command on a course in memory that was read already."""
    return {k: v for k, v in (files | refreshed(source, "en")).items() if v is not None}


@cache
def _finished() -> dict[str, bytes]:
    return translated()


def finished() -> dict[str, bytes]:
    """Return the files of a course whose translation is finished, made once."""
    return dict(_finished())


def with_lesson(files: dict[str, bytes], text: str) -> dict[str, bytes]:
    return files | {PATH: text.encode()}


def entries(files: dict[str, bytes], path: str = PO) -> dict[str, Entry]:
    """Return the entries of a file by their context and the first words of their Japanese."""
    return {f"{e.context} {e.source[:4]}".strip(): e for e in po_of(files, path).entries}


def texts(source: CourseSource) -> list[str]:
    """Return every translation of a course, whatever it is good for."""
    return sorted(e.text for one in source.translations for e in one.file.entries if e.text)


def test_a_skeleton_has_an_entry_for_every_passage_and_no_date() -> None:
    files = updated(course_files())
    source = read("tameshi", files)
    assert source.faults == ()
    assert [t.path for t in source.translations] == [PO, OTHER_PO, "locale/en/course.po"]
    assert list(entries(files, OTHER_PO)) == ["title まとめ", "text おわりで"]
    assert {n.kind for n in check_translations(source)} == {"missing"}
    for path in (PO, OTHER_PO):
        head = files[path].decode().split("\n\n")[0]
        assert "Date" not in head
        assert "Generator" not in head


CHANGES: list[Change] = [
    lambda t: t,
    lambda t: t.replace("だれか{分|わ}かる", "だれだか{分|わ}かる"),
    lambda t: t.replace("{教|おし}えてはいけないのは？", "どれを{教|おし}えない？"),
    lambda t: t.replace("ゆっくりでいいのです。", "いそがないでください。"),
    lambda t: t.replace("## はじめに\n\n", ""),
    lambda t: t.replace("おわりに、", "さいごに、"),
    lambda t: t + "\nもう{一|ひと}つ。\n",
    lambda t: t + "\nおわりに、{順番|じゅんばん}を{考|かんが}えましょう。\n",
    lambda t: t.replace("{名前|なまえ}や{住所|じゅうしょ}など。", "名前や住所など。"),
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), max_size=6))
def test_done_twice_it_changes_nothing_and_no_translation_is_ever_lost(
    changes: list[Change],
) -> None:
    files, lesson = finished(), LESSON
    everything = set(texts(read("tameshi", files)))
    for change in changes:
        lesson = change(lesson)
        files = updated(with_lesson(files, lesson))
        source = read("tameshi", files)
        assert followed(files, source) == files
        assert everything <= set(texts(source))
        assert not any(n.kind == "lost" for n in check_translations(source))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(CHANGES), max_size=4))
def test_going_back_to_the_first_japanese_brings_every_translation_back(
    changes: list[Change],
) -> None:
    files, lesson = finished(), LESSON
    for change in changes:
        lesson = change(lesson)
        files = updated(with_lesson(files, lesson))
    files = updated(with_lesson(files, LESSON))
    assert check_translations(read("tameshi", files)) == ()


def test_a_passage_with_a_key_that_changed_waits_for_a_person_with_what_it_was() -> None:
    new = LESSON.replace("{教|おし}えてはいけないのは？", "どれでしょう？")
    entry = entries(updated(with_lesson(translated(), new)))["doko.prompt どれでし"]
    assert entry.text == "EN doko.prompt"
    assert entry.is_fuzzy
    assert entry.previous == "教えてはいけないのは？"


def test_a_text_without_a_key_is_known_again_by_its_likeness() -> None:
    new = LESSON.replace("など。", "などです。")
    entry = entries(updated(with_lesson(translated(), new)))["text [だれか"]
    assert (entry.is_fuzzy, bool(entry.previous)) == (True, True)
    other = LESSON.replace("ゆっくりでいいのです。", "{青|あお}い{鳥|とり}。")
    found = entries(updated(with_lesson(translated(), other)))
    assert found["text 青い鳥。"].text == ""
    assert found["text ゆっくり"].is_obsolete


def test_a_changed_passage_changed_once_more_still_tells_what_its_translation_was_of() -> None:
    files = translated()
    for words in ("どれ？", "どれでしょう？"):
        files = updated(with_lesson(files, LESSON.replace("{教|おし}えてはいけないのは？", words)))
    assert entries(files)["doko.prompt どれでし"].previous == "教えてはいけないのは？"


def test_a_question_that_moves_takes_its_translation_along() -> None:
    start, end = LESSON.index("::: multiple-response"), LESSON.index("::: text-entry")
    question = LESSON[start:end]
    files = translated() | {
        PATH: LESSON.replace(question, "").encode(),
        OTHER: course_files()[OTHER] + b"\n" + question.encode(),
    }
    files = updated(files)
    assert entries(files, OTHER_PO)["dore.prompt 個人情報"].is_usable
    assert all(e.is_obsolete for e in po_of(files, PO).entries if e.context.startswith("dore."))
    assert check_translations(read("tameshi", files)) == ()


def test_a_file_follows_its_lesson_to_another_number() -> None:
    files = translated()
    files["020-betsu/module.toml"] = files["010-jibun/module.toml"]
    files["020-betsu/030-nani.md"] = files.pop(PATH)
    new = refreshed(read("tameshi", files), "en")
    assert new[PO] is None
    assert new["locale/en/020-betsu/030-nani.po"] == files[PO]


def test_remarks_and_the_header_of_a_translator_stay() -> None:
    files = translated()
    text = files[PO].decode().replace("Language: en", 'Last-Translator: Ann\\n"\n"Language: en')
    files[PO] = text.replace('msgctxt "title"', '# a pun\nmsgctxt "title"', 1).encode()
    assert updated(files)[PO] == files[PO]
    emptied = files[PO].decode().replace('msgstr "EN title"', 'msgstr ""').encode()
    assert updated(files | {PO: emptied})[PO] == emptied


def test_only_files_that_change_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "tameshi"
    write_folder(folder, course_files().items())
    changed = change_files(folder, refreshed(read_folder(folder), "en"))
    assert len(changed) == 3
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*.po")}
    assert change_files(folder, refreshed(read_folder(folder), "en")) == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.po")} == times
    assert change_files(folder, {"locale/en/course.po": None}) == ["locale/en/course.po"]
    with pytest.raises(ValueError, match="out of"):
        change_files(folder, {"locale/../../x.po": b""})
