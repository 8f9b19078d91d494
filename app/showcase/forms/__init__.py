"""What is sent to this package's pages."""

from app.showcase.forms.saying import (
    BackForm,
    CommentForm,
    CreditForm,
    PressForm,
    ReasonForm,
    WishForm,
)
from app.showcase.forms.story import StoryForm
from app.showcase.forms.words import (
    FIELDS,
    LACKS,
    MISSING,
    PURPOSES,
    ROLES,
    WHY,
    fiscal_year,
)

__all__ = [
    "FIELDS",
    "LACKS",
    "MISSING",
    "PURPOSES",
    "ROLES",
    "WHY",
    "BackForm",
    "CommentForm",
    "CreditForm",
    "PressForm",
    "ReasonForm",
    "StoryForm",
    "WishForm",
    "fiscal_year",
]
