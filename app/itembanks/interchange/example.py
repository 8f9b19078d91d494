"""The form that is given out for a list of questions: its headings, and a row of each kind."""

from typing import Final

from app.itembanks.interchange.asked import Answer, Asked
from app.itembanks.interchange.table import HEADINGS, TRUTH, written_table

_TRUTH_ROW: Final = {
    "種類": TRUTH,
    "問い": "友だちのあいことばは、聞いてもよい。",
    "説明1": "なかよしでも、あいことばは聞きません。",
    "説明2": "あいことばは、その人だけのものです。",
    "正解": "×",
}

SHEET: Final = "問題"
"""What the sheet of the workbook is called."""

QUESTIONS: Final = (
    Asked(
        "choice",
        "ネットに出す前に、聞いたほうがよい写真はどれですか。",
        (
            Answer("友だちの顔の写真", why="うつっている人に、聞いてから出します。"),
            Answer("自分でかいた空の絵", correct=False, why="だれのことかは、分かりません。"),
        ),
        "写っている人のことを、考えられましたね。",
        ("だれが写っていますか。",),
        grades=(3, 4),
        items=("digcomp@3.0/4.2",),
    ),
    Asked(
        "multiple-response",
        "個人情報はどれですか。",
        (
            Answer("名前", why="だれのことか、分かります。"),
            Answer("住所", why="家に来ることができます。"),
            Answer("今日の天気", correct=False, why="だれのことでもありません。"),
        ),
    ),
    Asked(
        "text-entry",
        "消費者ホットラインの番号は何ですか。",
        (
            Answer("188", why="「いやや」とおぼえます。"),
            Answer("110", correct=False, why="警察の番号です。"),
        ),
        "3けたの番号です。",
    ),
    Asked(
        "numeric",
        "188は、何けたの数ですか。",
        (Answer("3", why="1と8と8です。"), Answer("4〜200", correct=False, why="多すぎます。")),
        "数字がいくつならんでいるかを、数えます。",
    ),
    Asked(
        "order",
        "変なメールが来たとき、どの順番で動きますか。",
        (
            Answer("止まる", why="考える時間ができます。"),
            Answer("差出人を確かめる", why="本物のサイトは、自分で開きます。"),
            Answer("相談する", why="188に電話できます。"),
        ),
    ),
    Asked(
        "match",
        "はじめにすることと、組み合わせましょう。",
        (
            Answer("家の人に見せる", why="返事はしません。", place="知らない人からのメール"),
            Answer("ことわる", why="教えません。", place="あいことばを聞かれた"),
        ),
        places=("知らない人からのメール", "あいことばを聞かれた"),
    ),
    Asked(
        "categorize",
        "ネットに出してよいものと、出さないものに分けましょう。",
        (
            Answer("空の絵", why="だれのことかは、分かりません。", place="出してよい"),
            Answer("友だちの顔", why="聞いていません。", place="出さない"),
            Answer("家の前の写真", why="場所が分かります。", place="出さない"),
        ),
        places=("出してよい", "出さない"),
    ),
    Asked("extended-text", "家の人に話したいことを書きましょう。", closing="話してみましょう。"),
)

EXAMPLE: Final = (
    *written_table(QUESTIONS)[0],
    [_TRUTH_ROW.get(heading, "") for heading in HEADINGS],
)
"""Rows of text, the headings first."""
