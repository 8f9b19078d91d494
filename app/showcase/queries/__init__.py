"""Reading showcases: for the public, for the team, and for press.

Other packages ask ``is_public``.
"""

from app.showcase.queries.check import Awaited, Check, check, check_cast
from app.showcase.queries.gallery import (
    Asked,
    Card,
    Gallery,
    card_of,
    exhibition,
    gallery,
    latest,
)
from app.showcase.queries.inside import (
    PressSheet,
    comments_to_judge,
    picture_of,
    pictures_of,
    press_sheet,
    showcase_of,
    told_of_comment,
)
from app.showcase.queries.people import Cast, Member, Today, cast_of
from app.showcase.queries.pictures import Look, Reason, look_at
from app.showcase.queries.public import (
    Group,
    PublicPage,
    is_public,
    page_of,
    public_ones,
    public_page,
    public_picture,
    public_row,
)
from app.showcase.sources import trail

__all__ = [
    "Asked",
    "Awaited",
    "Card",
    "Cast",
    "Check",
    "Gallery",
    "Group",
    "Look",
    "Member",
    "PressSheet",
    "PublicPage",
    "Reason",
    "Today",
    "card_of",
    "cast_of",
    "check",
    "check_cast",
    "comments_to_judge",
    "exhibition",
    "gallery",
    "is_public",
    "latest",
    "look_at",
    "page_of",
    "picture_of",
    "pictures_of",
    "press_sheet",
    "public_ones",
    "public_page",
    "public_picture",
    "public_row",
    "showcase_of",
    "told_of_comment",
    "trail",
]
