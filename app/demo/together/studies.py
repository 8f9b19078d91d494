"""What each of the four projects asked its mentor, was told, and found out."""

from dataclasses import dataclass
from typing import Final

from app.workroom.service.artifacts import About

Ticket = tuple[str, str, str]
"""What was read, what was found, and what is asked."""


@dataclass(frozen=True, slots=True)
class Study:
    """A question to the mentor, with its answer."""

    asked: Ticket
    told: str


@dataclass(frozen=True, slots=True)
class Counted(Study):
    """A study in which people were counted: a bar for each thing."""

    bars: tuple[tuple[str, int], ...]
    about: About


SORTING: Final = Counted(
    (
        "市の分別の冊子と、転入のときに渡す紙を全部読みました。",
        "引っ越して1週間の人は12人のうち9人が、分別アプリを知りませんでした。",
        "知らなかったわけを、失礼にならずに聞くには、どんな順で聞けばよいですか。",
    ),
    "「最初のごみの日に、だれに聞きましたか」から始めてください。したことを先に聞き、知っていたかは最後です。",
    (("知らなかった", 9), ("見たことはある", 2), ("使っている", 1)),
    About(
        "分別アプリを知っていたか",
        "own",
        "3本の棒グラフ。知らなかったが9人でいちばん多い。",
        is_told=True,
    ),
)
LIGHTS: Final = Counted(
    (
        "避難所の案内表示の一覧と、去年の防災訓練の記録を読みました。",
        "明かりを消した道を歩くと、曲がり角で止まる人が多いと分かりました。",
        "目印の高さを比べるとき、ほかの条件はどこまでそろえればよいですか。",
    ),
    "同じ道、同じ時刻、はじめて歩く人、の3つをそろえれば比べられます。高さは3通りまでにしてください。",
    (("足もと", 3), ("腰の高さ", 8), ("目の高さ", 5)),
    About(
        "どの高さの目印に気づいたか",
        "own",
        "3本の棒グラフ。腰の高さの目印に気づいた人が8人でいちばん多い。",
        is_told=True,
    ),
)
SEATS: Final = Study(
    (
        "市の手引きと、となりの市の例を読みました。",
        "決まりが多いと使われず、少ないと職員の方が困ると分かりました。",
        "決まりを3つまでにするなら、どんな順に選べばよいですか。",
    ),
    "困りごとを「よく起きる・大きい」で並べ、上から3つに決まりを1つずつ当ててみてください。"
    "残りは、決まりではなく、声のかけかたで足ります。",
)
SEATS_AGAIN: Final = (
    "前の答えのとおり、困りごとを並べて、決まりを3つ書きました。",
    "3つめの「出るときは声をかける」は、勉強中の人には言いにくいと言われました。",
    "声を出さずに、帰ったことが職員の方に伝わるやり方はありますか。",
)
