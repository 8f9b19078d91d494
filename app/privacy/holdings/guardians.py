"""What of a child's holdings a guardian takes along, and why the rest stays with the child.

Each holding that a download tells is in one of the two lists; a test sees to it. Of a holding that
is shared a guardian gets the named columns alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """Columns of a holding that a guardian gets.

    Attributes:
        columns: Each of them is one of ``Holding.shown``.
        tie: The column that names a guardianship: only the rows of the guardian who asks.
    """

    columns: tuple[str, ...]
    tie: str = ""


SHARED: Mapping[Key, Share] = MappingProxyType(
    {
        ("user", "id"): Share(("family_name", "given_name", "grade", "created_at")),
        ("post", "user_id"): Share(("organization_id", "role", "starts_on", "ends_on")),
        ("enrollment", "user_id"): Share(("class_id", "role", "starts_on", "ends_on")),
        ("guardianship", "child_id"): Share(("relation", "starts_on", "ends_on"), tie="id"),
        ("consent_record", "person_id"): Share(
            ("purpose", "said", "how", "answered_at", "expires_on"), tie="guardianship_id"
        ),
        ("notice_reading", "guardianship_id"): Share(
            ("notice", "confirmed_on"), tie="guardianship_id"
        ),
        ("registration", "learner_id"): Share(
            ("course_id", "started_at", "completed_at", "score")
        ),
        ("project_member", "user_id"): Share(("project_id", "role", "joined_on", "left_on")),
        ("project_award", "member_id"): Share(("achievement_id", "awarded_on")),
        ("credential", "user_id"): Share(("number", "awarded_on", "state", "evidence")),
        ("showcase_credit", "user_id"): Share(("project_id", "wish", "said_at")),
        ("credential_correction", "credential_id"): Share(("reason", "done_at")),
        ("credential_delivery", "credential_id"): Share(
            ("registry_name", "state", "delivered_at")
        ),
        ("board_card_assignee", "user_id"): Share(("card_id",)),
        ("artifact_person", "user_id"): Share(("artifact_id",)),
        ("adoption", "written_by_id"): Share(("title", "proposal", "state", "submitted_on")),
    }
)

WAYS_IN = _l("お子さんが自分ではじめるためのものです。")
ELSEWHERE = _l("お子さんが、いつ、どこにいたかが分かるものです。")
IN_TEAM = _l("お子さんがチームの中でしたことで、ほかの人のことも分かるものです。")
OTHERS = _l("ほかの保護者や、学校の人のことが分かるものです。")
OWN_WORDS = _l("お子さんが、自分だけのために、または、まちがいを知らせるために書いたものです。")
OF_TEAM = _l("お子さんがチームで書いたものです。ほかの人が書いたことばも入っています。")
JOURNALS = _l("お子さんが、自分やチームのために書いたものです。")
TO_TEACHERS = _l("お子さんと先生の間のものです。学校でおたずねください。")
ADULTS = _l("大人だけが書けるものです。")
AT_WORK = _l("大人が仕事でしたことの記録です。")

NOT_SHARED: Mapping[Key, Lazy] = MappingProxyType(
    {
        ("private_answer", "registration_id"): OWN_WORDS,
        ("lesson_report", "told_by_id"): OWN_WORDS,
        ("journal_entry", "user_id"): JOURNALS,
        ("journal_reply", "entry_id"): JOURNALS,
        ("journal_reply", "by_id"): AT_WORK,
        ("assessment_view", "by_id"): AT_WORK,
        ("peer_split", "user_id"): TO_TEACHERS,
        ("peer_part", "split_id"): TO_TEACHERS,
        ("settled_assessment", "user_id"): TO_TEACHERS,
        ("project_activity", "user_id"): IN_TEAM,
        ("showcase_comment", "user_id"): ADULTS,
        ("guardian_letter", "child_id"): OTHERS,
        ("roster_change", "person_id"): OTHERS,
        ("audit_entry", "subject_id"): OTHERS,
        ("credential_audit", "credential_id"): OTHERS,
        ("class_door_try", "user_id"): ELSEWHERE,
        ("follow", "user_id"): OWN_WORDS,
        ("notification", "user_id"): OTHERS,
        ("letter_choice", "user_id"): AT_WORK,
        ("meeting_attendee", "user_id"): ELSEWHERE,
        ("class_card", "user_id"): WAYS_IN,
        ("one_time_link", "user_id"): WAYS_IN,
        ("user", "merged_into_id"): WAYS_IN,
        ("passkey", "user_id"): WAYS_IN,
        ("totp", "user_id"): WAYS_IN,
        ("recovery_code", "user_id"): WAYS_IN,
        ("federated_identity", "user_id"): WAYS_IN,
        ("credential_holder", "user_id"): WAYS_IN,
        ("employee", "user_id"): AT_WORK,
        ("employment", "user_id"): AT_WORK,
        ("received_credential", "person_id"): AT_WORK,
        ("skill_attestation", "person_id"): AT_WORK,
        ("assignee", "person_id"): AT_WORK,
        ("training_record", "person_id"): AT_WORK,
        ("endorsement", "person_id"): AT_WORK,
        ("endorsement", "endorser_id"): AT_WORK,
        ("endorsement_invitation", "person_id"): AT_WORK,
        ("attestation_contest", "person_id"): AT_WORK,
        ("prior_learning", "person_id"): AT_WORK,
        ("prior_learning_file", "prior_id"): AT_WORK,
        ("survey_invitation", "user_id"): AT_WORK,
        ("improvement_memo", "person_id"): AT_WORK,
        ("mentor_vetting", "user_id"): AT_WORK,
        ("ticket", "asked_by_id"): OF_TEAM,
        ("ticket", "mentor_id"): AT_WORK,
        ("ticket_message", "by_id"): OF_TEAM,
        ("concern", "by_id"): OWN_WORDS,
        ("role_profile_member", "user_id"): AT_WORK,
        ("availability", "person_id"): AT_WORK,
        ("short_list_member", "person_id"): AT_WORK,
        ("report_person", "person_id"): AT_WORK,
        ("access_log", "person_id"): AT_WORK,
        ("subject_agreement", "person_id"): AT_WORK,
        ("adoption", "owner_id"): AT_WORK,
        ("draft", "created_by_id"): AT_WORK,
        ("draft_change", "by_id"): AT_WORK,
        ("draft_member", "user_id"): AT_WORK,
        ("review_step", "by_id"): AT_WORK,
        ("review_comment", "by_id"): AT_WORK,
        ("draft_release", "asked_by_id"): AT_WORK,
        ("opened_page", "opened_by_id"): AT_WORK,
        ("media_file", "uploaded_by_id"): AT_WORK,
        ("item_bank", "created_by_id"): AT_WORK,
        ("item_version", "by_id"): AT_WORK,
        ("item_import", "by_id"): AT_WORK,
        ("challenge_proposal", "person_id"): AT_WORK,
        ("offer", "person_id"): AT_WORK,
    }
)
