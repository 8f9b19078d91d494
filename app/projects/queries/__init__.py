"""Reading projects: for whom they are, how members are called, how far they are."""

from app.classes.queries import ClassRow
from app.projects.queries.budget import Step, calendars, request_days
from app.projects.queries.gates import CheckView, StageView, Way, way, without_consent
from app.projects.queries.naming import Called, Names, naming
from app.projects.queries.own import OwnProject, former_projects, is_in, is_in_any, own_projects
from app.projects.queries.page import (
    Count,
    Related,
    Side,
    activities,
    consent_counts,
    milestones,
    related,
    sides,
)
from app.projects.queries.people import (
    Candidate,
    Place,
    adults_found,
    belongs,
    open_partners,
    own_classes,
    parents_of,
    places_found,
    places_named,
    pupils_of,
    works_at,
)
from app.projects.queries.standing import Standing, find_project, standing

__all__ = [
    "Called",
    "Candidate",
    "CheckView",
    "ClassRow",
    "Count",
    "Names",
    "OwnProject",
    "Place",
    "Related",
    "Side",
    "StageView",
    "Standing",
    "Step",
    "Way",
    "activities",
    "adults_found",
    "belongs",
    "calendars",
    "consent_counts",
    "find_project",
    "former_projects",
    "is_in",
    "is_in_any",
    "milestones",
    "naming",
    "open_partners",
    "own_classes",
    "own_projects",
    "parents_of",
    "places_found",
    "places_named",
    "pupils_of",
    "related",
    "request_days",
    "sides",
    "standing",
    "way",
    "without_consent",
    "works_at",
]
