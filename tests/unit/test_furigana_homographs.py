"""Words that are read by what stands around them."""

import re
import tomllib
from typing import Any

import pytest

from app.furigana.engine.homographs import DATA
from app.i18n.notation import Segment, read_word, to_hiragana
from tests.factories.furigana import heard, segments_of, the_engine

READ: dict[str, dict[str, str]] = {
    "行": {
        "い": (
            "学校へ行った。 友だちと公園に行った。 本を返しに行った。 "
            "荷物を持って行った。 車で行った。 山道を行った先にある。"
        ),
        "おこな": (
            "実験を行った。 アンケートを全員に行った。 "
            "運動会は予定どおり行った。 体育館で行った集会。 "
            "工事を急いで行っている。"
        ),
    },
    "方": {
        "かた": (
            "係の方に聞く。 お持ちの方は、窓口へ。 "
            "利用される方は、申し込んでください。 この方が市長です。 "
            "読み方を調べる。"
        ),
        "ほう": ("安い方を選ぶ。 右の方へ曲がる。 早く寝た方がよい。 犬の方が好きだ。"),
        "がた": "先生方に聞く。",
    },
    "何": {
        "なに": ("何が見えますか。 何を使うか。 何か飲む。 何も言わない。 何より大切だ。"),
        "なん": ("これは何ですか。 何のために。 何という名前。 何でも聞く。 何曜日。"),
    },
    "人気": {
        "にんき": "人気のある動画。 人気のない商品。 人気が出る。",
        "ひとけ": "人気のない夜道を歩かない。 人気のない公園。",
    },
    "大人気": {
        "だいにんき": "子どもに大人気です。",
        "おとなげ": "大人気ない言い方。",
    },
    "中": {
        "ちゅう": "授業中は話さない。 工事中の道。 午前中に行く。",
        "じゅう": "世界中の人。 今日中に終わる。 学校中で探す。",
        "なか": "水の中に入る。",
    },
    "後": {
        "ご": "放課後に遊ぶ。 その後どうなったか。 卒業後の進路。",
        "あと": "後で話す。 食べた後に歯をみがく。 この後説明します。",
        "のち": "晴れ後曇り。",
    },
    "上": {
        "うえ": "机の上。 上の絵を見る。",
        "じょう": "インターネット上の話。 法律上の問題。",
    },
    "下": {
        "した": "下の図を見る。",
        "もと": "先生の指導の下で学ぶ。",
        "か": "雨という条件下で。",
    },
    "間": {
        "あいだ": "休みの間に読む。",
        "ま": "あっという間に終わる。",
        "かん": "三年間。",
    },
    "側": {
        "がわ": "右側を歩く。",
        "そば": "川の側に立つ。",
    },
    "外": {
        "そと": "外で遊ぶ。",
        "がい": "対象外の人。",
    },
    "数": {
        "かず": "人の数を数える。",
        "すう": "利用者数が増えた。",
    },
    "年": {
        "とし": "年を取る。 次の年に植えた。",
        "ねん": "年に一度の祭り。",
    },
    "家": {
        "いえ": "家に帰る。",
        "け": "田中家の人々。",
        "か": "専門家の意見。",
    },
    "角": {
        "かど": "角を曲がる。",
        "つの": "牛の角。",
        "かく": "三角形の角の大きさ。",
    },
    "表": {
        "ひょう": "次の表にまとめる。",
        "おもて": "紙の表と裏。",
    },
    "空": {
        "そら": "青い空を見る。",
        "から": "空の箱。",
    },
    "主": {
        "おも": "主に使う。",
        "ぬし": "飼い主に返す。",
    },
    "風": {
        "かぜ": "風が強い。",
        "ふう": "こんな風に書く。",
    },
    "額": {
        "ひたい": "額に汗をかく。",
        "がく": "費用の額を決める。",
    },
    "縁": {
        "ふち": "池の縁に立つ。",
        "えん": "不思議な縁がある。",
    },
    "値": {
        "ね": "値が上がる。",
        "あたい": "xの値を求める。",
    },
    "金": {
        "かね": "お金を払う。",
        "きん": "給付金を受け取る。 4月3日(金)に行く。",
    },
    "実": {
        "じつ": "実は知っていた。",
        "み": "木に実がなる。",
    },
    "私": {
        "わたし": "私は行く。 私たちの町。",
        "し": "私生活に立ち入る。",
    },
    "市場": {
        "いちば": "市場で魚を買う。",
        "しじょう": "株式市場の動き。",
    },
    "色紙": {
        "いろがみ": "色紙を折る。",
        "しきし": "色紙にサインを書く。",
    },
    "最中": {
        "さいちゅう": "仕事の最中だ。",
        "もなか": "最中を食べる。",
    },
    "仮名": {
        "かめい": "登場人物は仮名です。",
        "かな": "仮名を漢字に直す。",
    },
    "今日": {
        "きょう": "今日は休みだ。",
        "こんにち": "今日の社会を支える。",
    },
    "明日": {
        "あした": "明日までに出す。",
        "あす": "明日を担う子どもたち。",
    },
    "通り": {
        "とおり": "次の通りです。 通りを歩く。",
        "どおり": "予定通り進む。 いつも通りにする。",
    },
    "開": {
        "ひら": "本を開いた。 メールを開かない。",
        "あ": "ドアが開いている。 古いかぎでは開きません。",
    },
    "入": {
        "はい": "部屋に入った。",
        "い": "気に入った本。",
    },
    "降": {
        "ふ": "雨が降りました。",
        "お": "バスを降りました。",
    },
    "辛": {
        "つら": "辛い時は休む。",
        "から": "カレーが辛い。",
    },
    "描": {
        "か": "絵を描く。",
        "えが": "夢を描く。",
    },
    "抱": {
        "だ": "赤ちゃんを抱く。",
        "いだ": "不安を抱く。",
    },
    "被": {
        "かぶ": "帽子を被る。",
        "こうむ": "損害を被る。",
    },
    "得": {
        "え": "許可を得る。",
        "う": "だれにでも起こり得る。",
    },
    "通": {
        "かよ": "塾に通っている。",
        "とお": "道を通った。",
    },
    "止": {
        "と": "車を止める。",
        "や": "たばこを止める。",
    },
    "言": {
        "い": "わけを言うと。 そう言った。",
    },
}
"""Word → reading → sentences, which are examples of their kind."""

