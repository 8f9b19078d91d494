"""Put the web application together. The worker is this and more: ``app/worker.py``."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from app.achievements.views import bp as achievements
from app.adoption.views import bp as adoption
from app.agreements.views import bp as agreements
from app.assessments.views import bp as assessments
from app.assignments.views import bp as assignments
from app.audit.cli import cli as audit_cli
from app.authoring.aligning.views import bp as aligning
from app.authoring.borrowing.views import bp as borrowing
from app.authoring.checking.views import bp as checking
from app.authoring.checking.word_views import bp as wording
from app.authoring.items.views import bp as draft_items
from app.authoring.merging.folders import unseen
from app.authoring.merging.views import bp as merging
from app.authoring.pasting.views import bp as pasting
from app.authoring.starting.views import bp as starting
from app.authoring.structure.views import bp as structure
from app.authoring.views import bp as authoring
from app.bookmarks.views import bp as bookmarks
from app.catalog.cli import GUARD
from app.catalog.cli import courses as courses_cli
from app.catalog.errors import NotInCatalog
from app.catalog.views import bp as catalog
from app.challenges.views import bp as challenges
from app.classes.cards.views import bp as class_cards
from app.classes.views import bp as classes
from app.clients.cli import client as client_cli
from app.clients.views import bp as clients
from app.clients.views import public as oauth
from app.concerns.views import bp as concerns
from app.config import Settings
from app.consents.views import bp as consents
from app.contributions.views import bp as contributions
from app.contributions.views import init_app as init_contributions
from app.credentials.cli import cli as credentials_cli
from app.credentials.views import bp as credentials
from app.db import db
from app.editorial.views import bp as editorial
from app.endorsements.views import bp as endorsements
from app.endorsements.views import init_app as init_endorsements
from app.exchange.views import bp as exchange
from app.federation.views import bp as federation
from app.federation.views import init_app as init_federation
from app.following.views import bp as following
from app.forwarding.cli import cli as forwarding_cli
from app.forwarding.views import bp as forwarding
from app.frameworks.views import bp as frameworks
from app.furigana.cli import cli as furigana_cli
from app.furigana.views import bp as furigana
from app.home.views import bp as home
from app.i18n.catalogs import language_names
from app.identity import login
from app.identity.cli import people as people_cli
from app.identity.entrances import ways_in
from app.identity.errors import TooManyAttempts
from app.identity.factors.views import bp as factors
from app.identity.views import bp as identity
from app.improvements.views import bp as improvements
from app.itembanks.views import bp as itembanks
from app.journals.views import bp as journals
from app.learning.cli import cli as progress_cli
from app.learning.views import bp as learning
from app.lrs.cli import cli as lrs_cli
from app.lrs.views import bp as lrs
from app.lrs.views.console import bp as records
from app.lrs.views.erasure import bp as erasure
from app.lrs.views.profile import bp as xapi_profile
from app.media.cli import ALSO_KNOWN
from app.media.cli import cli as media_cli
from app.media.views import bp as media
from app.mentoring.views import bp as mentoring
from app.mentoring.views import init_app as init_mentoring
from app.mistakes.views import bp as mistakes
from app.notify import models as notify_models
from app.ops.cli import back_up, restore
from app.ops.cli import ops as ops_cli
from app.ops.guard import refuse_leaky_demo
from app.ops.lost import watch_database_file
from app.ops.views import bp as ops
from app.outbox.cli import cli as outbox_cli
from app.personnel.views import bp as personnel
from app.portfolios.views import bp as portfolios
from app.preview.views import bp as preview
from app.privacy.views import bp as privacy
from app.projects.taking import init_app as init_taking
from app.projects.views import bp as projects
from app.recognition.views import bp as recognition
from app.reporting.views import bp as reporting
from app.rosters.cli import cli as rosters_cli
from app.rosters.views import bp as rosters
from app.rosters.views import init_app as init_rosters
from app.showcase.views import bp as showcase
from app.showcase.views import init_app as init_showcase
from app.staffing.views import bp as staffing
from app.surveys.views import bp as surveys
from app.talent.api.views import bp as open_badges
from app.talent.cli import cli as talent_cli
from app.talent.views import bp as talent
from app.training.views import bp as training
from app.training.views import init_app as init_training
from app.ui.assets import asset
from app.ui.cli import cli as theme_cli
from app.ui.components import Components
from app.ui.cookie import CookieSessions
from app.ui.days import child_date, jdate, month_day, plain_date
from app.ui.errors import explain_errors
from app.ui.files import serve_static, serve_theme
from app.ui.links import link_to, links
from app.ui.navigation import nav
from app.ui.page import here
from app.ui.parts import kept_part
from app.ui.reader import reader
from app.ui.security import csp_nonce, form_token, protect
from app.ui.site import Site, site
from app.ui.strings import gettext, ngettext
from app.ui.theme_file import load as load_theme
from app.ui.uploads import allow_files
from app.workforce.views import bp as workforce
from app.workforce.views import init_app as init_workforce
from app.workroom.queries import hashes as artifact_hashes
from app.workroom.views import bp as workroom
from app.workroom.views import init_app as init_workroom

BLUEPRINTS = (
    *(identity, factors, federation, frameworks, catalog, learning, mistakes),
    *(itembanks, authoring, bookmarks, credentials, achievements, talent, editorial, consents),
    assignments,
    *(training, endorsements, surveys, improvements),
    *(workforce, staffing, reporting),
    *(starting, pasting, borrowing, structure, aligning, checking, wording, draft_items, merging),
    *(media, preview, classes, class_cards, rosters, personnel),
    *(home, privacy, ops, furigana, clients, oauth, forwarding, exchange, open_badges),
    *(lrs, xapi_profile, erasure, records),
    *(agreements, following),
    *(recognition, portfolios),
    workroom,
    *(concerns, mentoring),
    *(journals, assessments),
    adoption,
    projects,
    *(challenges, contributions),
    showcase,
)
COMMANDS = (
    audit_cli,
    courses_cli,
    progress_cli,
    credentials_cli,
    people_cli,
    lrs_cli,
    forwarding_cli,
    furigana_cli,
    media_cli,
    ops_cli,
    outbox_cli,
    rosters_cli,
    talent_cli,
    theme_cli,
    back_up,
    restore,
)
lrs_cli.add_command(client_cli)  # clients stand below the store, their commands under its name
TABLES_ELSEWHERE = (notify_models,)
"""Models that no page imports; the schema, migrations and backups have to know them as well."""

LARGEST_REQUEST = 2 * 1024 * 1024
"""Bytes; addresses that take files say so themselves (``ui.uploads``)."""

csrf = CSRFProtect()
babel = Babel()
migrate = Migrate(directory="migrations", render_as_batch=True, compare_type=True)


class Address(Rule):
    """A rule that writes the code which builds addresses when the first one is built.

    There are six hundred rules, and a process builds addresses of a few: to write all of it took
    most of the time in which an application is put together.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002  as Werkzeug
        write, written = super()._compile_builder, list[Callable[..., tuple[str, str]]]()

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            if not written:
                written.append(write(append_unknown))
            return written[0](rule, **values)

        return build


