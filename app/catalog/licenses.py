"""Under what terms texts, pictures and recordings may be used: the list to choose from.

A course says it in ``license`` of its ``course.toml``, a file of the media library in its entry.
Codes are those of SPDX where SPDX has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.i18n.marks import N_


@dataclass(frozen=True, slots=True)
class License:
    """Terms of use. ``needs_credit``: whoever made the thing has to be named."""

    name: str
    needs_credit: bool = True


LICENSES: Final[Mapping[str, License]] = {
    "CC-BY-4.0": License(N_("CC BY 4.0")),
    "CC-BY-SA-4.0": License(N_("CC BY-SA 4.0")),
    "CC-BY-NC-4.0": License(N_("CC BY-NC 4.0")),
    "CC0-1.0": License(N_("CC0 1.0"), needs_credit=False),
    "PDL-1.0": License(N_("公共データ利用規約（PDL 1.0）")),
    "public-domain": License(N_("著作権の期間が終わったもの"), needs_credit=False),
    "own": License(N_("自分たちで作ったもの"), needs_credit=False),
    "permission": License(N_("許可をもらったもの")),
}
"""By code. The names are Japanese, as credits are; a page says them in its reader's language."""
