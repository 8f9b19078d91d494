"""The terms of the xAPI Profiles specification as a JSON-LD context, written from its tables.

It stands in for https://w3id.org/xapi/profiles/context, which no test may fetch; what matters
here is which terms there are, and which of them hold IRIs, lists and languages.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT = "https://w3id.org/xapi/profiles/context"

_PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xapi": "https://w3id.org/xapi/ontology#",
    "profile": "https://w3id.org/xapi/profiles/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "schemaorg": "http://schema.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPES = {
    "xapi": (
        *("Verb", "ActivityType", "AttachmentUsageType", "Activity"),
        *("ContextExtension", "ResultExtension", "ActivityExtension"),
        *("StateResource", "AgentProfileResource", "ActivityProfileResource"),
    ),
    "profile": ("Profile", "StatementTemplate", "Pattern"),
    "schemaorg": ("Organization", "Person"),
}
_IRI = {
    "dcterms": ("conformsTo",),
    "rdfs": ("seeAlso",),
    "skos": ("inScheme",),
    "profile": (
        *("context", "schema", "verb", "objectActivityType"),
        *("optional", "oneOrMore", "zeroOrMore"),
    ),
}
_IRIS = {
    "prov": ("wasRevisionOf",),
    "skos": (
        *("broader", "narrower", "related", "broadMatch", "narrowMatch", "exactMatch"),
        "relatedMatch",
    ),
    "profile": (
        *("recommendedActivityTypes", "recommendedVerbs", "alternates", "attachmentUsageType"),
        *("contextGroupingActivityType", "contextParentActivityType"),
        *("contextOtherActivityType", "contextCategoryActivityType"),
        *("objectStatementRefTemplate", "contextStatementRefTemplate"),
    ),
}
_SETS = {
    "profile": ("versions", "concepts", "templates", "patterns", "rules", "any", "all", "none")
}
_PLAIN = {
    "schemaorg": ("author", "name", "url"),
    "skos": ("scopeNote",),
    "profile": (
        *("inlineSchema", "contentType", "activityDefinition"),
        *("location", "selector", "presence"),
    ),
}
_LANGUAGES = {"skos": ("prefLabel", "definition")}
_FLAGS = {"profile": ("deprecated", "primary")}


def _terms() -> dict[str, Any]:
    terms: dict[str, Any] = {"id": "@id", "type": "@type", **_PREFIXES}
    kinds: tuple[tuple[Mapping[str, tuple[str, ...]], dict[str, str]], ...] = (
        (_TYPES, {}),
        (_IRI, {"@type": "@id"}),
        (_IRIS, {"@type": "@id", "@container": "@set"}),
        (_SETS, {"@container": "@set"}),
        (_PLAIN, {}),
        (_LANGUAGES, {"@container": "@language"}),
        (_FLAGS, {"@type": "xsd:boolean"}),
    )
    for names, more in kinds:
        for prefix, words in names.items():
            terms |= {word: {"@id": f"{prefix}:{word}", **more} for word in words}
    terms["sequence"] = {"@id": "profile:sequence", "@type": "@id", "@container": "@list"}
    terms["generatedAtTime"] = {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"}
    return terms


def load(url: str, _options: object = None) -> dict[str, Any]:
    """Answer PyLD's document loader; there is no way to the network."""
    assert url == CONTEXT, f"{url} would be fetched"
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": _terms()},
        "contentType": "application/ld+json",
    }
