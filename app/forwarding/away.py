"""Stores that did not answer; see ``app.wire.away``."""

from app.forwarding.rules import LONGEST_WAIT, wait_after
from app.wire.away import Away

_away = Away(wait_after, LONGEST_WAIT)

wait_for, note_failure, note_answer = _away.wait_for, _away.note_failure, _away.note_answer
