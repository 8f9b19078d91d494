"""What may be asked of the register.

Others take ``employed_on`` and ``employment_of``; the rest is for the pages.
"""

from app.personnel.queries.employed import Employed, employed_on, employment_of, on_leave
from app.personnel.queries.history import Post, Record, record_of
from app.personnel.queries.listing import Asked, Count, Line, Listing, counts, listing, places

__all__ = [
    "Asked",
    "Count",
    "Employed",
    "Line",
    "Listing",
    "Post",
    "Record",
    "counts",
    "employed_on",
    "employment_of",
    "listing",
    "on_leave",
    "places",
    "record_of",
]
