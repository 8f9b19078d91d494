"""Timestamps and durations as xAPI writes them (Data 4.5 and 4.6; 2.0: 4.2.7)."""

import re
from datetime import UTC, datetime, timedelta

_DATE = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})"
_TIME = r"(?:[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?)"
_ZONE = r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
_EXTENDED = re.compile(rf"{_DATE}[Tt ]{_TIME}{_ZONE}?")
_BASIC = re.compile(
    r"[0-9]{8}T[0-9]{4}(?:[0-9]{2}(?:[.,][0-9]+)?)?(?:Z|[+-][0-9]{2}(?:[0-9]{2})?)?"
)
_RFC3339 = re.compile(
    rf"{_DATE}[Tt ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?"
    r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)"
)
_UNKNOWN_OFFSET = re.compile(r"-00(?::?00)?")
_LEAP_SECOND = re.compile(r"(?<=:[0-9]{2}:)60|(?<=T[0-9]{4})60")

_DURATION = re.compile(
    r"P(?:[0-9]++(?:[.,][0-9]++)?W"
    r"|(?![^.,]*+[.,][0-9]++[YMDH][0-9T])(?=[0-9T])"
    r"(?:[0-9]++(?:[.,][0-9]++)?Y)?(?:[0-9]++(?:[.,][0-9]++)?M)?(?:[0-9]++(?:[.,][0-9]++)?D)?"
    r"(?:T(?=[0-9])(?:[0-9]++(?:[.,][0-9]++)?H)?(?:[0-9]++(?:[.,][0-9]++)?M)?"
    r"(?:[0-9]++(?:[.,][0-9]++)?S)?)?)"
)
_HUNDREDTHS = re.compile(r"([.,][0-9]{2})[0-9]+(?=S\Z)")
_LONGEST = 64
"""No instant needs more characters; longer text is refused unread."""


def write_timestamp(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with milliseconds, such as 2026-10-01T00:00:00.000Z.

    Raises:
        ValueError: The instant has no UTC offset.
    """
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def to_milliseconds(instant: datetime) -> datetime:
    """Cut an instant to the precision that ``write_timestamp`` keeps."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def read_timestamp(text: str) -> datetime:
    """Read a timestamp that either edition of xAPI accepts.

    A timestamp without an offset is taken as UTC. A leap second is read as the second after it.

    Returns:
        An aware datetime in UTC, cut to microseconds.

    Raises:
        ValueError: It is no timestamp, or lies outside the years 1 to 9999.
    """
    if len(text) > _LONGEST or not (_EXTENDED.fullmatch(text) or _BASIC.fullmatch(text)):
        raise ValueError("not a timestamp")
    return _instant(text)


def is_timestamp(value: object) -> bool:
    """Whether ``value`` is an ISO 8601 date and time, extended or basic (xAPI 1.0.3)."""
    return (
        type(value) is str
        and len(value) <= _LONGEST
        and (_EXTENDED.fullmatch(value) or _BASIC.fullmatch(value)) is not None
        and _can_be_read(value)
    )


def is_rfc3339(value: object) -> bool:
    """Whether ``value`` is a timestamp for xAPI 2.0: RFC 3339, its offset known.

    Seconds and the colon of the offset may be missing: the public conformance suite sends both.
    """
    return (
        type(value) is str
        and len(value) <= _LONGEST
        and _RFC3339.fullmatch(value) is not None
        and _can_be_read(value)
    )


def is_duration(value: object) -> bool:
    """Whether ``value`` is an ISO 8601 duration such as PT4H35M59.14S or P4W.

    Only the smallest part may have a fraction, and weeks stand alone (ISO 8601:2004, 4.4.3.2).
    """
    return type(value) is str and _DURATION.fullmatch(value) is not None


def write_duration(length: timedelta) -> str:
    """Write a length of time in seconds, cut to the hundredths that xAPI compares: PT83.5S.

    Raises:
        ValueError: The length is negative.
    """
    if length < timedelta(0):
        raise ValueError("negative duration")
    seconds, hundredths = divmod(length // timedelta(milliseconds=10), 100)
    fraction = f".{hundredths:02d}".rstrip("0") if hundredths else ""
    return f"PT{seconds}{fraction}S"


def comparable_duration(text: str) -> str:
    """Cut what lies beyond a hundredth of a second: it must not count in comparisons."""
    return _HUNDREDTHS.sub(r"\1", text)


def _can_be_read(text: str) -> bool:
    if text[-1] == "Z":  # the usual case, without the detours below
        try:
            datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return True
    if _UNKNOWN_OFFSET.fullmatch(text, text.rfind("-")):
        return False
    try:
        _instant(text)
    except ValueError:
        return False
    return True


def _instant(text: str) -> datetime:
    plain = text.upper()
    leap = _LEAP_SECOND.search(plain)
    if leap is not None:
        plain = plain[: leap.start()] + "59" + plain[leap.end() :]
    instant = datetime.fromisoformat(plain)
    try:
        instant = (
            instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
        )
        return instant.replace(microsecond=0) + timedelta(seconds=1) if leap else instant
    except OverflowError as error:
        raise ValueError("outside the years 1 to 9999") from error
