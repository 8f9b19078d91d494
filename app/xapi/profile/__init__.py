"""Our xAPI Profile: what this platform's statements look like, and whether one keeps to it.

- ``names`` the IRIs of the profile, its versions, templates and patterns.
- ``words`` our own extensions; the verbs and activity types of others that we use.
- ``templates`` one for each thing the platform says, ``patterns`` the order it says them in.
- ``versions`` when the profile changed, and what must not change without a new version.
- ``document`` all of it as JSON-LD.
- ``structure`` every fault of any profile, by the specification.
- ``reading`` a profile made ready for checking; ``statements`` and ``runs`` check against it.
- ``jsonpath`` and ``values`` the places and the values that rules and schemas speak of.

Vocabulary, as in the xAPI Profiles specification 1.0: a *concept* is a word that the profile
defines. A *template* describes one kind of statement: its *determining properties* say which
statements it speaks of, its *rules* what they must have. A *pattern* describes the order of the
statements of one registration.

Decisions:
    2026-11 The verbs and activity types of ADL and cmi5 are used by their IRIs and not declared:
        a profile must not define what another one defines. So the only concepts are extensions.
    2026-11 A statement of ours matches exactly one template. The specification allows several;
        one is what makes a pattern readable, and a second match would be a slip of ours.
    2026-11 A second, inline context gives ``scopeNote`` its languages: in the official context
        the term has none, and a language map under it would lose every word on expansion.
    2026-11 An extension is declared when the platform says it, not before: what is published
        under a version stays. Saying an undeclared one of our own is a fault of the statement.
    2026-11 Inline schemas keep to the few keywords that ``values`` knows, and any other is
        refused when the profile is read: a JSON Schema library would be a dependency for two
        integers, and a keyword passed over in silence would be worse than none.
"""

from app.xapi.profile.document import build_profile
from app.xapi.profile.reading import Profile, read_profile
from app.xapi.profile.runs import fault_of_run
from app.xapi.profile.statements import faults_of_statement, template_of
from app.xapi.profile.structure import faults_of_profile

__all__ = [
    "Profile",
    "build_profile",
    "fault_of_run",
    "faults_of_profile",
    "faults_of_statement",
    "read_profile",
    "template_of",
]
