"""What in addresses stands for the things of a place, of elsewhere, and of nobody."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.achievements.models import Batch
from app.assignments.models import Assignee
from app.assignments.queries import Whom
from app.assignments.service import assign
from app.authoring import service as authoring
from app.catalog.models import CourseVersion, ReadingReview
from app.catalog.readings.changes import ReadingChange, changes_to_json
from app.catalog.sources.package import pack
from app.credentials import did
from app.credentials.models import AchievementVersion, Issuer, IssuerKey
from app.editorial.models import ReviewComment
from app.endorsements import service
from app.endorsements.models import Contest
from app.endorsements.rules import Outcome
from app.exchange.models import TrustedIssuer
from app.federation.models import Provider
from app.furigana import service as furigana
from app.furigana.models import WordKind
from app.identity.models import Organization, OrganizationKind, User
from app.itembanks.item_text import NewItem, item_text
from app.itembanks.models import BankItem, ItemBank
from app.itembanks.service import add_items
from app.lrs.models import Erasure
from app.media.storage.folder import FolderStorage
from app.mistakes.models import LessonReport, MistakeKind
from app.rosters.models import ImportState, RosterImport
from app.staffing.models import Listed
from app.talent.models import (
    ReceiptState,
    ReceivedCredential,
    SkillAttestation,
    Way,
)
from app.talent.rules import Source
from app.training.models import TrainingRecord
from app.ui.site import site
from tests.factories.achievements import an_achievement
from tests.factories.catalog import course_files
from tests.factories.clients import a_client
from tests.factories.exchange import a_registry
from tests.factories.forwarding import a_forwarder
from tests.factories.identity import NOW, TODAY
from tests.factories.itembanks import CHOICE, a_bank
from tests.factories.media import a_media_file, a_picture
from tests.factories.reporting import a_report
from tests.factories.staffing import a_list, a_sought_role
from tests.factories.surveys import an_open_round
from tests.factories.training import a_rule, a_source, entered
from tests.factories.workforce import a_plan_item, a_profile, a_target

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.config import Settings
    from app.media.models import MediaFile


LESSON = "010-jibun/010-nani.md"
AFTER = "> **わたし** あ。\n> **ともだち** い。\n> **あとで** う。\n"
STORY = f"""\
+++
title = "まとめ"
minutes = 3
+++

::: dilemma #hanashi
## はじまり #hajimari

{{朝|あさ}}です。

