"""Clauses for what a reader may see: people, and the statements they are the actors of."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.classes.queries import pupils_taught_by
from app.identity.models import Post, User
from app.identity.models import Role as PostRole
from app.identity.queries import Account, is_account_of_user
from app.identity.queries.administration import named_like
from app.identity.queries.people import is_current
from app.lrs.models import KnownAgent, StatementAgent, StoredStatement
from app.lrs.rules import Role

if TYPE_CHECKING:
    from datetime import date

    from app.lrs.policy import Sight


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose sight counts, and on which day: posts begin and end."""

    sight: "Sight"
    on: "date"


@dataclass(frozen=True, slots=True)
class Actors:
    """Who is asked for: nobody in particular, a person, people by name, or a stranger.

    Attributes:
        name: The beginning of a name, a reading, a login id or an e-mail address.
        person: A person's id.
        stranger: The key of an agent nobody here knows; only the whole sight finds one.
    """

    name: str = ""
    person: uuid.UUID | None = None
    stranger: int | None = None

    @property
    def is_one(self) -> bool:
        """Whether it is one person: few statements, which an index finds at once."""
        return self.person is not None or self.stranger is not None


def seen_people(reader: Reader) -> list[sa.ColumnElement[bool]]:
    """Return the clause of people whom a reader may see."""
    sight = reader.sight
    if sight.is_whole:
        return []
    # from the small side: the organizations
    theirs = sa.select(Post.user_id).where(
        is_current(reader.on),
        Post.organization_id.in_(sight.administered),
        Post.role != PostRole.GUARDIAN,
    )
    if sight.teacher_id is None:
        return [User.id.in_(theirs)]
    pupils = pupils_taught_by(sight.teacher_id, on=reader.on)
    return [sa.or_(User.id.in_(theirs), User.id.in_(pupils))]


def agent_keys(reader: Reader, actors: Actors) -> "sa.Select[int] | None":
    """Return the keys of the actors whose statements are asked for and may be seen.

    None stands for everybody, strangers included: the whole sight that asks for nobody.
    """
    keys, is_whole = sa.select(KnownAgent.key), reader.sight.is_whole
    if actors.stranger is not None:
        return keys.where(KnownAgent.key == actors.stranger, sa.literal(is_whole))
    named = named_like(actors.name)
    if actors.person is not None:
        named.append(User.id == actors.person)
    if is_whole and not named:
        return None
    known = keys.join(Account, Account.actor_name == KnownAgent.account_id)
    known = known.join(User, is_account_of_user())
    known = known.where(*seen_people(reader), *named)
    if is_whole and "@" in actors.name:
        address = KnownAgent.identifier.icontains(actors.name.strip(), autoescape=True)
        return keys.where(sa.or_(KnownAgent.key.in_(known), address))
    return known


def is_seen(reader: Reader) -> list[sa.ColumnElement[bool]]:
    """Return the clause of statements, looked up one by one, that a reader may see."""
    keys = agent_keys(reader, Actors())
    if keys is None:
        return []
    return [
        sa.select(StatementAgent.seq)
        .where(
            StatementAgent.agent_key.in_(keys),
            StatementAgent.seq == StoredStatement.seq,
            StatementAgent.role == Role.ACTOR,
        )
        .correlate(StoredStatement)
        .exists()
    ]
