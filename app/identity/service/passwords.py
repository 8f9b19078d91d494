"""Hashing passwords with argon2id, at the same cost whether or not the account exists."""

from typing import TYPE_CHECKING

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from app.identity import rules
from app.identity.errors import PasswordRefused

if TYPE_CHECKING:
    from app.identity.models import User

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
"""19 MiB, two passes, one lane: OWASP Password Storage sheet."""

_DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""A hash no password has; its parameters are the present ones (a test holds them together)."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, parameters included."""
    return _hasher.hash(rules.password_key(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether ``password`` belongs to the hash; without a hash, no, after the same work."""
    try:
        return _hasher.verify(password_hash or _DECOY, rules.password_key(password))
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def set_password(user: "User", password: str) -> None:
    """Give a user a new password, and end every session of theirs.

    Raises:
        PasswordRefused: The password breaks the policy.
    """
    refuse_weak(user, password)
    user.password_hash = hash_password(password)
    user.session_epoch += 1


def refuse_weak(user: "User", password: str) -> None:
    """Check a password against the policy and against what the user is called.

    Raises:
        PasswordRefused: With every fault.
    """
    known = (
        user.login_id,
        user.email,
        user.family_name,
        user.given_name,
        user.family_kana,
        user.given_kana,
        user.nickname,
    )
    faults = rules.password_faults(
        password, personal=[word for word in known if word], is_child=user.grade is not None
    )
    if faults:
        raise PasswordRefused(faults)
