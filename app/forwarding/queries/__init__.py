"""Reading forwarders, and the statements that go to them."""

from app.forwarding.queries.forwarders import (
    Children,
    ForwarderView,
    Queue,
    living,
    living_named,
    one_forwarder,
    queues,
    sheet,
)
from app.forwarding.queries.statements import Found, attached_to, found, page_after, reach_back

__all__ = [
    "Children",
    "ForwarderView",
    "Found",
    "Queue",
    "attached_to",
    "found",
    "living",
    "living_named",
    "one_forwarder",
    "page_after",
    "queues",
    "reach_back",
    "sheet",
]
