"""Courses for tests: small sound ones, whose parts a test replaces to say what it is about."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from app.catalog.service import publish_course, read_course
from app.catalog.sources.check import LevelsOf, check
from app.catalog.sources.compile import compile_course
from app.catalog.sources.read import read
from tests.factories.furigana import the_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from app.catalog.models import CourseVersion
    from app.catalog.service.reading import ReadCourse
    from app.catalog.sources.course import CourseSource
    from app.catalog.sources.faults import Fault

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)

COURSE = """\
title = "{試|ため}しの{講座|こうざ}"
summary = "{小|ちい}さいけれど、ぜんぶそろっています。"
audience = "citizen"
field = "protect"
language = "ja"
license = "CC-BY-4.0"
reviewed_on = 2026-10-01
review_by = 2027-10-01
credits = ["寺子屋"]

[[sources]]
title = "手引き"
publisher = "犀川市"
url = "https://example.jp/tebiki"
"""

AUTHOR = """\

[author]
name = "{雪|ゆき}つり{箔店|はくてん}"
kind = "shop"
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{}</svg>'

PLAN = """\
## 準備

端末を用意します。

| 分 | すること |
|--:|---|
| 5 | 子どもの言葉で、黒板に残す |
"""

OBJECTIVES = """\
[[objectives]]
key = "mitsukeru"
can_do = "{教|おし}えないものを{見|み}つけられる"
alignments = [{ item = "digcomp@3.0/4.2", level = 1 }]
"""

COMPLETION = """\
lessons = "all"
passing_score = 0.5

[credential]
key = "shirushi"
name = "{試|ため}しのしるし"
description = "{試|ため}しました。"
criteria = "ぜんぶ{見|み}て、{半分|はんぶん}{答|こた}えること。"
"""

LESSON = """\
+++
title = "{個人情報|こじんじょうほう}ってなに？"
minutes = 8
objectives = ["mitsukeru"]
+++

## はじめに

[だれか{分|わ}かることがらです。]{#see-doko} {名前|なまえ}や{住所|じゅうしょ}など。

::: easy
{名前|なまえ}のことです。
:::

::: choice #doko objective=mitsukeru
{教|おし}えてはいけないのは？

- [ ] すきなキャラクター #kyara
  > だいじょうぶ。
- [x] {学校|がっこう}の{名前|なまえ} #gakko
  > {会|あ}いに{来|こ}られます。

> よくできました。
:::

---

おわりに、{順番|じゅんばん}を{考|かんが}えます。

::: callout kind=tip
ゆっくりでいいのです。
:::

::: order #junban objective=mitsukeru
{正|ただ}しい{順|じゅん}に。

1. {止|と}まる #tomaru
   > まず{止|と}まります。
2. {考|かんが}える #kangaeru
   > つぎに{考|かんが}えます。
3. {話|はな}す #hanasu
   > さいごに{話|はな}します。
:::

::: multiple-response #dore objective=mitsukeru
{個人情報|こじんじょうほう}はどれ？

- [x] {名前|なまえ} #namae
  > そうです。
- [x] {住所|じゅうしょ} #jusho
  > そうです。
- [ ] {天気|てんき} #tenki
  > ちがいます。
:::

::: text-entry #bango objective=mitsukeru
{相談|そうだん}する{電話|でんわ}の{番号|ばんごう}は？

- [x] 188 #iyaya
  > そうです。いやや、です。
- [ ] 110 #hyakuto
  > {警察|けいさつ}です。

> {消費生活|しょうひせいかつ}センターの{番号|ばんごう}です。
:::
"""

SECOND_LESSON = """\
+++
title = "まとめ"
minutes = 3
+++

おわりです。
"""


def course_files(**changes: str | bytes | None) -> dict[str, bytes]:
    """Return a sound course of two lessons, with some files replaced, added or (None) removed.

    Args:
        changes: ``course``, ``objectives``, ``completion``, ``lesson``, or a path.
    """
    files: dict[str, str | bytes | None] = {
        "course.toml": COURSE,
        "objectives.toml": OBJECTIVES,
        "completion.toml": COMPLETION,
        "010-jibun/module.toml": 'title = "{自分|じぶん}"\n',
        "010-jibun/010-nani.md": LESSON,
        "010-jibun/020-matome.md": SECOND_LESSON,
    }
    short = {
        "course": "course.toml",
        "objectives": "objectives.toml",
        "completion": "completion.toml",
        "lesson": "010-jibun/010-nani.md",
    }
    files |= {short.get(name, name): data for name, data in changes.items()}
    return {
        path: data.encode() if isinstance(data, str) else data
        for path, data in files.items()
        if data is not None
    }


def a_source(
    files: "Mapping[str, bytes] | None" = None, *, slug: str = "tameshi"
) -> "CourseSource":
    """Read a course from files in memory."""
    return read(slug, course_files() if files is None else files)


def checked(source: "CourseSource", levels_of: LevelsOf) -> "tuple[Fault, ...]":
    """Compile and check a course."""
    return check(source, compile_course(source), levels_of)


def a_version(
    session: "Session",
    files: "Mapping[str, bytes] | None" = None,
    *,
    slug: str = "tameshi",
    now: datetime = NOW,
) -> "CourseVersion":
    """Publish a course, its readings by the real engine."""
    course = _read_course(tuple((course_files() if files is None else files).items()), slug)
    return publish_course(session, course, now=now).version


@lru_cache(maxsize=64)
def _read_course(files: "tuple[tuple[str, bytes], ...]", slug: str) -> "ReadCourse":
    """Read a course once in a run: most tests stand on the same one."""
    return read_course(a_source(dict(files), slug=slug), the_engine(), {})
