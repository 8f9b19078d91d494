"""Course folders, read: every byte in one block, nothing lost, never an exception."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.edition import Author, Course
from app.catalog.lessons import LessonContent
from app.catalog.sources.compile import compile_course
from app.catalog.sources.course import LessonSource
from app.catalog.sources.files import read_folder, write_folder
from app.catalog.sources.lesson import read_lesson
from app.catalog.sources.read import AUTHORS, read
from app.identity.models import OrganizationKind
from app.items.item import Writing
from app.items.kinds import KINDS
from tests.factories.catalog import AUTHOR, COURSE, LESSON, a_source, checked, course_files

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


# -- a random course, written as files and read again, is the same course -------------------------

KEY = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
PROSE = st.text("あいうえお漢字ABC、。", min_size=1, max_size=12)


@dataclass(frozen=True)
class Drawn:
    """A course as a test sees it: (lesson key, title, minutes, steps)."""

    title: str
    passing_score: float
    lessons: tuple[tuple[str, str, int, tuple["Asked", ...]], ...]


@dataclass(frozen=True)
class Asked:
    key: str
    kind: str
    text: str
    prompt: str
    options: tuple[tuple[str, bool, str, str], ...]
    closing: str


@st.composite
def courses(draw: st.DrawFn) -> Drawn:
    keys = iter(draw(st.lists(KEY, min_size=12, max_size=12, unique=True)))
    lessons = []
    for _ in range(draw(st.integers(1, 3))):
        questions = tuple(_asked(draw, next(keys)) for _ in range(draw(st.integers(1, 3))))
        lessons.append((next(keys), draw(PROSE), draw(st.integers(1, 180)), questions))
    return Drawn(draw(PROSE), draw(st.sampled_from([0, 0.5, 0.75, 1])), tuple(lessons))


def _asked(draw: st.DrawFn, key: str) -> Asked:
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = draw(st.lists(KEY, min_size=2, max_size=4, unique=True))
    right = {names[draw(st.integers(0, 1))]}
    if kind == "multiple-response":
        right |= set(draw(st.lists(st.sampled_from(names))))
    options = tuple(
        (name, kind == "order" or name in right, f"{n}{draw(PROSE)}", draw(PROSE))
        for n, name in enumerate(names)
    )
    return Asked(key, kind, draw(PROSE), draw(PROSE), options, draw(PROSE))


def as_files(course: Drawn) -> dict[str, bytes]:
    files = course_files(lesson=None, **{"010-jibun/020-matome.md": None})
    first = files["course.toml"].decode().split("\n", 1)[1]
    files["course.toml"] = f'title = "{course.title}"\n{first}'.encode()
    completion = files["completion.toml"].decode()
    files["completion.toml"] = completion.replace("0.5", str(course.passing_score)).encode()
    for n, (key, title, minutes, questions) in enumerate(course.lessons):
        head = f'+++\ntitle = "{title}"\nminutes = {minutes}\n+++\n'
        body = "\n".join(_written(question) for question in questions)
        files[f"010-jibun/{n + 1:03}-{key}.md"] = f"{head}\n{body}".encode()
    return files


def _written(question: Asked) -> str:
    lines = [question.text, "", f"::: {question.kind} #{question.key} objective=mitsukeru"]
    lines += [question.prompt, ""]
    for name, right, text, why in question.options:
        steps = KINDS[question.kind].written_as is Writing.STEPS
        mark = "1." if steps else f"- [{'x' if right else ' '}]"
        lines += [f"{mark} {text} #{name}", f"   > {why}"]
    return "\n".join([*lines, "", f"> {question.closing}", ":::", ""])


def as_drawn(course: Course, lessons: tuple[LessonContent, ...]) -> Drawn:
    return Drawn(
        course.title.plain,
        course.completion.passing_score,
        tuple(
            (
                lesson.key,
                lesson.title.plain,
                lesson.minutes,
                tuple(
                    Asked(
                        key=asked.item.key,
                        kind=asked.item.kind,
                        text=step.blocks[0].prose.plain,
                        prompt=asked.prompt.plain,
                        options=tuple(
                            (o.key, o.correct, o.text, asked.options[o.key].explanation.plain)
                            for o in asked.item.options
                        ),
                        closing=asked.closing.plain if asked.closing else "",
                    )
                    for step in lesson.steps
                    if (asked := step.question)
                ),
            )
            for lesson in lessons
        ),
    )


@settings(max_examples=20)  # each draws, writes and compiles a whole course
@given(courses())
def test_a_course_written_as_files_and_read_is_the_same_course(course: Drawn) -> None:
    source = read("tameshi", as_files(course))
    assert checked(source, lambda _: 4) == ()
    edition = compile_course(source)
    assert as_drawn(edition.course, edition.lessons) == course
    assert dict(source.files) == as_files(course)


@settings(max_examples=20)  # each draws, writes and compiles a whole course
@given(courses())
def test_an_edition_survives_the_database(course: Drawn) -> None:
    edition = compile_course(read("tameshi", as_files(course)))
    assert Course.from_json(edition.course.to_json()) == edition.course
    for lesson in edition.lessons:
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson


def test_a_course_says_which_organization_made_it_with_its_kind() -> None:
    course = compile_course(a_source(course_files(course=COURSE + AUTHOR))).course
    assert isinstance(course.author, Author)
    assert (course.author.name.plain, course.author.kind) == ("雪つり箔店", "shop")
    assert Course.from_json(course.to_json()) == course
    assert set(AUTHORS) == set(OrganizationKind)


def test_a_course_that_names_no_author_is_kept_as_it_always_was() -> None:
    course = compile_course(a_source()).course
    assert course.author is None
    assert "author" not in course.to_json()
