"""The judgement of this package: who is a child, what order names take, which password will do.

Pure: no web, no database.
"""

import enum
import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

Audience = Literal["child", "citizen", "staff"]

ADULT_AGE = 18
"""Years; the default of who may sign up alone. A city may set another."""
ADULT_PASSWORD_LENGTH = 10
CHILD_PASSWORD_LENGTH = 8
PASSWORD_LIMIT = 200
TRIES_HERE = 10
TRIES_ANYWHERE = 100
OPENINGS_ANYWHERE = 2000
"""Failed openings of any しおり: all share one account."""
SPRAYED_ACCOUNTS = 100
WINDOW = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=30)
STAFF_PLACES = frozenset({"city", "department"})
PUPIL = ("school", "learner")
OUTSIDERS = frozenset({"guardian", "partner"})


# --- who somebody is ---------------------------------------------------------------------------


def audience_of(grade: int | None, places: Iterable[tuple[str, str]]) -> Audience:
    """Say whose pages a person sees.

    Args:
        grade: 1–12 for pupils (7 is 中学1年, 10 is 高校1年), None for everybody else.
        places: (kind of organization, role) of each *current* post.

    Returns:
        child with a grade, or who learns at a school; staff with a post in the city or a
        department, as guardian or partner excepted: they deal with the city and are not of it;
        else citizen.
    """
    places = list(places)
    if is_minor(grade, places):
        return "child"
    of_the_city = any(kind in STAFF_PLACES and role not in OUTSIDERS for kind, role in places)
    return "staff" if of_the_city else "citizen"


def is_minor(grade: int | None, places: Iterable[tuple[str, str]]) -> bool:
    """Say whether a person is under age: whoever has a school grade, or learns at a school.

    It fails closed: an adult who learns at a school is shown nothing in public either, until
    the school says otherwise.
    """
    return grade is not None or any(place == PUPIL for place in places)


def taught_grade(grade: int | None) -> int | None:
    """Return the highest kanji grade taught so far, 0–6; None for adults.

    This year's kanji are still being learnt, so it is the year before; 7–9 (junior high) know
    all six grades and keep ruby on the rest.
    """
    return None if grade is None else min(grade - 1, 6)


_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_YEAR = re.compile(rf"({'|'.join(_ERAS)})?\s*(元|\d{{1,4}})\s*年?(?:生まれ|うまれ)?")


def birth_year_of(text: str) -> int | None:
    """Read a year of birth as people write it: 1954, 1954年, 昭和29年; None if it is none."""
    found = _YEAR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    era, digits = found.groups()
    if era is None:
        return int(digits) if len(digits) == 4 else None  # noqa: PLR2004  a western year
    return _ERAS[era] + (1 if digits == "元" else int(digits))


def old_enough(birth_year: int, *, this_year: int, adult_age: int = ADULT_AGE) -> bool:
    """Say whether somebody born in ``birth_year`` can have reached ``adult_age`` this year.

    The year alone leaves one birthday open; the tick 「18歳以上です」 answers for it.
    """
    return 0 <= this_year - birth_year - adult_age <= 130 - adult_age


# --- names, and the order they take ------------------------------------------------------------

_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_ROWS = (
    "あかさたなはまやらわ",
    "いきしちにひみり",
    "うくすつぬふむゆる",
    "えけせてねへめれ",
    "おこそとのほもよろを",
)
_VOWEL = {kana: row[0] for row in _ROWS for kana in row}
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def kept_name(text: str) -> str:
    """Tidy a name without changing a character of it.

    Kana and Latin letters typed in parts are composed (NFC); CJK compatibility ideographs (U+FA19,
    the old form of 神) are left alone, since NFC would replace them; spaces at the ends and
    doubled ones go.
    """
    parts = _COMPATIBILITY.split(text)
    composed = "".join(
        part if index % 2 else unicodedata.normalize("NFC", part)
        for index, part in enumerate(parts)
    )
    return " ".join(composed.split())