class Synchronous(Flask):
    """Flask without asynchronous functions, so that no function is asked on every request."""

    url_rule_class = Address

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``func`` as it is."""
        return func


def create_app(settings: Settings) -> Flask:
    """Build the WSGI application from its settings.

    Raises:
        CannotStart: The settings would show a demo to the world.
        SettingsError: The theme is not fit.
    """
    refuse_leaky_demo(settings)
    app = Synchronous("app", template_folder="ui/templates", static_folder=None)
    app.config.from_mapping(_config(settings))
    app.extensions["terakoya"] = Site(settings, load_theme(settings))
    app.extensions[GUARD] = unseen
    app.extensions[ALSO_KNOWN] = (artifact_hashes,)
    app.session_interface = CookieSessions()
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    watch_database_file(app)
    migrate.init_app(app, db)
    babel.init_app(app, locale_selector=lambda: reader().locale)
    login.init_app(app)  # before the tokens: a form that is refused is told to its own reader
    # before the tokens: they are in the form
    allow_files(app, is_trusted=login.is_staff, is_known=login.is_registered)
    csrf.init_app(app)
    for blueprint in (
        oauth,
        lrs,
        open_badges,
    ):  # a program shows its key, and no browser's cookie counts
        csrf.exempt(blueprint)
    protect(app, is_https=settings.is_https)
    explain_errors(app, missing=(NotInCatalog,), too_many=(TooManyAttempts,))
    serve_static(app)
    serve_theme(app)
    _offer_to_templates(app)
    init_federation(app)
    init_rosters(app)
    init_endorsements(app)
    init_training(app)
    init_workforce(app)
    init_workroom(app)
    init_mentoring(app)
    init_contributions(app)
    init_taking(app)
    init_showcase(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SESSION_COOKIE_NAME": "terakoya",
        "SESSION_REFRESH_EACH_REQUEST": False,  # its life is absolute; files must stay cacheable
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "PERMANENT_SESSION_LIFETIME": login.GUEST_SESSION,  # the longest; see login for the others
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session
        "BABEL_DEFAULT_LOCALE": "ja",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Tokyo",
        "BABEL_TRANSLATION_DIRECTORIES": "i18n/translations",
    }


def _offer_to_templates(app: Flask) -> None:
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension("jinja2.ext.do")
    env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        ui=Components(env),
        asset=asset,
        reader=reader,
        site=site,
        nav=nav,
        links=links,
        link_to=link_to,
        ways_in=ways_in,
        here=here,
        kept_part=kept_part,
        languages=language_names,
        csp_nonce=csp_nonce,
        csrf_token=form_token,
        jdate=jdate,
        plain_date=plain_date,
        child_date=child_date,
        month_day=month_day,
    )