CASES = [
    (word, kana, sentence)
    for word, readings in READ.items()
    for kana, sentences in readings.items()
    for sentence in sentences.split()
]


@pytest.mark.parametrize(("word", "kana", "sentence"), CASES, ids=[case[2] for case in CASES])
def test_the_context_decides_the_reading(word: str, kana: str, sentence: str) -> None:
    start, at, told = sentence.index(word), 0, ""
    for segment in segments_of(sentence):
        if start <= at < start + len(word):
            told += segment.kana or segment.surface
        at += len(segment.surface)
    assert told == kana


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("身近な大人", "みぢかなおとな"),
        ("明後日", "あさって"),
        ("一昨日", "おととい"),
        ("富士山", "ふじさん"),
        ("大掃除", "おおそうじ"),
        ("下品な言葉", "げひんなことば"),
        ("大文字と小文字", "おおもじとこもじ"),
        ("期日前投票", "きじつぜんとうひょう"),
        ("出入り口", "でいりぐち"),
        ("鼻血", "はなぢ"),
        ("和菓子", "わがし"),
        ("腕時計", "うでどけい"),
        ("旅行会社", "りょこうがいしゃ"),
        ("意見箱", "いけんばこ"),
        ("箱の中", "はこのなか"),
        ("人手不足", "ひとでぶそく"),
        ("図書係", "としょがかり"),
        ("若しくは", "もしくは"),
        ("日本人", "にほんじん"),
        ("原始人", "げんしじん"),
        ("料理人", "りょうりにん"),
    ],
)
def test_words_that_the_tokenizer_reads_oddly_are_read_as_people_do(text: str, kana: str) -> None:
    assert heard(text) == kana


def entries() -> list[dict[str, Any]]:
    table = tomllib.loads((DATA / "homographs.toml").read_text(encoding="utf-8"))
    return list(table["word"])


def test_every_word_of_the_files_has_readings_in_hiragana() -> None:
    kana = [
        one
        for entry in entries()
        for one in (
            entry.get("kana", ""),
            *entry.get("also", ()),
            *(rule["kana"] for rule in entry.get("when", ())),
        )
    ]
    assert all(re.fullmatch("[ぁ-ゖー]*", one) for one in kana)
    words = tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))["words"]
    assert [w for w, one in words.items() if isinstance(read_word(w, to_hiragana(one)), str)] == []


def test_every_rule_names_a_condition_and_only_known_ones() -> None:
    known = {"kana", "before", "after", "clause", "prev", "next"}
    rules = [rule for entry in entries() for rule in entry.get("when", ())]
    assert all({"kana"} < rule.keys() <= known for rule in rules)
    fields = {"surface", "base", "tail", "kana", "also", "inside", "certain", "when"}
    assert all(entry.keys() <= fields for entry in entries())


def test_what_was_decided_between_readings_is_for_the_author_to_confirm() -> None:
    (answer,) = the_engine().read([(Segment("人気のない夜道で、私は係の方に聞いた。"),)], {})
    told = {doubt.surface: (doubt.kana, doubt.others) for doubt in answer.doubts}
    assert told["人気"] == ("ひとけ", ("にんき",))
    assert told["方"][0] == "かた"
    assert "ほう" in told["方"][1]
    assert "私" not in told, "nobody needs to be asked about わたし"
