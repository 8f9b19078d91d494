"""What columns, kinds and credits are called, and why something is refused."""

from collections.abc import Mapping
from typing import Any

from app.media.errors import NotTaken, Refusal
from app.media.rules import MB
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.workroom.rules import ArtifactKind, CardState, CreditAs

COLUMNS: Mapping[CardState, Any] = {
    CardState.TODO: _l("やること"),
    CardState.DOING: _l("進行中"),
    CardState.REVIEW: _l("確認待ち"),
    CardState.DONE: _l("完了"),
}
KINDS: Mapping[ArtifactKind, Any] = {
    ArtifactKind.IMAGE: _l("絵・写真"),
    ArtifactKind.AUDIO: _l("音声"),
    ArtifactKind.VIDEO: _l("動画"),
    ArtifactKind.FILE: _l("書類・表"),
    ArtifactKind.LINK: _l("リンク"),
}
CREDITS: Mapping[CreditAs, Any] = {
    CreditAs.TEAM: _l("学校とチームの名前で"),
    CreditAs.PSEUDONYMS: _l("一人ひとりが決めた呼び名で"),
    CreditAs.WORDS: _l("下に書いた名前で"),
}
WHY: Mapping[str, Any] = {
    "ended": _l("この企画は終わったので、読むだけになっています。何も変えていません。"),
    "project_full": _l(
        "この企画のファイルは、合わせて200MBまでです。このファイルは入れていません。"
        "いらなくなったものを消すか、ファイルを小さくして、もう一度送ってください。"
    ),
    "alt": _l("絵や写真には、見えない人のための説明がいります。写っているものを書いてください。"),
    "kind": _l(
        "前の版とちがう種類のものです。同じ種類のものを送るか、新しいものとしてのせてください。"
    ),
    "late": _l("消してから30日がすぎたので、もとにもどせません。"),
    "changed": _l(
        "書いているあいだに、ほかの人が変えました。あなたの文は、下にのこっています。"
        "いまの中身と見くらべて、もう一度保存してください。"
    ),
}
AWAY = _l(
    "ファイルを置く場所に、つながりませんでした。何も変わっていません。"
    "少し待ってから、もう一度送ってください。"
)
_REFUSALS: Mapping[Refusal, Any] = {
    Refusal.NO_FILE: _l("ファイルが選ばれていません。選んでから、もう一度送ってください。"),
    Refusal.UNKNOWN: _l(
        "この種類のファイルは使えません。絵はPNG・JPEG・WebP・AVIF・GIF・SVG、音声はMP3・M4A・OGG、"
        "動画はMP4・WebM、書類はPDF、表はCSVにしてください。"
    ),
    Refusal.BROKEN: _l(
        "絵を読み取れませんでした。ファイルがこわれているようです。"
        "もとの絵を開けるか確かめて、もう一度送ってください。"
    ),
    Refusal.UNREADABLE: _l(
        "ファイルを読み取れませんでした。こわれているか、使えない形です。"
        "もとのファイルを開けるか確かめて、保存し直したものを送ってください。"
    ),
    Refusal.LOCKED: _l(
        "パスワードや印刷の制限があるPDFは使えません。制限を外したものを送ってください。"
    ),
    Refusal.ANIMATED: _l(
        "動く絵は使えません。見る人が止められないからです。動画（MP4・WebM）にして送ってください。"
    ),
    Refusal.TOO_MANY_PIXELS: _l(
        "絵が大きすぎます。縦と横の点の数をかけて6,400万までです。小さくして送ってください。"
    ),
}


def sentence_of(refused: NotTaken) -> str:
    """Say why a file was not taken, and what to do."""
    if refused.why is Refusal.TOO_LARGE:
        return _(
            "ファイルが大きすぎます。この種類は%(n)sMBまでです。"
            "小さくするか短くして、もう一度送ってください。",
            n=refused.largest // MB,
        )
    if refused.why is Refusal.DRAWING:
        return _("SVGは、図形だけの絵にしてください。%(told)s", told=refused.told)
    return str(_REFUSALS[refused.why])
