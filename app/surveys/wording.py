"""What each item of the literacy standard means at a city hall, in our own plain words.

These are sentences of ours, not the standard's texts, by the codes that our file of the framework
gives its items. Whoever corrects them changes them here. They are interface strings, so that they
have readings and can be translated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem

FAMILY = "dss-l@"
"""Versions of the framework that these sentences speak of."""


@dataclass(frozen=True, slots=True)
class Wording:
    """An item in words: what it means, and what somebody does who uses it at work."""

    means: Lazy
    example: Lazy


LEVEL_NAMES: tuple[Lazy, ...] = (
    _l("はじめて聞いた"),
    _l("聞いたことはある"),
    _l("何のことか説明できる"),
    _l("仕事でしている"),
    _l("人に教えられる"),
)
"""From level 0 on."""

FIRST_FIVE = ("M3", "T2", "T5", "H2", "H3")
"""To begin with: what nearly every desk meets. Five that are asked beat 23 that nobody answers."""

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "M1": Wording(
            _l("仕事の道具ややり方が変わるとき、まずためしてみることです。"),
            _l("新しい申請のしくみを、先に使ってみて手順を覚えた。"),
        ),
        "M2": Wording(
            _l("ほかの課や外の人と、早いうちから一緒に考えることです。"),
            _l("となりの課と話して、2枚あった申請書を1枚にした。"),
        ),
        "M3": Wording(
            _l("手続きをする人が何に困るかを、その人の目で見ることです。"),
            _l("案内の紙を窓口で読んでもらい、分かりにくい言葉を直した。"),
        ),
        "M4": Wording(
            _l("「前からこうだから」をいちど横に置いて、ほかのやり方をさがすことです。"),
            _l("はんこがなくても進む手順を考えて、課長に出した。"),
        ),
        "M5": Wording(
            _l("小さく作ってためし、使った人の声で直していくことです。"),
            _l("予約の画面を1つの窓口でためし、声を聞いて2回直した。"),
        ),
        "M6": Wording(
            _l("決まっていないことがあっても、今できることから決め、あとで見直すことです。"),
            _l("全部そろう前に1か所で始め、1か月で見直す日を決めた。"),
        ),
        "M7": Wording(
            _l("思いこみではなく、数や記録をもとに考えることです。"),
            _l("混む曜日を来庁の記録で調べて、担当の人数を変えた。"),
        ),
        "Y1": Wording(
            _l("人口や働き方など、社会がどう変わっているかを知ることです。"),
            _l("10年後の人口の見通しを見て、仕事の進め方を話し合った。"),
        ),
        "Y2": Wording(
            _l("市民が役所に期待することが、どう変わったかを知ることです。"),
            _l("夜にスマートフォンで手続きをする人の割合を調べた。"),
        ),
        "Y3": Wording(
            _l("ほかの市や会社のサービスが、どう変わったかを知ることです。"),
            _l("ほかの市のオンライン申請を見て、まねできる点を書き出した。"),
        ),
        "T1": Wording(
            _l("まわりにどんなデータがあり、何に使われているかを知ることです。"),
            _l("課にあるデータの一覧を作り、公開できるものを分けた。"),
        ),
        "T2": Wording(
            _l("表やグラフから大事なことを読みとり、人に説明することです。"),
            _l("3年分の件数をグラフにして、課の会議で説明した。"),
        ),
        "T3": Wording(
            _l("データを集め、形をそろえ、使えるようにすることです。"),
            _l("書き方がばらばらの住所を、そろえて1つの表にした。"),
        ),
        "T4": Wording(
            _l("データを見て、次に何をするかを決めることです。"),
            _l("講座の申込みの数を見て、開く曜日を変えた。"),
        ),
        "T5": Wording(
            _l("AIに何ができて、何が苦手かを知って使うことです。"),
            _l("生成AIの下書きを、元の資料と見くらべて直した。"),
        ),
        "T6": Wording(
            _l("インターネットの先にあるコンピューターを使うしくみ（クラウド）を知ることです。"),
            _l("ファイルを共有の場所に置き、見られる人を決めた。"),
        ),
        "T7": Wording(
            _l("機器とソフトウェアが、どう組み合わさって動くかを知ることです。"),
            _l("動かないとき、機器とソフトウェアのどちらが原因かを分けて伝えた。"),
        ),
        "T8": Wording(
            _l("機器どうしがどうつながって、情報がどこを通るかを知ることです。"),
            _l("つながらないとき、どこまで届いているかを調べて伝えた。"),
        ),
        "H1": Wording(
            _l("データやデジタルの技術が、仕事でどう使われているかを知ることです。"),
            _l("ほかの課の例を1つ選び、自分の課で使えるかを考えた。"),
        ),
        "H2": Wording(
            _l("表計算やオンライン会議など、仕事の道具を使うことです。"),
            _l("毎月の集計を、表計算の式で自動にした。"),
        ),
        "H3": Wording(
            _l("情報がもれたり、機器が止まったりしないように守ることです。"),
            _l("あやしいメールを開かずに、すぐ担当に知らせた。"),
        ),
        "H4": Wording(
            _l("相手を傷つけず、うそを広めないように、情報を扱うことです。"),
            _l("発信の前に、出どころと写っている人の同意を確かめた。"),
        ),
        "H5": Wording(
            _l("個人情報や著作権などの決まりを、仕事で守ることです。"),
            _l("写真を使う前に、使ってよい条件を調べて記録した。"),
        ),
    }
)
"""By the code of the item."""


def wording_of(item: "FrameworkItem") -> Wording | None:
    """Return what is said of an item; None for items that nobody has put in words here."""
    return WORDINGS.get(item.code) if item.framework.startswith(FAMILY) else None