def kept_kana(text: str) -> str:
    """Return a reading in full-width katakana, as the rosters of schools write it."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TO_KATAKANA).split())


def kana_key(kana: str) -> str:
    """Return a text whose plain order is the order of a Japanese name list.

    First by plain kana (が as か, ゃ as や, ー as the vowel before it), and among equals by the
    kana as written; after JIS X 4061, cut down to what names need.
    """
    hiragana = unicodedata.normalize("NFKC", kana).translate(_TO_HIRAGANA)
    plain = "".join(
        mark for mark in unicodedata.normalize("NFD", hiragana) if not unicodedata.combining(mark)
    ).translate(_SMALL)
    return f"{_with_vowels(plain)}\t{hiragana}"


def _with_vowels(plain: str) -> str:
    spelled: list[str] = []
    for mark in plain:
        before = spelled[-1] if spelled else ""
        spelled.append(_VOWEL.get(before, mark) if mark == "ー" else mark)
    return "".join(spelled)


def name_key(family_kana: str, given_kana: str, name: str) -> str:
    """Return the sort key of a person: by reading, or by the name as written without one."""
    reading = f"{family_kana} {given_kana}".strip()
    return kana_key(reading or name)


def staff_order(place: int | None, key: str) -> tuple[bool, int, str]:
    """Return the sort key of staff: 所属は建制順, then by name.

    Args:
        place: The organization's rank when the tree is read in 建制順; None sorts last.
        key: ``name_key`` of the person.
    """
    return (place is None, place or 0, key)


def pupil_order(
    place: int | None, number: int | None, key: str
) -> tuple[bool, int, bool, int, str]:
    """Return the sort key of pupils: by school, then 出席番号順; without a number, last."""
    return (place is None, place or 0, number is None, number or 0, key)


# --- keys people type --------------------------------------------------------------------------

LOGIN_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f,;<>\"()]+@[^@\s\x00-\x1f,;<>\"()]+\.[^@\s.,;<>\"()]{2,}")


def login_key(typed: str) -> str:
    """Return a login id or e-mail address as it is kept: half-width, lower case, trimmed."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def is_email(key: str) -> bool:
    """Say whether a ``login_key`` is meant as an e-mail address; a login id never holds an @."""
    return "@" in key


def is_login(key: str) -> bool:
    """Say whether a ``login_key`` can name a new account: a login id, or an e-mail address."""
    if is_email(key):
        return len(key) <= 254 and _EMAIL.fullmatch(key) is not None  # noqa: PLR2004  RFC 5321
    return LOGIN_ID.fullmatch(key) is not None


def password_key(typed: str) -> str:
    """Return a password as it is hashed: NFKC, so that full-width typing matches (NIST)."""
    return unicodedata.normalize("NFKC", typed)


# --- passwords ---------------------------------------------------------------------------------


