"""``flask courses`` as a person types it."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.authoring import queries as queries_of_drafts
from app.authoring import service as drafts
from app.authoring.rules import Span
from app.catalog import queries
from app.catalog.service import read_course
from app.catalog.sources.files import course_folders, write_folder
from app.config import Settings
from app.db import reading, transaction
from app.furigana.models import WordKind
from app.furigana.service import add_word
from tests.conftest import COURSES, settings_for
from tests.factories.catalog import COURSE, LESSON, NOW, SECOND_LESSON, course_files
from tests.factories.furigana import the_engine
from tests.factories.identity import an_administrator


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder of courses with one sound course in it."""
    write_folder(tmp_path / "courses" / "tameshi", course_files().items())
    return tmp_path / "courses"


@pytest.fixture
def settings(database_url: str, tmp_path: Path, root: Path) -> Settings:
    return settings_for(tmp_path / "instance", database_url, courses_dir=root)


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["courses", *map(str, words)])


def test_sound_courses_pass_the_check(app: Flask) -> None:
    result = run(app, "check")
    assert (result.exit_code, result.output) == (0, "1講座を調べました。直すところは0か所です。\n")


def test_every_fault_is_printed_with_file_line_and_mend(app: Flask, root: Path) -> None:
    write_folder(root / "warui", course_files(lesson=LESSON.replace("#kyara", "")).items())
    result = run(app, "check")
    assert result.exit_code == 1
    fault, summary = result.output.splitlines()
    assert fault.split(" ")[0].endswith("courses/warui/010-jibun/010-nani.md:18:")
    assert "選択肢にキーがありません → " in fault
    assert summary == "2講座を調べました。直すところは1か所です。"


def test_a_folder_that_does_not_exist_is_a_fault_and_no_traceback(app: Flask, root: Path) -> None:
    result = run(app, "check", root / "nai")
    assert result.exit_code == 1
    assert "フォルダーがありません" in result.output


