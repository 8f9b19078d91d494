"""``flask people``: the first administrator, and help for those who are locked out."""

from collections.abc import Sequence

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app import clock
from app.db import transaction
from app.identity import rules, service
from app.identity.errors import LoginTaken
from app.identity.factors import service as factors
from app.identity.models import Organization, Role, User
from app.ui.site import site

people = AppGroup("people", help="Invite people, and help those who forgot their password.")


@people.command("invite")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--organization", required=True, help="Its name, as the site shows it.")
@click.option("--name", required=True, help="Family name, a space, given name.")
@click.option("--login", help="Login id or e-mail address; without it the person chooses one.")
def invite(role: str, organization: str, name: str, login: str | None) -> None:
    """Make an account with one post, and print the link for its owner."""
    settings = site().settings
    family, _space, given = rules.kept_name(name).partition(" ")
    key = rules.login_key(login or "")
    if key and not rules.is_login(key):
        raise click.ClickException(
            f"{login!r} cannot be a login: use 3-32 of a-z 0-9 . _ - or an e-mail address."
        )
    new = service.NewUser(
        family_name=family,
        given_name=given,
        login_id=key if key and not rules.is_email(key) else None,
        email=key if rules.is_email(key) else None,
    )
    try:
        with transaction() as session:
            place = _organization(session.scalars(sa.select(Organization)).all(), organization)
            link = service.invite(
                session, new, place, Role(role), now=clock.now(), is_demo=settings.demo
            )
    except LoginTaken:
        raise click.ClickException(f"Somebody has the login {login!r} already.") from None
    click.echo(f"Give this link to {name}. It works once, until {_day(link)}:")
    click.echo(link.url(settings.public_url))


@people.command("reset")
@click.argument("login")
def reset(login: str) -> None:
    """Print a one-time link with which the person of LOGIN chooses a new password."""
    key = rules.login_key(login)
    column = User.email if rules.is_email(key) else User.login_id
    with transaction() as session:
        user = session.scalars(sa.select(User).where(column == key)).one_or_none()
        if user is None:
            raise click.ClickException(f"Nobody has the login {login!r}.")
        link = service.issue_reset_link(session, user.id, now=clock.now())
    click.echo(f"This link works once, until {_day(link)}:")
    click.echo(link.url(site().settings.public_url))


@people.command("reset-factors")
@click.argument("login")
def reset_factors(login: str) -> None:
    """Remove passkeys, app and recovery codes of the person of LOGIN, who lost them all."""
    key = rules.login_key(login)
    column = User.email if rules.is_email(key) else User.login_id
    with transaction() as session:
        user = session.scalars(sa.select(User).where(column == key)).one_or_none()
        if user is None:
            raise click.ClickException(f"Nobody has the login {login!r}.")
        factors.reset_factors(session, user.id, by=None, now=clock.now())
    click.echo(f"{login} signs in by password alone, once, and sets up what is required anew.")


@people.command("leavers")
def leavers() -> None:
    """Close the accounts of staff whose last post is over; the worker does it daily."""
    now = clock.now()
    with transaction() as session:
        closed = service.disable_leavers(session, on=clock.day_of(now), now=now)
    click.echo(f"{len(closed)} accounts were closed.")


def _organization(known: Sequence[Organization], name: str) -> Organization:
    found = [place for place in known if place.name == rules.kept_name(name)]
    if len(found) == 1:
        return found[0]
    names = "\n".join(f"  {place.name}" for place in known) or "  (none yet)"
    raise click.ClickException(
        f"There are {len(found)} organizations called {name!r}. Known are:\n{names}"
    )


def _day(link: service.IssuedLink) -> str:
    return f"{link.expires_at.astimezone(clock.JST):%Y-%m-%d %H:%M}"
