"""Which school year teaches a kanji: the 学年別漢字配当表 in force since 2020.

Source: the table of the Ministry of Education (小学校学習指導要領, 令和2年度実施), as data in the
package ``kanji-lists``. The count is checked here, once, so that a changed package can never
quietly change what children are shown.
"""

import re
from typing import Final

from kanji_lists import KYOIKU

BEYOND_SCHOOL: Final = 7
"""The "grade" of every kanji that primary school does not teach."""

_COUNTS: Final = (80, 160, 200, 202, 193, 191)
_TOTAL: Final = 1026


def _table() -> dict[str, int]:
    grades = tuple(frozenset(getattr(KYOIKU.REIWA2, f"GRADE{n}")) for n in range(1, 7))
    if tuple(map(len, grades)) != _COUNTS:
        raise RuntimeError(f"the kanji table has {tuple(map(len, grades))}, expected {_COUNTS}")
    table = {kanji: n for n, grade in enumerate(grades, start=1) for kanji in grade}
    if len(table) != _TOTAL:
        raise RuntimeError(f"the kanji table names {len(table)} kanji, expected {_TOTAL}")
    return table


_GRADES: Final = _table()

KANJI: Final = (
    "\u3005\u3006"  # 々 〆
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003fffd"  # 𠮷 and the rest of the supplementary planes
)
"""The inside of a regular expression's character class: what counts as a kanji."""

_KANJI = re.compile(f"[{KANJI}]")


def grade_of(kanji: str) -> int:
    """Return the school year, 1 to 6, that teaches ``kanji``; 7 for every other kanji."""
    return _GRADES.get(kanji, BEYOND_SCHOOL)


def hardest(surface: str) -> int:
    """Return the highest grade among the kanji of ``surface``; 0 when it has none.

    々 repeats the kanji before it and counts as that one.
    """
    return max((grade_of(k) for k in _KANJI.findall(surface) if k != "々"), default=0)
