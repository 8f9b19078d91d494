"""Tests of single values: true when the value has the format. None of them ever raises.

All patterns are linear in the length of the text: runs are possessive, nothing can backtrack.
"""

import math
import re
from functools import lru_cache
from typing import TypeGuard

_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.\-]*+:"
    r"(?=.)[^\x00-\x20\x7f-\x9f<>\"{}|\\^`%\ud800-\udfff]*+"
    r"(?:%[0-9A-Fa-f]{2}[^\x00-\x20\x7f-\x9f<>\"{}|\\^`%\ud800-\udfff]*+)*+"
)
_UUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_MAILBOX = re.compile(
    r"mailto:[^\x00-\x20\x7f<>\"()\[\],;:\\?@]++@[^\x00-\x20\x7f<>\"(),;\\?@/]++"
)
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_SHA2 = re.compile(r"(?:[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128})")
_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]++"
_QUOTED = r"\"(?:[^\"\\\x00-\x08\x0a-\x1f\x7f]|\\[\t\x20-\x7e])*+\""
_MEDIA_TYPE = re.compile(
    rf"{_WORD}/{_WORD}(?:[ \t]*+;[ \t]*+(?:{_WORD}=(?:{_WORD}|{_QUOTED}))?)*+[ \t]*+"
)
_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}(?![a-z0-9])){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4}(?![a-z0-9]))?"
    r"(?:-(?:[a-z]{2}|[0-9]{3})(?![a-z0-9]))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})(?![a-z0-9]))*+"
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8}(?![a-z0-9]))++)*+"
    r"(?:-x(?:-[a-z0-9]{1,8}(?![a-z0-9]))++)?"
    r"|x(?:-[a-z0-9]{1,8}(?![a-z0-9]))++"
)
_GRANDFATHERED = frozenset(
    {
        "art-lojban",
        "cel-gaulish",
        "en-gb-oed",
        "i-ami",
        "i-bnn",
        "i-default",
        "i-enochian",
        "i-hak",
        "i-klingon",
        "i-lux",
        "i-mingo",
        "i-navajo",
        "i-pwn",
        "i-tao",
        "i-tay",
        "i-tsu",
        "no-bok",
        "no-nyn",
        "sgn-be-fr",
        "sgn-be-nl",
        "sgn-ch-de",
        "zh-guoyu",
        "zh-hakka",
        "zh-min",
        "zh-min-nan",
        "zh-xiang",
    }
)
_VERSION_1 = re.compile(r"1\.0(?:\.[0-9]+)?")
_VERSION_2 = re.compile(r"(?:1\.0|2\.0)(?:\.[0-9]+)?")
_LONGEST_TAG = 100


def is_text(value: object) -> bool:
    """Whether it is a string."""
    return type(value) is str


def is_flag(value: object) -> bool:
    """Whether it is true or false."""
    return type(value) is bool


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether it is a finite number; true and false are none."""
    return type(value) is int or (type(value) is float and math.isfinite(value))


def is_length(value: object) -> bool:
    """Whether it is a whole number of octets, 0 or more."""
    if type(value) is float:
        return value.is_integer() and value >= 0
    return type(value) is int and value >= 0


def is_scaled(value: object) -> bool:
    """Whether it is a number from -1 to 1."""
    return (type(value) is int or type(value) is float) and -1 <= value <= 1


def is_iri(value: object) -> bool:
    """Whether it has a scheme and only characters that an IRI (RFC 3987) may have."""
    return type(value) is str and _IRI.fullmatch(value) is not None


def is_uuid(value: object) -> bool:
    """Whether it is a UUID in its standard string form, 8-4-4-4-12 hexadecimal digits."""
    return type(value) is str and _UUID.fullmatch(value) is not None


def is_mailbox(value: object) -> bool:
    """Whether it is ``mailto:`` and one e-mail address."""
    return type(value) is str and _MAILBOX.fullmatch(value) is not None


def is_sha1(value: object) -> bool:
    """Whether it is a SHA-1 in hexadecimal."""
    return type(value) is str and _SHA1.fullmatch(value) is not None


def is_sha2(value: object) -> bool:
    """Whether it is a SHA-224, -256, -384 or -512 in hexadecimal."""
    return type(value) is str and _SHA2.fullmatch(value) is not None


def is_media_type(value: object) -> bool:
    """Whether it is an internet media type, with or without parameters (RFC 2045, 5.1)."""
    return type(value) is str and _MEDIA_TYPE.fullmatch(value) is not None


def is_language_tag(value: object) -> bool:
    """Whether it is a well-formed language tag (RFC 5646, 2.1), grandfathered ones included."""
    return type(value) is str and len(value) <= _LONGEST_TAG and _is_tag(value)


def is_version_1(value: object) -> bool:
    """Whether it is 1.0 or 1.0.x."""
    return type(value) is str and _VERSION_1.fullmatch(value) is not None


def is_version_2(value: object) -> bool:
    """Whether it is 2.0, 2.0.x, or one of the 1.0 versions, whose statements 2.0 still takes."""
    return type(value) is str and _VERSION_2.fullmatch(value) is not None


@lru_cache(maxsize=1024)
def _is_tag(text: str) -> bool:
    lower = text.lower() if text.isascii() else text
    return _LANGUAGE_TAG.fullmatch(lower) is not None or lower in _GRANDFATHERED
