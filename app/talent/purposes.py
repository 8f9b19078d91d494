"""For what each feed into the registry is kept, who sees it, how long, and on which ground.

One place for the words: the page 「何のために、だれが見るか」 shows them to whoever is in the
registry and to whoever reads it. A source of attestations without a text fails the tests.
"""

from dataclasses import dataclass

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Feed:
    """Something that comes into the registry, or stands beside it.

    Attributes:
        key: Its place on the page.
        title: What it is.
        purpose: What it is for, and what it is not for.
        readers: Who sees it.
        kept: How long.
        ground: On which ground it may be kept, in plain words.
        sources: The ``rules.Source`` values that it attests skills by; none for what attests none.
    """

    key: str
    title: Lazy
    purpose: Lazy
    readers: Lazy
    kept: Lazy
    ground: Lazy
    sources: tuple[str, ...] = ()


_CHIEF_AND_HR = _l("本人、人事、所属長（自分の所属の分だけ）。だれが開いたかは、本人に見えます。")
_FIVE_YEARS = _l(
    "退職して5年まで。そのあと登録簿から消えます。修了証そのものは、本人のものなので消えません。"
)
_TRAINING = _l(
    "職員の研修は市の仕事です（地方公務員法39条）。そのために要る分だけを持ちます（個人情報保護法61条）。"
)
_OWN_WISH = _l("本人が自分で出したときだけ持ちます。出さなくても、不利になることはありません。")

FEEDS: tuple[Feed, ...] = (
    Feed(
        "course",
        _l("寺子屋の講座の修了証"),
        _l("何ができるようになったかを、証明つきで示すため。育成と配置の参考にします。"),
        _CHIEF_AND_HR,
        _FIVE_YEARS,
        _TRAINING,
        ("signed_credential",),
    ),
    Feed(
        "elsewhere",
        _l("ほかの発行者の修了証"),
        _l("ほかで学んだことも、同じように示すため。本人のものだと確かめてから数えます。"),
        _l("本人と人事。数えはじめたら、所属長（自分の所属の分だけ）も見ます。"),
        _l("本人がやめると言うまで。退職したときは、5年まで。"),
        _OWN_WISH,
        ("signed_credential",),
    ),
    Feed(
        "endorsement",
        _l("推薦（いっしょに働いた人が認めたこと）"),
        _l("仕事で示した力を、わけをそえて残すため。署名のある修了証よりも弱いものと示します。"),
        _l(
            "本人、推薦した人、人事、所属長（自分の所属の分だけ）。本人は、ちがうときに申し立てができます。"
        ),
        _FIVE_YEARS,
        _TRAINING,
        ("endorsement",),
    ),
    Feed(
        "training",
        _l("外部研修の記録"),
        _l("外部研修を、寺子屋の講座と並べて見るため。時間は、研修の計画のために合計します。"),
        _CHIEF_AND_HR,
        _FIVE_YEARS,
        _TRAINING,
        ("external_training",),
    ),
    Feed(
        "prior",
        _l("ほかで学んだこと"),
        _l("資格や経験を、資料をつけて認めてもらうため。"),
        _l(
            "本人と、内容を確かめる人事の担当者。認められたら、所属長（自分の所属の分だけ）も見ます。"
        ),
        _l("資料のファイルは、答えが出るまで。認めた結果は、退職して5年まで。"),
        _OWN_WISH,
        ("prior_learning",),
    ),
    Feed(
        "check",
        _l("年に1回の自己チェック"),
        _l("市のどの所属に、どの研修が足りないかを知るため。一人ひとりの評価には使いません。"),
        _l("名前のない合計だけを人事が見ます。人数の少ないところは出しません。"),
        _l("答えは、名前と結びつけずに数えます。答えたという印は、受け付けが終わると消えます。"),
        _l("答えるかどうかは、本人が決めます。"),
    ),
    Feed(
        "memo",
        _l("改善メモ"),
        _l("学んだことが仕事でどう役に立ったかを、市として数えるため。人の評価には使いません。"),
        _l("名前つきで見るのは、本人、人事、所属長（自分の所属の分だけ）です。"),
        _l("本人が取り下げるまで。退職したときは、5年まで。"),
        _OWN_WISH,
    ),
    Feed(
        "assignment",
        _l("期限のある研修"),
        _l("受けることが決まっている研修を、期限までに終えてもらうため。"),
        _l("本人、人事、割り当てた所属長（自分の所属の分だけ）。始めた日と終えた日だけです。"),
        _l("登録があるあいだ。登録を消すと、いっしょに消えます。"),
        _TRAINING,
    ),
    Feed(
        "register",
        _l("職員の名簿（所属、任用、休みなど）"),
        _l("どの所属の人かを正しく数え、休みの人に研修を求めないため。"),
        _l("本人と人事だけです。休みのわけは、所属長には「休職・休業中」「出向中」とだけ出ます。"),
        _l("退職して5年まで。"),
        _l("職員の任用は市の仕事です。そのために要る分だけを持ちます（個人情報保護法61条）。"),
    ),
)
"""In the order of the page."""
