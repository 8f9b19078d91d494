"""The list of courses, and the files that lessons show."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog import history, offered, queries, service, stored
from app.catalog.coverage import coverage as coverage_of
from app.catalog.edition import Audience, Field
from app.catalog.files import served_file
from app.catalog.finding import MINUTES, Wanted
from app.db import reading, transaction
from app.frameworks import queries as frameworks
from app.frameworks.errors import UnknownFrameworkError
from app.identity.login import city_administrators_only
from app.ui.page import render_page, whole_number
from app.ui.reader import reader
from app.ui.strings import gettext as _

bp = Blueprint("catalog", __name__, template_folder="templates")
SHORT_MINUTES = 15
LONGEST_QUERY = 100


@bp.get("/courses")
def courses() -> ResponseReturnValue:
    """List the courses of one audience, narrowed by words, time, field and framework item."""
    audience, wanted = _audience(request.args.get("for")), _wanted()
    return render_page(
        "catalog/courses.html",
        "main",
        audience=audience,
        wanted=wanted,
        found=offered.search(reading(), audience, wanted),
        item_of=frameworks.find_item,
        short_minutes=SHORT_MINUTES,
        view=queries.view_of_reader(),
    )


@bp.get("/frameworks/<ref>/courses")
def coverage(ref: str) -> ResponseReturnValue:
    """Hold a framework against the courses; ``?gaps=1`` leaves what no course serves."""
    try:
        framework = frameworks.framework(ref)
    except UnknownFrameworkError:
        abort(404)
    return render_page(
        "catalog/coverage.html",
        "main",
        found=coverage_of(framework, (one.outline for one in queries.all_courses(reading()))),
        only_gaps=request.args.get("gaps") == "1",
        frameworks=frameworks.frameworks(),
        view=queries.view_of_reader(),
    )


@bp.get("/courses/<slug>/versions")
def versions(slug: str) -> ResponseReturnValue:
    """Tell what each version of a course changed."""
    return render_page(
        "catalog/versions.html",
        "main",
        card=queries.course_by_slug(reading(), slug),
        found=history.versions_of(reading(), slug),
        view=queries.view_of_reader(),
    )


@bp.get("/course-assets/<digest>.<extension>")
def asset(digest: str, extension: str) -> ResponseReturnValue:
    """Serve a course's file under its hash: it can never change, and can never run."""
    found = queries.asset(reading(), digest)
    return served_file(found.path, found.data, extension)


@bp.get("/admin/readings")
@city_administrators_only
def reviews() -> ResponseReturnValue:
    """List the courses whose readings today's dictionary would change."""
    return render_page("catalog/reviews.html", "main", found=stored.reviews(reading()))


@bp.get("/admin/readings/<slug>")
@city_administrators_only
def review(slug: str) -> ResponseReturnValue:
    """Show what would change in one course, word by word."""
    found = stored.review(reading(), slug)
    outline = queries.version(reading(), found.version_id).outline
    titles = {lesson.key: lesson.title.plain for lesson in outline.lessons}
    return render_page("catalog/review.html", "main", found=found, titles=titles)


@bp.post("/admin/readings/<slug>")
@city_administrators_only
def accept(slug: str) -> ResponseReturnValue:
    """Take the changed readings; the worker makes the new version."""
    with transaction() as session:
        found = stored.review(session, slug)
        service.accept_readings(
            session, found.version_id, request.form.get("analyzer", ""), now=clock.now()
        )
    flash(_("受け入れました。まもなく新しい版になります。"), "good")
    return redirect(url_for("catalog.reviews"), 303)


def _wanted() -> Wanted:
    """Return what the address asks for; what it says of something unknown narrows nothing."""
    given = request.args
    minutes = whole_number(given.get("minutes"))
    field, item = given.get("field", ""), given.get("item", "")
    return Wanted(
        words=given.get("q", "").strip()[:LONGEST_QUERY],
        minutes=SHORT_MINUTES
        if given.get("short") == "1"
        else (minutes if minutes in MINUTES else None),
        field=Field(field) if field in set(Field) else None,
        item=item if frameworks.exists(item) else None,
    )


def _audience(asked: str | None) -> Audience:
    """Return the audience asked for; children see their own courses whatever was asked."""
    if reader().audience == "child":
        return Audience.CHILD
    if asked in {member.value for member in Audience}:
        return Audience(asked)
    return Audience(reader().audience)