- [{{送|おく}}る](#okuru)
- [やめる](#yameru)

## {{送|おく}}った #okuru

{AFTER}
## やめた #yameru

{AFTER}:::
"""

PIXEL = b"\x89PNG\r\n\x1a\n"
DIGEST = hashlib.sha256(PIXEL).hexdigest()
FILES: Mapping[str, str | bytes] = {"010-jibun/020-matome.md": STORY, "assets/e.png": PIXEL}


def of_place(
    session: "Session", place: Organization, by: User, storage: FolderStorage, name: str
) -> dict[str, str]:
    """Return what stands for the things of a place: a draft, a course, a bank, a file, a word."""
    slug = SLUGS[name]
    packed = pack(f"{slug}-2", course_files(**FILES).items())
    draft = authoring.take_package(session, packed, by=by.id, now=NOW)
    said = ReviewComment(
        draft_id=draft.id,
        path=LESSON,
        start=0,
        end=1,
        number=0,
        quoted=b"+",
        words="どうですか。",
        by_id=by.id,
        at=NOW,
    )
    session.add(said)
    bank = a_bank(session, by.id, organization=place)
    way_in = provider(session, slug, place)
    roster = RosterImport(
        name="meibo.csv", organization_id=place.id, state=ImportState.CHECKING, received_at=NOW
    )
    session.add(roster)
    award = an_achievement(
        session, place, audience="staff" if place.kind is OrganizationKind.CITY else "child"
    )
    batch = Batch(
        achievement=award,
        awarded_on=TODAY,
        evidence="あ",
        reason="い",
        by_id=by.id,
        created_at=NOW,
    )
    session.add(batch)
    file: MediaFile = a_media_file(session, by, storage, a_picture(left=COLORS[name]))
    word = furigana.keep_organization_word(session, place.id, "犀陵会", "さいりょうかい", now=NOW)
    session.flush()
    found = {
        "draft_id": draft.id,
        "user_id": by.id,
        "thread_id": said.id,
        "slug": slug,
        "bank_id": bank.id,
        "item_id": _item(session, bank).id,
        "media_id": file.id,
        "file": file.key,
        "organization_id": place.id,
        "word_id": word.id,
        "provider_id": way_in.id,
        "roster_id": roster.id,
        "achievement_id": award.id,
        "batch_id": batch.id,
    }
    return {name: str(value) for name, value in found.items()}


def provider(session: "Session", slug: str, place: Organization) -> Provider:
    """Let somebody elsewhere vouch for the people of a place; nobody answers there."""
    found = Provider(
        slug=slug,
        name=f"{place.name}のID",
        issuer="http://127.0.0.1:9",
        client_id="terakoya",
        client_secret_sealed="",
        organization_id=place.id,
        mail_domains=[],
        created_at=NOW,
    )
    session.add(found)
    session.flush()
    return found


def _item(session: "Session", bank: ItemBank) -> BankItem:
    """Put a question with a picture into a bank."""
    text = CHOICE.replace("のは？", "のは？\n\n![e](assets/e.png){alt=e}")
    new = NewItem(item_text(text, {"assets/e.png": PIXEL}), files={"assets/e.png": PIXEL})
    return add_items(session, bank.id, [new], by=bank.created_by_id, now=NOW)[0]


SLUGS = {"school": "higashi", "other school": "nishi", "the city": "tameshi"}
COLORS = {"school": "red", "other school": "green", "the city": "black"}


def assigned(session: "Session", city: Organization, by: User) -> dict[str, str]:
    """Assign a course to everybody who works for the city."""
    row = assign(
        session,
        "shokuin",
        Whom(city.id),
        due_on=TODAY,
        purpose="研修",
        by=by.id,
        now=NOW,
    )
    found = sa.select(Assignee.id).filter_by(assignment_id=row.id, person_id=by.id)
    return {"assignment_id": str(row.id), "assignee_id": str(session.scalars(found).one())}


def elsewhere(session: "Session", settings: "Settings") -> dict[str, str]:
    """Make an issuer and a registry elsewhere, and something that came from there."""
    issuer = TrustedIssuer(
        did="did:web:tonari.example.jp",
        name="となり市",
        document={"id": "did:web:tonari.example.jp"},
        fetched_at=NOW,
        added_at=NOW,
    )
    came = ReceivedCredential(
        way=Way.FILE,
        subject=f"urn:uuid:{uuid.UUID(int=1)}",
        issuer_did=issuer.did,
        jwt=b"a.b.c",
        di=b"",
        sha256="0" * 64,
        verdict={"ok": True, "checks": []},
        verifier="x",
        received_at=NOW,
        state=ReceiptState.UNMATCHED,
        reason="x",
    )
    session.add_all((issuer, came))
    session.flush()
    registry = a_registry(session, settings, address="http://127.0.0.1:9/ims/ob/v3p0/")
    found = {"issuer_id": issuer.id, "received_id": came.id, "registry_id": registry.id}
    return {name: str(value) for name, value in found.items()}


def planned(session: "Session", by: User) -> dict[str, str]:
    """Make what the city asks of its people, and whom it considers for what."""
    profile = a_profile(session, by=by.id)
    considered = a_list(session, [by], by=by.id)
    member = session.scalars(sa.select(Listed).where(Listed.list_id == considered.id)).one()
    return {
        "profile_id": str(profile.id),
        "list_id": str(considered.id),
        "member_id": str(member.id),
        "role_id": str(a_sought_role(session, profile, by=by.id).id),
        "plan_id": str(a_plan_item(session, by=by.id).id),
        "target_id": str(a_target(session, by=by.id).id),
        "report_id": str(a_report(session, by=by.id).id),
    }


def trained(session: "Session", by: User) -> dict[str, str]:
    """Make a source of training outside, with a rule and a record that came by hand."""
    source = a_source(session, by=by)
    rule = a_rule(session, source)
    kept = entered(session, source, [by])
    record = sa.select(TrainingRecord.id).where(TrainingRecord.import_id == kept.id)
    return {
        "source_id": str(source.id),
        "rule_id": str(rule.id),
        "training_id": str(kept.id),
        "record_id": str(session.scalars(record).one()),
    }


def said(
    session: "Session", who: Mapping[str, User], personal: Mapping[str, dict[str, str]]
) -> dict[str, str]:
    """Let people be endorsed, object, and hand in what they learned elsewhere.

    What is somebody's own goes to ``personal``; whoever has nothing of a kind gets the id of
    nothing.
    """
    asked = service.invite(
        session,
        who["other clerk"].id,
        who["partner"].id,
        project="x",
        ends_on=date(2027, 1, 31),
        by=who["hr"].id,
        now=NOW,
    )
    names = ("endorsement_id", "given_id", "attestation_id", "contest_id", "prior_id")
    for found in personal.values():
        found.update({name: str(uuid.uuid4()) for name in names})
    for person, giver in (("clerk", "chief"), ("other clerk", "partner")):
        words = service.Words("dss-l@1.2/H3", 1, "x", work="x")
        row = service.endorse(session, who[person].id, words, by=who[giver].id, now=NOW)
        attested = sa.select(SkillAttestation.id).filter_by(ground_id=row.id)
        personal[person]["endorsement_id"] = personal[giver]["given_id"] = str(row.id)
        personal[person]["attestation_id"] = str(session.scalars(attested).one())
    for name in ("clerk", "other clerk", "chief", "hr", "office", "city"):
        contest = Contest(
            person_id=who[name].id,
            attestation_id=uuid.uuid4(),
            item_ref="dss-l@1.2/H3",
            level=1,
            source=Source.EXTERNAL_TRAINING,
            words="x",
            opened_on=TODAY,
            outcome=Outcome.OPEN,
        )
        session.add(contest)
        session.flush()
        learned = service.Learned("x", "x", TODAY, asked={"dss-l@1.2/H3": 1})
        shown = service.Shown("pdf", b"x")
        prior = service.claim(session, who[name].id, learned, shown=shown, now=NOW)
        personal[name]["contest_id"] = str(contest.id)
        personal[name]["prior_id"] = str(prior.id)
    others = {name: personal["other clerk"][name] for name in ("contest_id", "prior_id")}
    return {"invitation_id": str(asked.id), **others}


def asked(session: "Session", by: User) -> dict[str, str]:
    """Open a self-check for everybody who works for the city."""
    return {"round_id": str(an_open_round(session, by=by.id, now=NOW).id)}


def common(session: "Session", settings: "Settings", version: CourseVersion) -> dict[str, str]:
    store = a_forwarder(session, settings, endpoint="http://127.0.0.1:9/xapi/")
    waits = ReadingChange("nani", "", "名前", "", "なまえ", "めいぜん")
    review = ReadingReview(
        course_version_id=version.id,
        analyzer="x",
        changes=changes_to_json([waits]),
        found_at=NOW,
    )
    word = furigana.add_word(session, "小立野", "こだつの", WordKind.PLACE, now=NOW)
    erasure = Erasure(erased_at=NOW, erased_by=None, statements=1, rewritten=0, documents=0)
    report = LessonReport(
        course_version_id=version.id,
        excerpt="",
        kind=MistakeKind.READING,
        words="読みです。",
        told_at=NOW,
    )
    key: str = session.scalars(sa.select(IssuerKey.kid).limit(1)).one()
    _other_issuer(session, key)
    session.add_all((erasure, report, review))
    session.flush()
    found = {
        "client_id": a_client(session).client_id,
        "forwarder_id": store.id,
        "word_id": word.id,
        "erasure_id": erasure.id,
        "report_id": report.id,
        "version_id": session.scalars(sa.select(AchievementVersion.id).limit(1)).one(),
        "fragment": key.partition("#")[2],
        "issuer_slug": "mura",
        "digest": DIGEST,
        "theme": site().theme.digest,
    }
    return {name: str(value) for name, value in found.items()}


def _other_issuer(session: "Session", like: str) -> None:
    """Make an issuer beside the city's own, with a key of the same name as one of the city's."""
    issuer, _, fragment = like.partition("#")
    name = did.below(issuer, "mura")
    session.add(Issuer(did=name, slug="mura", name="村", office="", founded_on=TODAY))
    own = session.scalars(sa.select(IssuerKey).where(IssuerKey.kid == like)).one()
    session.add(
        IssuerKey(
            did=name,
            kid=f"{name}#{fragment}",
            alg=own.alg,
            jwk=own.jwk,
            state=own.state,
            created_at=NOW,
        )
    )
