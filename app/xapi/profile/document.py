"""The profile as one JSON-LD document.

Source: xAPI Profiles specification 1.0, part two.
"""

import json
from typing import Any, Final

from app.xapi.iri import extension_iri
from app.xapi.profile.names import pattern_iri, profile_iri, template_iri, version_iri
from app.xapi.profile.patterns import PATTERNS
from app.xapi.profile.project_templates import PROJECT_TEMPLATES
from app.xapi.profile.templates import COURSE_TEMPLATES, Template
from app.xapi.profile.versions import VERSIONS
from app.xapi.profile.words import EXTENSIONS, OwnExtension, Text

Json = dict[str, Any]

CONTEXT: Final = "https://w3id.org/xapi/profiles/context"
CONFORMS_TO: Final = "https://w3id.org/xapi/profiles#1.0"
MENDED: Final = {
    "scopeNote": {
        "@id": "http://www.w3.org/2004/02/skos/core#scopeNote",
        "@container": "@language",
    }
}
"""Why, says the package."""

LABEL: Final = Text("寺子屋の学びの記録", "Terakoya learning records")
DEFINITION: Final = Text(
    "寺子屋が、学ぶ人の歩みを書きとめるときの言葉と、文の形と、順序です。"
    "講座とレッスンについては cmi5 の言葉を借り、問いへの答えと、レッスンの途中を加えています。",
    "The words, the kinds of statements and their order with which Terakoya records how people"
    " learn. For courses and lessons it borrows from cmi5; to that it adds the answers to"
    " questions and the way through a lesson.",
)


def build_profile(base: str) -> Json:
    """Return the current version of the profile for an installation.

    Args:
        base: The installation's ``iri_base``.
    """
    current = version_iri(base, VERSIONS[-1].number)
    return {
        "@context": [CONTEXT, MENDED],
        "id": profile_iri(base),
        "type": "Profile",
        "conformsTo": CONFORMS_TO,
        "prefLabel": LABEL.as_json(),
        "definition": DEFINITION.as_json(),
        "versions": _versions(base),
        "author": {"type": "Organization", "name": "Terakoya"},
        "concepts": [_extension(it, base, current) for it in EXTENSIONS],
        "templates": [
            _template(it, base, current) for it in (*COURSE_TEMPLATES, *PROJECT_TEMPLATES)
        ],
        "patterns": [
            {
                "id": pattern_iri(base, it.name),
                "type": "Pattern",
                "inScheme": current,
                "prefLabel": it.label.as_json(),
                "definition": it.definition.as_json(),
                **({"primary": True} if it.is_primary else {}),
                **it.as_json(base),
            }
            for it in PATTERNS
        ],
    }


def _versions(base: str) -> list[Json]:
    """Return every version, newest first, each a revision of the one before."""
    found: list[Json] = []
    for version in VERSIONS:
        told: Json = {"id": version_iri(base, version.number)}
        if found:
            told["wasRevisionOf"] = [found[0]["id"]]
        found.insert(0, told | {"generatedAtTime": version.generated_at})
    return found


def _extension(it: OwnExtension, base: str, current: str) -> Json:
    meant_for = (
        {"recommendedActivityTypes": list(it.activity_types)}
        if it.activity_types
        else {"recommendedVerbs": [verb.id for verb in it.verbs]}
    )
    return {
        "id": extension_iri(base, it.name),
        "type": it.type,
        "inScheme": current,
        "prefLabel": it.label.as_json(),
        "definition": it.definition.as_json(),
        **meant_for,
        "inlineSchema": json.dumps(it.schema),
    }


def _template(it: Template, base: str, current: str) -> Json:
    parents = {"contextParentActivityType": list(it.parent_types)} if it.parent_types else {}
    return {
        "id": template_iri(base, it.name),
        "type": "StatementTemplate",
        "inScheme": current,
        "prefLabel": it.label.as_json(),
        "definition": it.definition.as_json(),
        "verb": it.verb.id,
        "objectActivityType": it.object_type,
        **parents,
        "rules": [rule.as_json(base) for rule in it.all_rules],
    }
