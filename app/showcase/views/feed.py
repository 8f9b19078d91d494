"""The newest pages as RSS."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.db import reading
from app.showcase import queries
from app.showcase.rss import Item, feed_of
from app.showcase.views.root import address_of, bp, now_asked
from app.ui.site import site
from app.ui.strings import gettext as _

MOST = 30


@bp.get("/showcase.xml", endpoint="feed")
def show_feed() -> ResponseReturnValue:
    """Answer with the newest pages, for programs that read feeds."""
    cards = queries.latest(reading(), now_asked(), most=MOST)
    items = [
        Item(
            one.title,
            one.lead,
            address_of("showcase.page", key=one.key),
            one.published_at,
        )
        for one in cards
    ]
    channel = Item(
        _("%(city)sの、できあがった企画", city=site().city),
        _("子どもと大学と市役所が、いっしょに取り組んだ企画です。"),
        address_of("showcase.gallery"),
    )
    text = feed_of(channel, items, own=address_of("showcase.feed"))
    return Response(text, content_type="application/rss+xml; charset=utf-8")
