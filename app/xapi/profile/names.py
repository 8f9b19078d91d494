"""What the profile and its parts are called, from the installation's ``iri_base``.

All of it lies in the folder that no course can have, beside the extensions.
"""

from app.xapi.iri import VOCABULARY_FOLDER


def profile_iri(base: str) -> str:
    """Name the profile as a whole."""
    return f"{_folder(base)}/profile"


def version_iri(base: str, number: int) -> str:
    """Name one version of the profile; statements may carry it as a context category."""
    return f"{profile_iri(base)}/v{number}"


def template_iri(base: str, name: str) -> str:
    """Name a statement template."""
    return f"{_folder(base)}/templates/{name}"


def pattern_iri(base: str, name: str) -> str:
    """Name a pattern."""
    return f"{_folder(base)}/patterns/{name}"


def folder_of(profile: str) -> str:
    """Return what all IRIs of a profile of ours begin with, from the profile's own IRI."""
    head, slash, _ = profile.rpartition("/")
    return head + slash or profile


def _folder(base: str) -> str:
    return f"{base.rstrip('/')}/{VOCABULARY_FOLDER}"
