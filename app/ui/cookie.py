"""The session's cookie: what was said before a redirect is shown after it with its readings."""

from typing import Any

from flask.json.tag import JSONTag, TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface

from app.i18n.interface import Message
from app.i18n.notation import from_json, to_json
from app.i18n.reading import Spelled


class _MessageTag(JSONTag):
    """Keeps a message of ``flash()`` as its string and what was put into it."""

    __slots__ = ()
    key = " msg"

    def check(self, value: object) -> bool:
        return isinstance(value, Message)

    def to_json(self, value: Message) -> list[Any]:
        return [value.pattern, self.serializer.tag(dict(value.values))]

    def to_python(self, value: list[Any]) -> Message:
        return Message(*value)


class _SpelledTag(JSONTag):
    """Keeps a text with its segments, such as a date inside a message."""

    __slots__ = ()
    key = " spelled"

    def check(self, value: object) -> bool:
        return isinstance(value, Spelled)

    def to_json(self, value: Spelled) -> list[Any]:
        return list(to_json(value.segments))

    def to_python(self, value: list[Any]) -> Spelled:
        return Spelled(from_json(value))


_SERIALIZER = TaggedJSONSerializer()
_SERIALIZER.register(_MessageTag)
_SERIALIZER.register(_SpelledTag)


class CookieSessions(SecureCookieSessionInterface):
    """Flask's own sessions, which also keep texts that know their readings."""

    serializer = _SERIALIZER
