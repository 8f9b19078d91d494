"""The document that is signed, member by member."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.credentials import openbadges
from app.credentials.claims import SkillClaim, can_do_of, skill_claims
from app.credentials.schema import faults
from tests.acceptance import acceptance
from tests.factories.credentials import (
    BASE,
    DAY,
    NOW,
    a_course_award,
    some_achievement,
    some_facts,
)

AWARD = a_course_award(uuid.UUID(int=9), uuid.UUID(int=1))


def test_what_we_build_breaks_none_of_our_rules() -> None:
    assert faults(openbadges.build_credential(some_facts())) == []


def test_both_contexts_are_named_with_their_version_and_in_order() -> None:
    assert openbadges.build_credential(some_facts())["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]


def test_a_credential_begins_at_midnight_in_japan() -> None:
    credential = openbadges.build_credential(some_facts())
    assert credential["validFrom"] == credential["awardedDate"] == "2026-11-21T15:00:00Z"


def test_the_day_of_an_evening_in_utc_is_the_next_one_in_japan() -> None:
    assert openbadges.start_of_day(date(2026, 10, 6)) == datetime(2026, 10, 5, 15, tzinfo=UTC)


@acceptance("5b")
@pytest.mark.parametrize(
    "instant", [NOW.replace(microsecond=1), NOW.replace(tzinfo=None)], ids=["fraction", "naive"]
)
def test_a_signed_time_has_whole_seconds_and_a_zone(instant: datetime) -> None:
    with pytest.raises(ValueError, match="whole seconds"):
        openbadges.timestamp(instant)


@acceptance("9a")
def test_a_correction_keeps_the_day_of_the_award() -> None:
    later = openbadges.start_of_day(DAY) + timedelta(seconds=1)
    credential = openbadges.build_credential(some_facts(valid_from=later))
    assert credential["awardedDate"] == "2026-11-21T15:00:00Z"
    assert credential["validFrom"] == "2026-11-21T15:00:01Z"


@acceptance("5c")
def test_ids_are_urns_and_the_status_is_one_object_with_a_text_for_an_index() -> None:
    facts = some_facts()
    credential = openbadges.build_credential(facts)
    assert credential["id"] == f"urn:uuid:{facts.id}"
    assert credential["credentialSubject"]["id"] == f"urn:uuid:{facts.subject}"
    assert credential["credentialStatus"] == {
        "id": f"{BASE}/ob/status/1#77",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "77",
        "statusListCredential": f"{BASE}/ob/status/1",
    }


def test_an_end_is_written_only_where_there_is_one() -> None:
    assert "validUntil" not in openbadges.build_credential(some_facts())
    ends = datetime(2029, 3, 31, 15, tzinfo=UTC)
    credential = openbadges.build_credential(some_facts(valid_until=ends))
    assert credential["validUntil"] == "2029-03-31T15:00:00Z"


def test_there_is_no_place_for_a_name_in_what_is_signed() -> None:
    """Every member is known: a new one has to be added here, and thought about."""
    assert sorted(members(openbadges.build_credential(some_facts()))) == [
        "@context",
        *("achievement", "achievementType", "alignment", "awardedDate", "credentialStatus"),
        *("credentialSubject", "criteria", "description", "evidence", "id", "inLanguage"),
        *("issuer", "name", "narrative", "statusListCredential", "statusListIndex"),
        *("statusPurpose", "targetCode", "targetDescription", "targetFramework", "targetName"),
        *("targetType", "targetUrl", "type", "url", "validFrom", "version"),
    ]


def members(value: Any) -> set[str]:  # noqa: ANN401  JSON
    if isinstance(value, list):
        return set().union(*(members(one) for one in value))
    if isinstance(value, dict):
        return set(value).union(*(members(one) for one in value.values()))
    return set()


def test_evidence_tells_the_course_and_no_score() -> None:
    told = openbadges.evidence_of(AWARD)
    assert told == (
        "講座「生成AIを市の仕事で使う」（第3版）の4つの学び（およそ60分）を学び、"
        "修了の条件を満たしました。"
    )


def test_skills_are_read_back_with_their_level() -> None:
    credential = openbadges.build_credential(some_facts())
    assert skill_claims(credential) == (
        SkillClaim("dss-l@1.2/T5", 2, "データを読む・説明する", "DXリテラシー標準"),
    )
    alignment = credential["credentialSubject"]["achievement"]["alignment"][0]
    assert alignment["targetUrl"] == f"{BASE}/frameworks/dss-l@1.2?level=2#T5"


@pytest.mark.parametrize("url", ["https://x.example/a", "https://x.example/a?level=two"])
def test_an_alignment_without_a_level_is_no_claim(url: str) -> None:
    credential = openbadges.build_credential(some_facts())
    credential["credentialSubject"]["achievement"]["alignment"][0]["targetUrl"] = url
    assert skill_claims(credential) == ()


def test_can_do_sentences_are_read_back_from_the_signed_criteria() -> None:
    assert can_do_of(some_achievement()) == (
        "貼り付けてよい文と、いけない文を分けられる",
        "答えを元の資料で確かめられる",
    )


def test_an_achievement_without_alignments_has_no_empty_list() -> None:
    achievement = some_achievement(alignments=(), can_do=())
    assert "alignment" not in achievement
    assert faults(openbadges.build_credential(some_facts(achievement=achievement))) == []


def test_ruby_notation_never_gets_signed() -> None:
    with pytest.raises(ValueError, match="ruby notation"):
        some_achievement(name="{個人情報|こじんじょうほう}を守る")
    with pytest.raises(ValueError, match="ruby notation"):
        openbadges.build_credential(some_facts(evidence="{学|まな}びました。"))


def test_rare_kanji_survive() -> None:
    facts = some_facts(evidence="髙﨑𠮷")
    text = json.dumps(openbadges.build_credential(facts), ensure_ascii=False)
    assert "髙﨑𠮷" in text


def test_the_same_facts_make_the_same_document() -> None:
    facts = some_facts()
    assert openbadges.build_credential(facts) == openbadges.build_credential(replace(facts))
