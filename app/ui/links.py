"""The places every page may lead to, by name; a page without one shows no link."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from flask import current_app, url_for

from app.ui.site import site

ENDPOINTS = {
    "home": "home.home",
    "search": "catalog.courses",
    "sign_in": "identity.sign_in",
    "sign_up": "identity.sign_up",
    "sign_out": "identity.sign_out",
    "view": "identity.save_view",
    "acting": "identity.take_stance",
    "bookmark": "bookmarks.bookmark",
    "claim": "bookmarks.claim",
    "settings": "identity.settings",
    "linked": "federation.linked",
    "class_code": "class_cards.code",
    "providers": "federation.providers",
    "help": "home.help_page",
    "about": "home.about",
    "privacy": "home.privacy",
    "accessibility": "home.accessibility",
    "my_data": "home.my_data",
    "all_my_data": "privacy.mine",
    "profile": "xapi_profile.show_profile",
    "reviews": "catalog.reviews",
    "workshop": "authoring.home",
    "media": "media.library",
    "family": "consents.family",
    "my_consents": "consents.mine",
    "consents": "consents.classes",
    "rosters": "rosters.imports",
    "my_gaps": "workforce.my_gaps",
    "expiring": "assignments.expiring",
    "my_trainings": "training.mine",
    "my_endorsements": "endorsements.mine",
    "my_room": "staffing.my_room",
    "roles": "staffing.public_roles",
    "my_memos": "improvements.mine",
    "showcase": "showcase.gallery",
    "purposes": "talent.purposes",
    "notifications": "following.notifications",
    "projects": "projects.mine",
    "portfolio": "portfolios.mine",
    "challenges": "challenges.challenges",
    "needs": "contributions.needs",
    "my_offers": "contributions.mine",
    "my_proposals": "challenges.my_proposals",
}

PLACES = {
    "erase_records": "erasure.ask",
    "erase_person": "privacy.ask",
    "merge_person": "privacy.merge",
    "course": "learning.course",
    "coverage": "catalog.coverage",
    "print_lesson": "learning.print_lesson",
    "preview": "preview.screen",
    "checks_panel": "checking.panel",
    "tell_mistake": "mistakes.tell",
    "choose_media": "media.choose",
    "draft_file": "preview.file",
    "versions": "catalog.versions",
    "review_draft": "editorial.review",
    "review_file": "editorial.review_file",
    "members_of_draft": "editorial.members",
    "release_draft": "editorial.release",
    "course_desk": "editorial.course",
    "child_view": "home.child_view",
    "class_papers": "credentials.of_class",
    "child_data": "privacy.child_data",
    "gaps_of": "workforce.person",
    "write_memo": "improvements.new",
    "item_asked": "workforce.item",
    "trainings_of": "training.person",
    "endorse": "endorsements.endorse",
    "ask_partner": "endorsements.ask",
    "contest": "endorsements.contest",
    "contests": "endorsements.desk",
    "start_project": "projects.start",
    "challenge": "challenges.challenge",
    "portfolios": "portfolios.of_project",
}
"""Places with values in their addresses, for rooms below the one they are in, or beside it."""


def links() -> Mapping[str, str]:
    """Return the URL of each named place that exists, and the city's telephone number.

    Worked out once an application.
    """
    kept = current_app.extensions.get("links")
    if kept is None:
        existing = current_app.view_functions
        found = {name: url_for(place) for name, place in ENDPOINTS.items() if place in existing}
        if phone := site().settings.phone:
            found["phone"] = phone
        kept = current_app.extensions["links"] = MappingProxyType(found)
    return cast("Mapping[str, str]", kept)


def link_to(name: str, **values: object) -> str | None:
    """Return the URL of one of ``PLACES`` for ``values``, or None if it does not exist."""
    place = PLACES[name]
    return url_for(place, **values) if place in current_app.view_functions else None  # type: ignore[arg-type]
