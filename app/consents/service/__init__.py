"""The jobs of this package; one function a job. Callers commit, services never do."""

from app.consents.service.answers import OnPaper, answer, confirm_reading, record_paper
from app.consents.service.class_letters import (
    class_letter_of,
    close_class_letter,
    count_class_try,
    letter_in_class,
    make_class_letter,
)
from app.consents.service.guardians import (
    close_view,
    end_guardianship,
    establish_by_letter,
    establish_for_account,
    open_view,
)
from app.consents.service.letters import (
    TRIES_FROM_NETWORK,
    IssuedLetter,
    check_code,
    count_added,
    count_try,
    issue_letters,
    letter_by_code,
    letter_of,
    usable_letter,
    void_letters,
)
from app.consents.service.texts import publish_text

__all__ = [
    "TRIES_FROM_NETWORK",
    "IssuedLetter",
    "OnPaper",
    "answer",
    "check_code",
    "class_letter_of",
    "close_class_letter",
    "close_view",
    "confirm_reading",
    "count_added",
    "count_class_try",
    "count_try",
    "end_guardianship",
    "establish_by_letter",
    "establish_for_account",
    "issue_letters",
    "letter_by_code",
    "letter_in_class",
    "letter_of",
    "make_class_letter",
    "open_view",
    "publish_text",
    "record_paper",
    "usable_letter",
    "void_letters",
]
