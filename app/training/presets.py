"""Starting points for sources that cities know. Written by us, compared with no real list.

A city chooses one, looks at the columns of a list it has, and changes what is otherwise there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.training.rules import Columns, Meaning


@dataclass(frozen=True, slots=True)
class Preset:
    """A source with its usual columns, as we think of them."""

    key: str
    name: str
    note: str
    columns: Columns


def _columns(**headings: str) -> Columns:
    return Columns({Meaning(one): text for one, text in headings.items()})


_JAPANESE: Final = {"number": "職員番号", "name": "氏名", "title": "研修名"}

PRESETS: Final[Mapping[str, Preset]] = {
    one.key: one
    for one in (
        Preset(
            "j-lis",
            "J-LIS",
            "地方公共団体情報システム機構の研修の修了者の表",
            _columns(**_JAPANESE, day="修了日", hours="時間数", result="修了区分"),
        ),
        Preset(
            "udemy-business",
            "Udemy Business",
            "動画で学ぶサービスから書き出した、受講の表",
            _columns(
                login="User Email",
                name="User Name",
                title="Course Title",
                day="Completion Date",
                minutes="Minutes",
                result="Completion",
            ),
        ),
        Preset(
            "prefecture",
            "県の共同研修",
            "県と市町村が共同で行う研修の、修了者の表",
            _columns(**_JAPANESE, day="修了年月日", hours="研修時間", result="修了"),
        ),
        Preset(
            "class",
            "集合研修",
            "会場に集まって行った研修の、参加者の表",
            _columns(**_JAPANESE, day="実施日", hours="時間"),
        ),
    )
}
