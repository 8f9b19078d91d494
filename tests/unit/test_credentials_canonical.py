"""What is kept between documents changes nothing: the quads are those of the plain processor."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from app.credentials import canonical, contexts, openbadges, processor, status
from app.credentials.errors import ContextMissing, UnsignedTerm
from tests.factories.credentials import BASE, DID, some_achievement, some_facts

Json = dict[str, Any]

pytestmark = pytest.mark.usefixtures("no_sockets")


def plain(document: Json) -> bytes:
    """Canonicalize with PyLD as it comes."""
    options = {
        "documentLoader": lambda url, _: {**contexts.load(url), "tag": None},
        "base": canonical.RELATIVE,
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
    }
    return str(jsonld.normalize(document, options)).encode()


def assert_as_plain(document: Json) -> None:
    """The same quads, or refused by both: older contexts clash with those of today."""
    try:
        expected = plain(document)
    except jsonld.JsonLdError:
        with pytest.raises(ContextMissing):
            canonical.canonical(document)
    else:
        assert canonical.canonical(document) == expected


def a_list() -> Json:
    return status.list_credential(
        url=f"{BASE}/ob/status/1", issuer=DID, indexes=[7], valid_from="2026-11-22T00:00:00Z"
    )


def a_credential(**more: Any) -> Json:  # noqa: ANN401  as AwardFacts
    return openbadges.build_credential(some_facts(**more))


def with_contexts(*names: str) -> Json:
    base = "https://purl.imsglobal.org/spec/ob/v3p0/"
    credential = a_credential(achievement={**some_achievement(), "inLanguage": None})
    del credential["awardedDate"], credential["credentialSubject"]["achievement"]["inLanguage"]
    return {**credential, "@context": [openbadges.VC_CONTEXT, *(base + n for n in names)]}


KINDS: dict[str, Callable[[], Json]] = {
    "a credential": a_credential,
    "a credential without skills": lambda: a_credential(
        achievement=some_achievement(alignments=())
    ),
    "a status list": a_list,
    "an older context": lambda: with_contexts("context-3.0.1.json"),
    "another older context": lambda: with_contexts("context-3.0.2.json"),
    "one context more": lambda: with_contexts("context-3.0.3.json", "extensions.json"),
    "a proof's configuration": lambda: {
        "@context": list(openbadges.CONTEXTS),
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T00:00:00Z",
        "verificationMethod": f"{DID}#z6Mk",
        "proofPurpose": "assertionMethod",
    },
}


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=6))
def test_in_any_order_of_documents_the_quads_are_the_plain_ones(names: list[str]) -> None:
    for name in names:
        assert_as_plain(KINDS[name]())


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1), st.integers(0, 131_071)
)
def test_any_text_comes_out_as_it_does_without_what_is_kept(text: str, index: int) -> None:
    facts = some_facts(
        evidence=text,
        achievement=some_achievement(name=text, can_do=(text,)),
        status=openbadges.StatusFacts(f"{BASE}/ob/status/1", index),
    )
    try:
        document = openbadges.build_credential(facts)
    except ValueError:  # ruby notation
        return
    assert canonical.canonical(document) == plain(document)


def test_what_is_kept_is_bounded_and_can_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "MOST_KEPT", 3)
    monkeypatch.setattr(processor, "_worked_out", {})
    for kind in (*KINDS.values(), *KINDS.values()):
        assert_as_plain(kind())
    assert len(processor._worked_out) <= 3  # noqa: SLF001  the bound is what is tested


def test_what_credentials_have_in_common_is_expanded_once_and_never_shared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: Json = {}
    monkeypatch.setattr(processor, "_expanded", kept)
    first, other = a_credential(), a_credential()
    assert canonical.canonical(first) == plain(first)
    count = len(kept)
    assert count >= len(processor.SHARED)
    for document in (first, other):
        assert canonical.canonical(document) == plain(document)
    assert len(kept) == count
    achievement = other["credentialSubject"]["achievement"]
    other["credentialSubject"]["achievement"] = {**achievement, "description": "別の説明"}
    assert canonical.canonical(other) == plain(other)
    assert len(kept) == count + 1
    monkeypatch.setattr(processor, "MOST_SPELLED", 10)
    assert canonical.canonical(other) == plain(other)


def test_equal_parts_of_one_document_stay_apart() -> None:
    document = a_credential()
    document["evidence"] = [*document["evidence"], dict(document["evidence"][0])]
    for _ in range(2):
        assert canonical.canonical(document) == plain(document)


def test_a_term_is_refused_also_after_a_thousand_good_documents() -> None:
    for _ in range(3):
        canonical.canonical(a_credential())
    document = a_credential()
    document["credentialSubject"]["achievement"]["criteria"]["score"] = "98"
    with pytest.raises(UnsignedTerm, match="score"):
        canonical.canonical(document)
    inline = {
        **a_credential(),
        "@context": [*openbadges.CONTEXTS, {"score": "https://x.example/s"}],
    }
    assert canonical.canonical({**inline, "score": "1"}) == plain({**inline, "score": "1"})