def test_publishing_twice_makes_one_version_and_export_gives_the_folder_back(
    app: Flask, root: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        result = run(app, "publish", "--all")
        assert result.exit_code == 0
        assert result.output.startswith("tameshi 第1版")
    result = run(app, "export", "tameshi", tmp_path / "out")
    assert result.exit_code == 0
    for path in (root / "tameshi").rglob("*.*"):
        out = tmp_path / "out" / path.relative_to(root / "tameshi")
        assert out.read_bytes() == path.read_bytes()


def test_a_faulty_course_does_not_keep_the_others_from_publication(app: Flask, root: Path) -> None:
    write_folder(root / "akan", course_files(course=COURSE.replace("protect", "x")).items())
    result = run(app, "publish", "--all")
    assert result.exit_code == 1
    assert "akan は公開しませんでした" in result.output
    assert queries.course_by_slug(reading(), "tameshi").version.number == 1


def test_export_writes_over_nothing(app: Flask, root: Path) -> None:
    run(app, "publish", root / "tameshi")
    result = run(app, "export", "tameshi", root)
    assert result.exit_code == 1
    assert "何も書きませんでした" in result.output
    assert "公開されていません" in run(app, "export", "nai", root / "x").output


def test_publish_asks_which_courses_are_meant(app: Flask) -> None:
    result = run(app, "publish")
    assert result.exit_code == 2
    assert "--all" in result.output


def test_our_own_courses_pass_the_strict_check(app: Flask) -> None:
    result = run(app, "check", "--strict", *course_folders(COURSES))
    assert result.exit_code == 0, result.output


# --- readings


def test_doubtful_readings_are_listed_and_confirmed(app: Flask, root: Path) -> None:
    lesson = LESSON.replace("## はじめに", "係の方に聞きます。\n\n## はじめに")
    write_folder(root / "kata", course_files(lesson=lesson).items())
    listed = run(app, "readings", root / "kata")
    assert listed.exit_code == 0
    (line,) = [x for x in listed.output.splitlines() if "{方|かた}" in x]
    assert "010-jibun/010-nani.md:7:" in line
    assert "ほう" in line

    assert "たしかめたと書きました" in run(app, "readings", root / "kata", "--confirm").output
    assert "{方|かた}" in (root / "kata" / "readings.toml").read_text()
    assert run(app, "readings", root / "kata").output == "たしかめる言葉は0語、0か所です。\n"
    assert run(app, "check", root / "kata").exit_code == 0


def test_broken_readings_are_faults_with_their_lines(app: Flask, root: Path) -> None:
    toml = """\
[words]
"方" = "<b>かた</b>"
"人気" = ""

[lessons.nai.words]
"一日" = "ついたち"

[confirmed]
nani = ["方=かた"]
"""
    write_folder(root / "warui", course_files(**{"readings.toml": toml}, course=COURSE).items())
    output = run(app, "check", root / "warui").output
    assert "readings.toml:2: 読みは、ひらがなかカタカナで書きます" in output
    assert "readings.toml:3: 「人気」の読みがありません" in output
    assert "readings.toml:5: レッスン「nai」がありません" in output
    assert "readings.toml:9: 確かめた読みが読めません" in output


def test_rereading_shows_what_would_change_and_asks(app: Flask, root: Path) -> None:
    lesson = LESSON.replace("## はじめに", "犀川の話です。\n\n## はじめに")
    write_folder(root / "kawa", course_files(lesson=lesson).items())
    run(app, "publish", "--all")
    same = run(app, "reread")
    assert (same.exit_code, len(same.output.splitlines())) == (0, 2)

    with transaction() as session:
        add_word(session, "犀川", "さい|かわ", WordKind.PLACE, now=NOW)
    asked = run(app, "reread", "kawa").output
    assert asked.startswith("kawa 第1版")
    assert "nani: …【犀川】の話です。… " in asked
    assert "→ さいかわ" in asked
    assert "公開した版はそのままです" in asked

    assert run(app, "reread", "kawa", "--accept").output.startswith("kawa 第2版")
    assert "公開されていません" in run(app, "reread", "nai").output


def test_a_package_goes_out_and_comes_in_as_the_same_version(
    app: Flask, root: Path, tmp_path: Path
) -> None:
    assert run(app, "publish", root / "tameshi").exit_code == 0
    package = tmp_path / "tameshi.zip"
    assert "書き出しました" in run(app, "export", "tameshi", package).output
    assert "0か所" in run(app, "check", package).output
    before = queries.course_by_slug(reading(), "tameshi").version
    assert run(app, "publish", package).exit_code == 0
    assert queries.course_by_slug(reading(), "tameshi").version == before


def test_a_package_that_is_there_is_not_written_over(
    app: Flask, root: Path, tmp_path: Path
) -> None:
    run(app, "publish", root / "tameshi")
    package = tmp_path / "tameshi.zip"
    package.write_bytes(b"mine")
    result = run(app, "export", "tameshi", package)
    assert result.exit_code == 1
    assert "もうある" in result.output
    assert package.read_bytes() == b"mine"


def test_a_package_with_a_fault_publishes_nothing(app: Flask, tmp_path: Path) -> None:
    package = tmp_path / "broken.zip"
    package.write_bytes(b"PK no zip at all")
    result = run(app, "publish", package)
    assert result.exit_code == 1
    assert "ZIPファイルとして読めません" in result.output


# --- beside the workshop


def test_what_the_workshop_published_is_not_published_over_unless_it_is_said(
    app: Flask, root: Path
) -> None:
    assert run(app, "publish", "--all").exit_code == 0
    with transaction() as session:
        author = an_administrator(session)
        draft = drafts.start_draft(session, "tameshi", by=author.id, now=NOW)
        data = SECOND_LESSON.encode()
        span = Span(data.index("おわり".encode()), len(data))
        edit = drafts.Edit("010-jibun/020-matome.md", span, 0, "さいごです。")
        drafts.change_block(session, draft.id, edit, by=author.id, now=NOW)
    again = run(app, "publish", "--all")
    assert "書いている途中の下書きがあります" in again.output
    with transaction() as session:
        drafts.ask_to_publish(session, draft.id, now=NOW)
        source = queries_of_drafts.source_of(session, draft)
        read = read_course(source, the_engine(), {})
        drafts.publish_draft(session, draft.id, read, number=1, now=NOW)
    refused = run(app, "publish", "--all")
    assert refused.exit_code == 1
    assert "  -さいごです。\n  +おわりです。\n" in refused.output
    assert "--over を付けます" in refused.output
    assert queries.course_by_slug(reading(), "tameshi").version.number == 2
    assert run(app, "publish", "--all", "--over").exit_code == 0
    assert queries.course_by_slug(reading(), "tameshi").version.number == 1
