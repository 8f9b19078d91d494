"""How long a しおり stays."""

from datetime import date, timedelta

IDLE_DAYS = 180


def days_left(last_used_on: date, last_learned_on: date | None, *, today: date) -> int:
    """Return after how many days a しおり goes; 0 or less for one that goes today.

    Args:
        last_used_on: When it was made or last opened.
        last_learned_on: When something was last learned with it.
        today: The present day.
    """
    last = max(last_used_on, last_learned_on or last_used_on)
    return (last + timedelta(days=IDLE_DAYS) - today).days
