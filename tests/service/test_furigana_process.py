"""The analysis as a process of its own, and the command that shows what it says."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.furigana.cli import cli
from app.furigana.errors import AnalyzerGone
from app.furigana.models import CityWord, WordKind
from app.furigana.port import EASY
from app.furigana.process import BATCH, AnalyzerProcess
from app.i18n.notation import Segment, parse
from tests.factories.furigana import the_engine

TEXTS = [(Segment("学校へ行った。"),), (), parse("{犀川|さいがわ}と犀川").segments]


@pytest.fixture
def analyzer() -> Iterator[AnalyzerProcess]:
    with AnalyzerProcess() as process:
        yield process


def children() -> list[psutil.Process]:
    every = psutil.Process().children(recursive=True)
    return [one for one in every if "app.furigana.engine" in one.cmdline()]


# --- the process


def test_the_process_answers_as_the_engine_does(analyzer: AnalyzerProcess) -> None:
    words = {"犀川": "さい|がわ"}
    assert analyzer.read(TEXTS, words) == the_engine().read(TEXTS, words)
    assert analyzer.hints(["申請を行う。"], EASY) == the_engine().hints(["申請を行う。"], EASY)
    assert analyzer.version == the_engine().version


def test_the_process_starts_when_it_is_asked_and_ends_with_the_block() -> None:
    with AnalyzerProcess() as analyzer:
        assert analyzer.version
        assert children() == []
        analyzer.read(TEXTS, {})
        assert len(children()) == 1
    assert children() == []


def test_more_texts_than_a_request_holds_come_back_in_order(analyzer: AnalyzerProcess) -> None:
    texts = [(Segment(f"{n}回目"),) for n in range(BATCH + 3)]
    answers = analyzer.read(texts, {})
    assert [answer.segments[0].surface for answer in answers][-1] == str(BATCH + 2)


def test_a_process_that_dies_is_told_of(analyzer: AnalyzerProcess) -> None:
    analyzer.read(TEXTS, {})
    (child,) = children()
    os.kill(child.pid, signal.SIGKILL)
    child.wait(10)
    with pytest.raises(AnalyzerGone):
        analyzer.read(TEXTS, {})


# --- what goes over the line


def said(*lines: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-m", "app.furigana.engine"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_gets_one_and_the_end_of_the_input_ends_it() -> None:
    greeting, read, hints, broken, unknown, half = said(
        json.dumps({"read": [["犬", "と猫"], []], "words": {"猫": "ねこ"}}),
        json.dumps({"hints": ["はい。"], "limits": {}}),
        "{",
        "[]",
        '{"read": [["\\ud800学校"]], "words": {}}',
    )
    assert greeting == {"version": the_engine().version}
    assert read == [[[["犬", "いぬ"], "と", ["猫", "ねこ", 2]], []], [[], []]]
    assert hints == [[]]
    assert isinstance(broken, dict)
    assert broken.keys() == {"error"}
    assert isinstance(unknown, dict)
    assert unknown.keys() == {"error"}
    assert isinstance(half, list), "half a character breaks nothing"


# --- the command


def run(app: Flask, *words: str, stdin: bytes = b"") -> Result:
    return app.test_cli_runner().invoke(cli, words, input=stdin)


@pytest.mark.usefixtures("session")
def test_the_command_prints_a_line_for_a_line(app: Flask, tmp_path: Path) -> None:
    text = "今日、学校で食べる。\n\n１人で{読}む\u2028AI😀\n最後"
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    done = run(app, "read", str(tmp_path / "text.txt"))
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in done.output.splitlines()]
    assert ["".join(surface for surface, _ in line) for line in lines] == text.split("\n")
    assert lines[0] == [
        ["今日", "きょう"],
        ["、", None],
        ["学", "がっ"],
        ["校", "こう"],
        ["で", None],
        ["食", "た"],
        ["べる", None],
        ["。", None],
    ]
    assert lines[1] == []
    assert ["１人", "ひとり"] in lines[2]
    assert run(app, "read", "-", stdin=text.encode()).output == done.output


def test_the_command_knows_the_citys_words(app: Flask, session: Session) -> None:
    word = CityWord(surface="大手町", reading="おお|て|ちょう", kind=WordKind.PLACE)
    word.changed_at = clock.now()
    session.add(word)
    session.commit()
    done = run(app, "read", "-", stdin="大手町".encode())
    assert json.loads(done.output) == [["大", "おお"], ["手", "て"], ["町", "ちょう"]]


@pytest.mark.usefixtures("session")
def test_a_file_in_another_encoding_is_refused_in_words(app: Flask) -> None:
    done = run(app, "read", "-", stdin="学校".encode("cp932"))
    assert done.exit_code == 1
    assert "UTF-8" in done.output
    assert "Traceback" not in done.output
