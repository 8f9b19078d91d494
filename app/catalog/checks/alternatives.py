"""Whether those who do not see a picture learn the same from its alternative text. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.catalog.checks.empty_words import says_nothing
from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.lines import Line, lines_of

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource

LONGEST: Final = 140
"""Characters that somebody listens to in one breath, without a way to stop inside."""

SHORTEST_SAID: Final = 6
"""Characters in 「 」 from which on a picture is likely to show words."""

_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]+)[^)]*\)")
_FILE: Final = re.compile(r"[\w.-]+\.(?:png|jpe?g|gif|webp|avif|svg)", re.I | re.A)
_SAID: Final = re.compile(
    rf"「[^」]{{{SHORTEST_SAID},}}」|スクリーンショット|ポスター|チラシ|グラフ"
)
_PHOTOGRAPHS: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")

_NO_TEXT: Final = (
    "何が写っていて、そこから何が分かるかを、見えない人に話すように書きます。",
    "声で聞く人は途中で止められません。要点だけにし、くわしいことは本文に書きます。",
    "それぞれの絵で何がちがうかを書きます。",
    "絵にしか書いていないことがないか、たしかめます。あれば、同じことを本文にも書きます。",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a line of a lesson."""

    line: Line
    alternative: str
    file: str


def pictures_of(source: "CourseSource") -> Iterator[Picture]:
    """Yield every picture that a lesson shows, in order."""
    for line in lines_of(source):
        for alternative, file in _PICTURE.findall(line.text):
            yield Picture(line, alternative.strip(), file)


def alternative_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find alternative texts that say nothing, go on for too long, or say the same twice.

    A picture without any is a fault of the course already.
    """
    files: dict[str, str] = {}
    for picture in pictures_of(source):
        told = _told(picture, files) if picture.alternative else None
        if told is not None:
            yield Finding.of(Weight.SHOULD, Job.ALTERNATIVES, picture.line.place, told)
        files.setdefault(picture.alternative, picture.file)
        if picture.file.lower().endswith(_PHOTOGRAPHS) and _SAID.search(picture.alternative):
            message = f"文字の入った絵かもしれません: {_short(picture.alternative)}"
            yield Finding.of(Weight.KNOW, Job.ACCESS, picture.line.place, (message, _NO_TEXT[3]))


def _told(picture: Picture, files: dict[str, str]) -> tuple[str, str] | None:
    text = picture.alternative
    if _FILE.fullmatch(text):
        return f"絵の説明が、ファイルの名前です: {_short(text)}", _NO_TEXT[0]
    if says_nothing(text, "alternatives"):
        return f"絵の説明から、何の絵か分かりません: {text}", _NO_TEXT[0]
    if len(text) > LONGEST:
        return f"絵の説明が{len(text)}字あります（{LONGEST}字まで）: {_short(text)}", _NO_TEXT[1]
    if files.get(text, picture.file) != picture.file:
        return f"ちがう絵に、同じ説明が付いています: {_short(text)}", _NO_TEXT[2]
    return None


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:24]}…"  # noqa: PLR2004  enough to find it by
