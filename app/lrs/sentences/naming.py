"""How a sentence calls people, groups, activities and tools."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from app.lrs.redaction import ERASED_NAME
from app.lrs.rules import AUTHORITY_NAME
from app.lrs.sentences.known import NOTHING, Known, activities_around
from app.lrs.sentences.verbs import clean, in_japanese, short, tail
from app.xapi.compare import identifier
from app.xapi.vocabulary import (
    ASSESSMENT,
    CMI5_BLOCK,
    CMI5_COURSE,
    COURSE,
    LESSON,
    MODULE,
    PROFILE,
    QUESTION,
)

Json = dict[str, Any]

_ADL = "http://adlnet.gov/expapi/activities/"
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        COURSE: "講座",
        CMI5_COURSE: "講座",
        MODULE: "章",
        CMI5_BLOCK: "章",
        LESSON: "レッスン",
        ASSESSMENT: "テスト",
        QUESTION: "問い",
        PROFILE: "きまり",
        f"{_ADL}file": "ファイル",
        f"{_ADL}link": "リンク",
        f"{_ADL}media": "教材",
        f"{_ADL}meeting": "集まり",
        f"{_ADL}objective": "めあて",
        f"{_ADL}performance": "実技",
        f"{_ADL}question": "問い",
        f"{_ADL}simulation": "体験教材",
        "https://w3id.org/xapi/video/activity-type/video": "動画",
        "http://activitystrea.ms/schema/1.0/video": "動画",
        "http://activitystrea.ms/schema/1.0/article": "記事",
        "http://id.tincanapi.com/activitytype/document": "文書",
        "http://id.tincanapi.com/activitytype/survey": "アンケート",
    }
)
"""What an activity is, by its type; of others the sentence gives the name alone."""

OURSELVES: Final = "寺子屋"

_MOST_NAMES = 3
"""Members of a group that are named one by one."""


def who(actor: Json, known: Known) -> str:
    """Return a person's or group's name with what one adds to it: 「森 さくらさん」.

    Somebody whom the reader may not see is 「ほかの人」, whatever the statement calls them.
    """
    return _group(actor, known) if actor.get("objectType") == "Group" else _agent(actor, known)


def is_hidden(actor: Json, known: Known) -> bool:
    """Say whether the reader may not know who this is."""
    return not known.sees_strangers and identifier(actor) not in known.people


def _agent(agent: Json, known: Known) -> str:
    name = known.people.get(identifier(agent) or "")
    if name:
        return f"{name}さん"
    if not known.sees_strangers:
        return "ほかの人"
    name = short(clean(agent.get("name", "")))
    return f"{name}さん" if name else address(agent)


def address(actor: Json) -> str:
    """Return what identifies a stranger: an address, or an account and whose it is."""
    if "mbox" in actor:
        return clean(actor["mbox"].removeprefix("mailto:"))
    if "account" in actor:
        account = actor["account"]
        if account["name"] == ERASED_NAME:
            return "記録を消した人"
        return f"{short(clean(account['name']))}（{short(clean(account['homePage']))}）"
    if "openid" in actor:
        return short(clean(actor["openid"]))
    return "名前の分からない人"


def _group(group: Json, known: Known) -> str:
    members = group.get("member", [])
    seen = [_agent(member, known) for member in members if not is_hidden(member, known)]
    name = short(clean(group.get("name", ""))) if known.sees_strangers else ""
    if not name and identifier(group) in known.people:
        name = known.people[identifier(group) or ""]
    if name:
        return f"{name}（{len(members)}人）" if members else name
    if not seen:
        return f"{len(members)}人のグループ" if members else _unnamed(group, known)
    rest = len(members) - len(seen[:_MOST_NAMES])
    return "、".join(seen[:_MOST_NAMES]) + (f"、ほか{rest}人" if rest else "")


def _unnamed(group: Json, known: Known) -> str:
    return address(group) if known.sees_strangers else "ほかのグループ"


def title(activity: Json, known: Known = NOTHING) -> str:
    """Return an activity's whole name: what it says itself, what is known of it, its IRI's end."""
    own = in_japanese(activity.get("definition", {}).get("name"))
    return own or in_japanese(_definition(activity, known).get("name")) or tail(activity["id"])


def kind(activity: Json, known: Known = NOTHING) -> str:
    """Return what an activity is, 「講座」; empty where nobody said."""
    definition = activity.get("definition", {})
    type_ = definition.get("type") or _definition(activity, known).get("type")
    return KINDS.get(type_ or "", "問い" if "interactionType" in definition else "")


def interaction(activity: Json, known: Known) -> Json:
    """Return the definition that tells how a question is answered."""
    own: Json = activity.get("definition", {})
    return own if "interactionType" in own else _definition(activity, known)


def place(activity: Json, part: Json, known: Known) -> str:
    """Return a question's lesson as 「…」の, and nothing for what stands by itself."""
    if kind(activity, known) != "問い":
        return ""
    names = [title(parent, known) for parent in activities_around(part, "parent")]
    return f"「{short(names[0])}」の" if names else ""


def surroundings(part: Json, known: Known) -> tuple[str, ...]:
    """Return the names of the activities that the object belongs to, the widest last."""
    target = part["object"].get("id")
    around = activities_around(part, "parent") + activities_around(part, "grouping")
    names = [title(activity, known) for activity in around if activity["id"] != target]
    return tuple(dict.fromkeys(names))


def tool(authority: Json | None) -> str:
    """Return who vouches for a statement: this platform, or another tool by its name."""
    if authority is None:
        return ""
    if authority.get("account", {}).get("name") == AUTHORITY_NAME:
        return OURSELVES
    members = authority.get("member", [])
    if members:
        return "、".join(tool(member) for member in members)
    return short(clean(authority.get("name", ""))) or address(authority)


def _definition(activity: Json, known: Known) -> Json:
    return known.activities.get(activity["id"], {})
