"""What becomes of each holding when two accounts of one person are merged.

Every column of ``HOLDINGS`` that leads to a person by itself stands here once; one that leads
over another row (``via``) follows that row. A test goes through them all.

What would break a unique key is not moved and not lost: it stays with the closed account, and is
read with the rest wherever a person's own things are shown.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

Column = tuple[str, str]

MOVED: frozenset[Column] = frozenset(
    {
        ("post", "user_id"),
        ("employee", "user_id"),
        ("employment", "user_id"),
        ("enrollment", "user_id"),
        ("one_time_link", "created_by_id"),
        ("passkey", "user_id"),
        ("totp", "user_id"),
        ("recovery_code", "handed_by_id"),
        ("factor_rule", "changed_by_id"),
        ("rollover", "made_by_id"),
        ("federated_identity", "user_id"),
        ("sign_in_provider", "created_by_id"),
        ("class_card", "user_id"),
        ("class_door_try", "user_id"),
        ("class_door", "opened_by_id"),
        ("guardianship", "child_id"),
        ("guardianship", "guardian_user_id"),
        ("guardianship", "established_by_id"),
        ("guardianship", "closed_by_id"),
        ("guardian_letter", "child_id"),
        ("guardian_letter", "created_by_id"),
        ("class_letter", "created_by_id"),
        ("consent_record", "person_id"),
        ("consent_record", "recorded_by_id"),
        ("published_text", "published_by_id"),
        ("roster_import", "by_id"),
        ("roster_import", "applied_by_id"),
        ("roster_import", "undone_by_id"),
        ("lesson_report", "told_by_id"),
        ("lesson_report", "answered_by_id"),
        ("credential_holder", "user_id"),
        ("credential", "user_id"),
        ("credential_audit", "by_id"),
        ("credential_correction", "by_id"),
        ("achievement", "created_by_id"),
        ("achievement_batch", "by_id"),
        ("achievement_batch", "withdrawal_asked_by_id"),
        ("achievement_batch", "withdrawal_agreed_by_id"),
        ("achievement_batch_member", "user_id"),
        ("assignee", "person_id"),
        ("assignee", "exempted_by_id"),
        ("assignment", "by_id"),
        ("assignment_act", "by_id"),
        ("survey_invitation", "user_id"),
        ("survey_round", "created_by_id"),
        ("improvement_memo", "person_id"),
        ("improvement_memo", "confirmed_by_id"),
        ("improvement_memo", "asked_by_id"),
        ("mentor_vetting", "user_id"),
        ("mentor_vetting", "vouched_by_id"),
        ("mentor_vetting", "ended_by_id"),
        ("ticket", "asked_by_id"),
        ("ticket", "mentor_id"),
        ("ticket", "shared_by_id"),
        ("ticket_message", "by_id"),
        ("concern", "by_id"),
        ("concern", "about_user_id"),
        ("concern", "taken_by_id"),
        ("concern", "handled_by_id"),
        ("role_profile", "created_by_id"),
        ("role_profile_version", "by_id"),
        ("role_profile_member", "user_id"),
        ("workforce_target", "created_by_id"),
        ("report", "made_by_id"),
        ("report_person", "person_id"),
        ("plan_item", "created_by_id"),
        ("training_record", "person_id"),
        ("training_change", "person_id"),
        ("training_source", "created_by_id"),
        ("training_columns", "by_id"),
        ("training_rule", "by_id"),
        ("training_import", "by_id"),
        ("training_import", "applied_by_id"),
        ("training_import", "undone_by_id"),
        ("endorsement", "person_id"),
        ("endorsement", "endorser_id"),
        ("endorsement_invitation", "person_id"),
        ("endorsement_invitation", "partner_id"),
        ("endorsement_invitation", "asked_by_id"),
        ("attestation_contest", "person_id"),
        ("attestation_contest", "settled_by_id"),
        ("prior_learning", "person_id"),
        ("prior_learning", "answered_by_id"),
        ("availability", "person_id"),
        ("availability", "said_by_id"),
        ("short_list_member", "person_id"),
        ("short_list_member", "added_by_id"),
        ("short_list", "created_by_id"),
        ("sought_role", "created_by_id"),
        ("subject_agreement", "person_id"),
        ("subject_agreement", "confirmed_by_id"),
        ("received_credential", "person_id"),
        ("skill_attestation", "person_id"),
        ("access_log", "person_id"),
        ("access_log", "viewer_id"),
        ("draft", "created_by_id"),
        ("draft_change", "by_id"),
        ("draft_member", "user_id"),
        ("draft_member", "invited_by_id"),
        ("review_step", "by_id"),
        ("review_comment", "by_id"),
        ("review_comment", "resolved_by_id"),
        ("draft_release", "asked_by_id"),
        ("opened_page", "opened_by_id"),
        ("media_file", "uploaded_by_id"),
        ("item_bank", "created_by_id"),
        ("item_version", "by_id"),
        ("item_import", "by_id"),
        ("agreement", "created_by_id"),
        ("follow", "user_id"),
        ("notification", "user_id"),
        ("letter_choice", "user_id"),
        ("board_card", "created_by_id"),
        ("board_card_assignee", "user_id"),
        ("meeting", "created_by_id"),
        ("meeting_attendee", "user_id"),
        ("project_decision", "by_id"),
        ("artifact", "created_by_id"),
        ("artifact_version", "made_by_id"),
        ("artifact_person", "user_id"),
        ("journal_entry", "user_id"),
        ("journal_reply", "by_id"),
        ("assessment_view", "about_id"),
        ("assessment_view", "by_id"),
        ("peer_split", "user_id"),
        ("peer_part", "about_id"),
        ("settled_assessment", "user_id"),
        ("settled_assessment", "assessor_id"),
        ("adoption", "written_by_id"),
        ("adoption", "submitted_by_id"),
        ("adoption", "owner_id"),
        ("adoption_step", "by_id"),
        ("answer_template", "created_by_id"),
        ("support_offer", "created_by_id"),
        ("continuation", "told_by_id"),
        ("continuation_look", "by_id"),
        ("project_member", "user_id"),
        ("project_activity", "user_id"),
        ("project_award", "assessor_id"),
        ("project_award", "by_id"),
        ("project", "created_by_id"),
        ("project_stage", "passed_by_id"),
        ("gate_check", "met_by_id"),
        ("challenge", "owner_id"),
        ("challenge", "created_by_id"),
        ("challenge_proposal", "person_id"),
        ("challenge_proposal", "decided_by_id"),
        ("need", "created_by_id"),
        ("offer", "person_id"),
        ("offer", "answered_by_id"),
        ("showcase", "changed_by_id"),
        ("showcase", "handed_in_by_id"),
        ("showcase", "published_by_id"),
        ("showcase_credit", "user_id"),
        ("showcase_comment", "user_id"),
        ("showcase_comment", "decided_by_id"),
    }
)
"""These name the account that stays, from then on; what clashes with its own stays behind."""

BY_HAND: Mapping[Column, str] = MappingProxyType(
    {
        ("user", "id"): "identity.service.close_merged",
        ("user", "merged_into_id"): "identity.service.close_merged",
        ("registration", "learner_id"): "learning.merging",
        ("skill_standing", "person_id"): "talent.service.merge_standings",
    }
)
"""Handed over by the package that knows how."""

_LOG = _l("操作の記録は、書きかえません。もとの登録のページから、たどれます。")

STAYING: Mapping[Column, Lazy] = MappingProxyType(
    {
        ("one_time_link", "user_id"): _l("もとの登録のリンクは、もう使えません。"),
        ("bookmark", "user_id"): _l("登録しないで学ぶ人だけのものです。"),
        ("recovery_code", "user_id"): _l(
            "予備のコードは、作った登録でしか使えません。設定で、新しく作ってください。"
        ),
        ("roster_change", "person_id"): _l(
            "名簿が、閉じる登録に書いたことです。名簿を元にもどすときのために、そのままにします。"
        ),
        ("client", "created_by"): _LOG,
        ("registry_elsewhere", "created_by"): _LOG,
        ("trusted_issuer", "added_by"): _LOG,
        ("forwarder", "created_by"): _LOG,
        ("forwarder", "children_asked_by"): _LOG,
        ("forwarder", "children_agreed_by"): _LOG,
        ("erasure", "erased_by"): _LOG,
        ("audit_entry", "actor_id"): _LOG,
        ("audit_entry", "acting_as_id"): _LOG,
        ("audit_entry", "subject_id"): _LOG,
    }
)
"""These go on to name the closed account, and why."""

SAME = _l("のこる登録にも同じものがあるので、閉じる登録のほうに、そのままのこります。")
"""Why a row is not moved that clashes with one of the account that stays."""

LASTING: Mapping[Column, tuple[str, ...]] = MappingProxyType(
    {
        ("post", "user_id"): ("organization_id", "role"),
        ("employment", "user_id"): (),  # nobody is employed twice at once
        ("enrollment", "user_id"): ("class_id", "role"),
        ("guardianship", "child_id"): ("guardian_user_id",),
        ("guardianship", "guardian_user_id"): ("child_id",),
    }
)
"""Rows that last from ``starts_on`` to ``ends_on``: two of the same clash where they overlap.

What stays behind of them ends with the day before, so that nobody is listed twice.
"""
