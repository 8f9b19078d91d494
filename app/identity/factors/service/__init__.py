"""The jobs of second factors; one function a job. Callers commit, services never do."""

from app.identity.factors.service.apps import add_app, new_secret, remove_app
from app.identity.factors.service.helping import hand_code, reset_factors
from app.identity.factors.service.organizations import say_rule
from app.identity.factors.service.passkeys import (
    add_passkey,
    enter_by_passkey,
    note_copy,
    prove_by_passkey,
    remove_passkey,
)
from app.identity.factors.service.proving import begin_code, forget_factors, prove_by_code
from app.identity.factors.service.recovery import make_codes

__all__ = [
    "add_app",
    "add_passkey",
    "begin_code",
    "enter_by_passkey",
    "forget_factors",
    "hand_code",
    "make_codes",
    "new_secret",
    "note_copy",
    "prove_by_code",
    "prove_by_passkey",
    "remove_app",
    "remove_passkey",
    "reset_factors",
    "say_rule",
]
