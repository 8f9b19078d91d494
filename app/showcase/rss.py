"""RSS 2.0, written with the standard library. Pure."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a feed, or the feed itself, which has no ``at``."""

    title: str
    text: str
    address: str
    at: datetime | None = None


def feed_of(channel: Item, items: Iterable[Item], *, own: str) -> bytes:
    """Write a feed.

    Args:
        channel: What it is of.
        items: The newest first.
        own: Its own address.

    Returns:
        A whole XML document in UTF-8.
    """
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    top = ET.SubElement(root, "channel")
    _say(top, channel)
    ET.SubElement(top, "language").text = "ja"
    ET.SubElement(top, f"{{{ATOM}}}link", href=own, rel="self", type="application/rss+xml")
    for one in items:
        item = ET.SubElement(top, "item")
        _say(item, one)
        ET.SubElement(item, "guid", isPermaLink="true").text = one.address
        if one.at is not None:
            ET.SubElement(item, "pubDate").text = format_datetime(one.at)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _say(place: ET.Element, one: Item) -> None:
    for name, text in (("title", one.title), ("link", one.address), ("description", one.text)):
        ET.SubElement(place, name).text = "".join(
            letter for letter in text if letter.isprintable() or letter in "\n\t"
        )
