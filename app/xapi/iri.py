"""How our own things are named, from the installation's ``iri_base``.

Names are made from keys in files, never from row ids and never with the lesson in between: they
outlive the database, and a question that moves keeps its history.
"""

VOCABULARY_FOLDER = "_vocabulary"
"""Begins with an underscore, which no course slug can."""

PLATFORM_ACCOUNT = "terakoya"
"""Account name of this platform, at the actors' home page, where it vouches for a statement."""


def course_iri(base: str, slug: str) -> str:
    """Name a course: ``<base>/<slug>``."""
    return f"{base.rstrip('/')}/{slug}"


def activity_iri(base: str, slug: str, key: str) -> str:
    """Name a module, lesson, question or scene of a course: ``<base>/<slug>/<key>``."""
    return f"{base.rstrip('/')}/{slug}/{key}"


def extension_iri(base: str, name: str) -> str:
    """Name one of our extensions; for ``name`` see ``vocabulary.Extension``."""
    return f"{base.rstrip('/')}/{VOCABULARY_FOLDER}/extensions/{name}"


PROJECTS_FOLDER = "_projects"
"""Begins with an underscore, which no course slug can."""


def project_iri(base: str, key: str) -> str:
    """Name a co-run project by its key, which it keeps for ever: ``<base>/_projects/<key>``."""
    return f"{base.rstrip('/')}/{PROJECTS_FOLDER}/{key}"


def project_part_iri(base: str, key: str, folder: str, part: str) -> str:
    """Name something of a project: ``<base>/_projects/<key>/<folder>/<part>``."""
    return f"{project_iri(base, key)}/{folder}/{part}"
