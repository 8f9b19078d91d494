"""Course folders, read: every byte in one block, nothing lost, never an exception."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.sources.compile import compile_course
from app.catalog.sources.course import LessonSource
from app.catalog.sources.files import read_folder, write_folder
from app.catalog.sources.lesson import read_lesson
from app.catalog.sources.read import read
from tests.factories.catalog import LESSON, a_source, checked, course_files

COURSES = Path(__file__).resolve().parents[2] / "courses"

PIECES = st.sampled_from(
    [
        *("+++\n", 'title = "題"\n', "minutes = 3\n", "::: choice #q objective=m\n", ":::\n"),
        *("::: easy\n", "::: callout kind=tip\n", "::: dialogue\n", ":::: x\n", "::: nazo a=\n"),
        *("- [ ] あ #a\n", "- [x] い #b\n", "  > 説明\n", "> 結び\n", "1. う #c\n", "   > 説明\n"),
        *(
            "---\n",
            "\n",
            "\r\n",
            "文です。\n",
            "{漢字|かんじ}\n",
            "{漢\n",
            "```\n",
            "~~~~\n",
            "| a |\n",
        ),
        *(
            "|---|\n",
            "[x]: https://example.jp\n",
            "[文]{#see-q}\n",
            "<b>\n",
            "  字下げ\n",
            "# h\n",
        ),
        *("\ufeff", "\u2028", "\x00", "- [] #\n", "::: choice #Q x\n", "- **名** 言葉\n", "===\n"),
        *("::: categorize #c\n", "::: inline-choice #i\n", "::: hotspot #h\n", "::: inbox #n\n"),
        *("::: likert #l share=private\n", "::: extended-text #e\n", "::: numeric #u wait=3\n"),
        *("- **組** #k\n", "  - もの #m\n", "  - [x] 語 #g\n", "    > 深い説明\n", "- 札 #f\n"),
        *(
            "- [x] @1,2,30,40 所 #t\n",
            "> [!TIP] ヒント\n",
            "> [!TIP]\n",
            "［組］\n",
            "  > [!TIP] x\n",
        ),
        *(
            "::: audio src=assets/a.mp3\n",
            "::: embed url=https://[\n",
            "::: extra\n",
            "::: video\n",
        ),
    ]
)
LESSONS = st.lists(PIECES, max_size=25).map("".join)


def joined(lesson: LessonSource) -> bytes:
    return b"".join(lesson.data[b.start : b.end] for b in (lesson.front, *lesson.blocks))


@given(st.one_of(LESSONS.map(str.encode), st.binary(), LESSONS.map(lambda t: t.encode("utf-16"))))
def test_the_blocks_of_a_lesson_joined_are_its_bytes(data: bytes) -> None:
    lesson = read_lesson("010-a/010-b.md", "b", data, [])
    assert joined(lesson) == data
    edges = [lesson.front, *lesson.blocks]
    assert all(a.end == b.start for a, b in pairwise(edges))


@given(LESSONS.map(str.encode))
def test_parts_of_a_question_are_slices_of_its_block(data: bytes) -> None:
    for block in read_lesson("010-a/010-b.md", "b", data, []).blocks:
        for option in block.question.options if block.question else ():
            assert block.start <= option.start <= option.text.start < option.end <= block.end
            assert option.text.end <= option.end
            assert data[option.start : option.end].strip()


@settings(max_examples=40)  # each checks a whole course
@given(st.one_of(LESSONS, st.text()), st.sampled_from(["lesson", "course", "objectives"]))
def test_no_file_breaks_the_checker(text: str, place: str) -> None:
    source = a_source(course_files(**{place: text.encode("utf-8", "surrogatepass")}))
    for fault in checked(source, lambda _: 4):
        assert fault.line >= 1
        assert fault.message
        assert fault.mend
        lines = dict(source.files).get(fault.path, b"").count(b"\n") + 1
        assert fault.line <= lines


@given(st.dictionaries(st.text("a0-./é\\:", max_size=12), st.binary(max_size=5), max_size=4))
def test_no_set_of_files_breaks_the_checker(files: dict[str, bytes]) -> None:
    assert checked(read("x", files), lambda _: 4)


def test_crlf_and_a_byte_order_mark_are_kept_and_read() -> None:
    data = b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode()
    source = a_source(course_files(lesson=data))
    assert not checked(source, lambda _: 4)
    assert joined(source.lessons[0]) == data
    plain = compile_course(a_source()).lessons[0]
    assert compile_course(source).lessons[0].content_hash == plain.content_hash


def test_an_edit_in_one_block_leaves_every_other_byte_alone() -> None:
    lesson = a_source().lessons[0]
    block = next(b for b in lesson.blocks if b.kind == "callout")
    edited = lesson.data[: block.start] + b"::: easy\nx\n:::\n\n" + lesson.data[block.end :]
    again = read_lesson(lesson.path, lesson.key, edited, [])
    before = [lesson.data[b.start : b.end] for b in lesson.blocks if b != block]
    after = [edited[b.start : b.end] for b in again.blocks]
    assert [slice_ for slice_ in after if slice_ in before] == before


def test_steps_end_at_breaks_and_after_questions() -> None:
    lesson = compile_course(a_source()).lessons[0]
    kinds = [([b.kind for b in s.blocks], s.question and s.question.key) for s in lesson.steps]
    assert kinds == [
        (["text", "text"], "doko"),
        (["text", "callout"], "junban"),
        ([], "dore"),
        ([], "bango"),
    ]
    assert lesson.steps[0].blocks[1].easy is not None
    assert lesson.question("doko") is not None
    assert lesson.step_of("dore") == 2


def test_evidence_leads_to_the_screen_that_holds_it() -> None:
    lesson = compile_course(a_source()).lessons[0]
    first = lesson.question("doko")
    assert first is not None
    assert first.seen_on == 0
    other = lesson.question("dore")
    assert other is not None
    assert other.seen_on is None


def test_link_definitions_serve_the_whole_lesson() -> None:
    text = '+++\ntitle = "題"\nminutes = 1\n+++\n[ここ][a]を見る。\n\n---\n\n[a]: https://example.jp/\n'
    lesson = compile_course(a_source(course_files(**{"010-jibun/020-matome.md": text}))).lessons[1]
    assert 'href="https://example.jp/"' in "".join(lesson.steps[0].blocks[0].prose.skeleton)
    assert len(lesson.steps) == 1


@pytest.mark.parametrize("folder", sorted(p for p in COURSES.iterdir() if p.is_dir()), ids=str)
def test_our_own_courses_are_sliced_without_loss(folder: Path) -> None:
    for lesson in read_folder(folder).lessons:
        assert joined(lesson) == lesson.data


def test_a_folder_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    source = a_source(course_files(**{"assets/e.png": b"\x89PNG\r\n\x00"}))
    write_folder(tmp_path / "tameshi", source.files)
    assert read_folder(tmp_path / "tameshi") == source


def test_files_are_never_written_over_or_outside(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="out of"):
        write_folder(tmp_path / "x", [("a.md", b""), ("../b.md", b"")])
    assert not (tmp_path / "x").exists()
    (tmp_path / "kept").write_text("x")
    with pytest.raises(FileExistsError):
        write_folder(tmp_path, [("a.md", b"")])


def test_links_and_missing_folders_are_faults(tmp_path: Path) -> None:
    write_folder(tmp_path / "tameshi", sorted(course_files().items()))
    (tmp_path / "tameshi" / "assets").symlink_to("/etc")
    faults = read_folder(tmp_path / "tameshi").faults
    assert [(f.path, "リンク" in f.message) for f in faults] == [("assets", True)]
    assert read_folder(tmp_path / "nothing").faults
