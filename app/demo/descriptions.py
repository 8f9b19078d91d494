"""What the made-up city awards: its trainings, as HR described them."""

from dataclasses import dataclass

from app.credentials.openbadges import AchievementKind

L = "dss-l@1.2/"
SECURITY, LEADER, DATA, KAIZEN = "security", "leader", "data", "kaizen"
SERVICE, HEADS, CLOUD, EXPERT, BEGINNERS = "service", "heads", "cloud", "expert", "beginners"
PRIVACY = "privacy"


@dataclass(frozen=True, slots=True)
class Training:
    """A training with what it attests; ``skills`` are (item ref, level)."""

    kind: AchievementKind
    name: str
    description: str
    criteria: str
    can_do: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    field: str
    valid_months: int | None = None


TRAININGS: dict[str, Training] = {
    SECURITY: Training(
        AchievementKind.WORKSHOP,
        "情報セキュリティ研修",
        "情報の区分と、市の情報セキュリティの決まりを学び、確認の問題に合格したことを示します。",
        "全職員が年に一度受けます。研修（90分）に参加し、確認の問題に8割以上正しく答えること。",
        ("情報の区分に合わせて、扱いかたを選べる", "おかしいと思ったとき、すぐに連絡できる"),
        ((f"{L}H3", 2), (f"{L}H5", 1)),
        "protect",
        12,
    ),
    LEADER: Training(
        AchievementKind.WORKSHOP,
        "DX推進リーダー養成研修",
        "所属の仕事を見直し、データを使って改善を進める力を、演習と発表で示したことを示します。",
        "半年のあいだに6回の演習に参加し、所属の課題を1つ改善して、成果を発表すること。",
        ("仕事の流れを図にして、むだを見つけられる", "データを根拠に、改善の案を説明できる"),
        (
            *((f"{L}M2", 2), (f"{L}M5", 2), (f"{L}M7", 2)),
            *((f"{L}T2", 2), (f"{L}T3", 2), (f"{L}H1", 2)),
            ("city-roles@1/leader", 1),
        ),
        "connect",
    ),
    DATA: Training(
        AchievementKind.WORKSHOP,
        "データ活用の基礎研修",
        "身近な統計や業務のデータを読み、表とグラフで説明する演習を終えたことを示します。",
        "研修（3時間を2回）に参加し、自分の業務のデータで図を1つ作ること。",
        ("表とグラフから、言えることと言えないことを分けられる",),
        ((f"{L}T1", 1), (f"{L}T2", 2), (f"{L}T4", 1)),
        "discern",
    ),
    KAIZEN: Training(
        AchievementKind.WORKSHOP,
        "業務改善ワークショップ",
        "所属の仕事を1つ選び、手順を見直して試したことを示します。",
        "ワークショップ（2時間を3回）に参加し、試した結果を所属で話すこと。",
        ("小さく試して、結果を見て直せる",),
        ((f"{L}M1", 1), (f"{L}M4", 1), (f"{L}M5", 1), (f"{L}H2", 2)),
        "create",
    ),
    SERVICE: Training(
        AchievementKind.PROJECT,
        "窓口サービスデザイン研修",
        "窓口に来た方の行動を観察し、案内や様式を作り直したことを示します。",
        "観察、試作、窓口での試行の3回に参加し、作り直した様式を1つ出すこと。",
        ("利用する方の立場で、手続きの困りごとを言葉にできる",),
        ((f"{L}M3", 2), (f"{L}Y2", 2), (f"{L}M2", 1)),
        "live",
    ),
    HEADS: Training(
        AchievementKind.WORKSHOP,
        "管理職のためのDX研修",
        "所属のDXの目標を立て、人と時間の手当てを決める演習を終えたことを示します。",
        "課長、課長補佐を対象に、研修（半日）に参加し、所属の計画を1枚にまとめること。",
        ("所属の計画に、デジタルの取り組みと人の育成を書ける",),
        ((f"{L}Y1", 2), (f"{L}Y3", 1), (f"{L}M6", 2), (f"{L}M7", 2)),
        "connect",
    ),
    CLOUD: Training(
        AchievementKind.WORKSHOP,
        "クラウドと標準化の研修",
        "ガバメントクラウドと業務の標準化の考えかた、ネットワークの基本を学んだことを示します。",
        "研修（半日を2回）に参加し、確認の問題に合格すること。",
        ("業務システムの構成を、図を見て説明できる",),
        ((f"{L}T6", 2), (f"{L}T7", 1), (f"{L}T8", 2)),
        "create",
    ),
    EXPERT: Training(
        AchievementKind.AWARD,
        "高度専門人材の認定",
        "情報政策の実務で、設計から運用までを受け持てると、市が認めたことを示します。",
        "実務の経歴と成果を、情報政策課と外部の専門家が確かめて、人事課が認定します。",
        ("システムの設計と運用を、委託先と対等に話せる",),
        (
            *((f"{L}T5", 3), (f"{L}T6", 3), (f"{L}T8", 3), (f"{L}H3", 3)),
            ("city-roles@1/expert", 1),
        ),
        "create",
    ),
    PRIVACY: Training(
        AchievementKind.WORKSHOP,
        "個人情報保護研修",
        "個人情報の取得、利用、提供の決まりを学び、自分の業務の扱いを点検したことを示します。",
        "個人情報を扱う課の職員が年に一度受けます。研修（60分）に参加し、点検表を出すこと。",
        ("個人情報を、目的の範囲で扱い、迷ったら確かめられる",),
        ((f"{L}H4", 2), (f"{L}H5", 2)),
        "protect",
        12,
    ),
    BEGINNERS: Training(
        AchievementKind.WORKSHOP,
        "新採用職員のデジタル研修",
        "市の情報の決まりと、仕事で使う道具の基本を学んだことを示します。",
        "採用の年の4月に、研修（1日）に参加すること。",
        ("市の決まりに沿って、仕事の道具を使い始められる",),
        ((f"{L}Y1", 1), (f"{L}M1", 1), (f"{L}H4", 1), (f"{L}H5", 1)),
        "live",
    ),
}
"""By key."""