class PasswordFault(enum.StrEnum):
    """Why a new password will not do."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    PERSONAL = "personal"


_RUNS = (
    "12345678901234567890",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "q1w2e3r4t5y6u7i8o9p0",
    "あいうえおかきくけこさしすせそたちつてと",
)
_COMMON = frozenset(
    {
        "password",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "passwordpassword",
        "passcode",
        "letmein",
        "welcome",
        "iloveyou",
        "admin",
        "administrator",
        "football",
        "baseball",
        "pokemon",
        "dragon",
        "monkey",
        "sunshine",
        "princess",
        "superman",
        "qwerty",
        "login",
        "guest",
        "master",
        "secret",
        "hello",
        "freedom",
        "whatever",
        "trustno1",
        "sakura",
        "doraemon",
        "nippon",
        "japan",
        "tokyo",
        "osaka",
        "nintendo",
        "onepiece",
        "naruto",
        "konnichiwa",
        "arigatou",
        "aishiteru",
        "himitsu",
        "pasuwado",
        "terakoya",
        "kyoushitsu",
        "gakkou",
        "yakusho",
        "shiyakusho",
        "パスワード",
        "ひみつ",
        "さくら",
    }
)
_ENDS = " 0123456789!?#$%&*+-_.,/@=~^"


def password_faults(
    password: str, *, personal: Iterable[str] = (), is_child: bool = False
) -> list[PasswordFault]:
    """Return every reason why ``password`` will not do; empty when it will.

    Length counts most; no rule asks for capitals or symbols.

    Args:
        password: As typed.
        personal: Login id, e-mail address, names and readings; the password may not hold them.
        is_child: Passwords of pupils are chosen by the school, and may be shorter.

    Source:
        NIST SP 800-63B §5.1.1.2, with a list short enough to read.
    """
    text = password_key(password).casefold()
    least = CHILD_PASSWORD_LENGTH if is_child else ADULT_PASSWORD_LENGTH
    faults = []
    if len(text) < least:
        faults.append(PasswordFault.TOO_SHORT)
    if len(text) > PASSWORD_LIMIT:
        faults.append(PasswordFault.TOO_LONG)
    if _is_common(text):
        faults.append(PasswordFault.COMMON)
    if any(word in text for word in _personal_words(personal)):
        faults.append(PasswordFault.PERSONAL)
    return faults


def _is_common(text: str) -> bool:
    core = text.strip(_ENDS)
    return (
        core in _COMMON
        or len(set(text)) < 4  # noqa: PLR2004  aaaabbbb
        or any(text in run for run in _RUNS)
        or (text != "" and text in (text + text)[1:-1])  # one piece, repeated: sakusakusaku
    )


def _personal_words(personal: Iterable[str]) -> Set[str]:
    keys = {login_key(part) for part in personal}
    words = keys | {key.split("@")[0] for key in keys}
    return {word for word in words if len(word) >= 4 or (len(word) >= 2 and not word.isascii())}  # noqa: PLR2004  shorter ones occur by chance


# --- where requests come from, and go ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tries:
    """What the limits table knows when somebody is about to try a password; this try included."""

    here: int
    anywhere: int
    accounts_here: int
    is_known_here: bool


def may_try(tries: Tries) -> bool:
    """Say whether the password may be looked at; the reasons stand in the package's docstring."""
    if tries.here > TRIES_HERE:
        return False
    if tries.is_known_here:
        return True
    return tries.anywhere <= TRIES_ANYWHERE and tries.accounts_here <= SPRAYED_ACCOUNTS


def is_spray(tries: Tries) -> bool:
    """Say whether it is the many accounts tried from one address that stop a try."""
    return tries.here <= TRIES_HERE and tries.accounts_here > SPRAYED_ACCOUNTS


def may_open(tries: Tries) -> bool:
    """Say whether four words may be looked up; the reasons stand in ``service.bookmarks``."""
    return tries.here <= TRIES_HERE and tries.anywhere <= OPENINGS_ANYWHERE


def network_of(address: str | None) -> str:
    """Return the address that limits count by: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network(f"{found}/64", strict=False)).split("%")[0]


def local_path(target: str | None) -> str | None:
    """Return ``target`` if it is a path on this very site, else None: no open redirects.

    ``//host``, backslashes, tabs and line breaks (which browsers drop) and whole URLs are refused.
    """
    if not target or not target.startswith("/") or len(target) > 2000:  # noqa: PLR2004  a URL's length
        return None
    if target.startswith("//") or "\\" in target or any(ord(mark) <= 0x20 for mark in target):  # noqa: PLR2004  space and controls
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target


def did_web(public_url: str) -> str:
    """Return the did:web of a site: its host, and a port as ``%3A8000``.

    Source:
        did:web Method Specification, §"Method-specific identifier".
    """
    return "did:web:" + urlsplit(public_url).netloc.rpartition("@")[2].replace(":", "%3A")
