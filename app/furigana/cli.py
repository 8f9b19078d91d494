"""``flask furigana``: what the analysis says about a text."""

import json
import time
from collections.abc import Iterator
from itertools import islice
from typing import Final, TextIO

import click
from flask.cli import AppGroup

from app.db import reading
from app.furigana.errors import AnalyzerGone
from app.furigana.process import BATCH, AnalyzerProcess
from app.furigana.queries import words_on_hand
from app.i18n.notation import Segment, Segments

cli = AppGroup("furigana", help="ふりがなの読みを調べます。")

TOLD_EVERY_SECONDS: Final = 5


@cli.command("read")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def read(file: TextIO) -> None:
    """文の読みを、1行に1つのJSON（[[表記, かなまたはnull], …]）で出す。FILEが - なら標準入力。"""
    words = words_on_hand(reading())
    try:
        with AnalyzerProcess() as analyzer:
            for lines in _batches(file):
                texts = [(Segment(line),) if line else () for line in lines]
                for answer in analyzer.read(texts, words):
                    click.echo(_shown(answer.segments))
    except AnalyzerGone as error:
        raise click.ClickException(f"読みを調べるプログラムが動きません（{error}）。") from error
    except UnicodeDecodeError as error:
        raise click.ClickException("ファイルの文字コードがUTF-8ではありません。") from error


def _batches(file: TextIO) -> Iterator[list[str]]:
    """Take lines by hundreds; say how far it is when that takes long."""
    count, told_at = 0, time.monotonic()
    lines = (line.removesuffix("\n") for line in file)
    while batch := list(islice(lines, BATCH)):
        yield batch
        count += len(batch)
        if time.monotonic() - told_at > TOLD_EVERY_SECONDS:
            click.echo(f"{count}行まで読みました。", err=True)
            told_at = time.monotonic()


def _shown(segments: Segments) -> str:
    line = json.dumps([[s.surface, s.kana or None] for s in segments], ensure_ascii=False)
    return line.translate(_LINE_ENDS)


_LINE_ENDS: Final = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""Characters that JSON leaves as they are, and that some readers take for the end of a line."""
