"""Who is found, what a short list lacks, what was said of room, which roles are sought."""

from app.staffing.queries.finding import (
    Found,
    FoundPage,
    How,
    Loosened,
    RoomAsked,
    Search,
    everybody,
    find,
    loosened,
)
from app.staffing.queries.lists import ListPage, Member, list_page, lists
from app.staffing.queries.rooms import OwnRoom, RoomSaid, own_room, person_room
from app.staffing.queries.skills import Held

__all__ = [
    "Found",
    "FoundPage",
    "Held",
    "How",
    "ListPage",
    "Loosened",
    "Member",
    "OwnRoom",
    "RoomAsked",
    "RoomSaid",
    "Search",
    "everybody",
    "find",
    "list_page",
    "lists",
    "loosened",
    "own_room",
    "person_room",
]
