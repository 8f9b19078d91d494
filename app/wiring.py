"""Who listens to whom: the whole list, on one page."""

from app.achievements.events import BatchDue, WithdrawalAgreed
from app.achievements.handlers import on_batch_due, on_withdrawal_agreed
from app.achievements.handlers import on_course_completed as award_paths
from app.adoption.events import AdoptionMoved
from app.adoption.handlers import on_day_begun as ask_of_proposals
from app.assignments.events import LetterDue, LettersDue
from app.assignments.handlers import on_course_completed as note_completion
from app.assignments.handlers import (
    on_course_started,
    on_leaves_changed,
    on_letter_due,
    on_letters_due,
)
from app.assignments.handlers import on_day_begun as remind_people
from app.authoring.events import DraftChanged, DraftPublished, DraftSubmitted
from app.authoring.handlers import on_draft_changed, on_draft_submitted, on_words_changed
from app.bookmarks.events import BookmarkClaimed
from app.bookmarks.handlers import on_bookmark_claimed, on_guest_made
from app.catalog.events import ReadingsAccepted, RereadDue
from app.catalog.handlers import (
    on_dictionary_changed,
    on_readings_accepted,
    on_reread_due,
)
from app.consents.events import AnswersChanged
from app.credentials.events import (
    CorrectionAsked,
    CredentialAwarded,
    CredentialEnds,
    CredentialIssued,
    CredentialRevoked,
    IssuerRenamed,
    KeysWanted,
    KeyWithdrawn,
)
from app.credentials.handlers import (
    make_on_credential_issued,
    on_correction_asked,
    on_course_completed,
    on_credential_awarded,
    on_credential_ends,
    on_credential_revoked,
    on_issuer_renamed,
    on_key_withdrawn,
    on_keys_wanted,
)
from app.credentials.handlers import on_day_begun as let_keys_follow
from app.credentials.proofs import is_intact
from app.editorial.events import MemberInvited, ReviewStepTaken
from app.editorial.handlers import (
    on_draft_published,
    on_member_invited,
    on_review_step_taken,
)
from app.endorsements.events import PartnerAsked
from app.endorsements.handlers import on_partner_asked
from app.endorsements.handlers import on_retention_over as forget_endorsed
from app.exchange.events import DeliveryDue, IssuerCheckDue, ListCheckDue, ListRead
from app.exchange.handlers import (
    make_on_issuer_check_due,
    make_on_list_check_due,
    on_delivery_due,
)
from app.exchange.handlers import on_credential_issued as bring_elsewhere
from app.exchange.handlers import on_day_begun as ask_issuers
from app.following.events import NotificationLetterDue, NotificationsTold
from app.following.handlers import on_day_begun as forget_told
from app.following.handlers import on_notification_letter_due, on_notifications_told
from app.forwarding.events import BackfillDue, StatementsDue
from app.forwarding.handlers import on_backfill_due, on_statements_due, on_statements_stored
from app.furigana.events import DictionaryChanged
from app.identity.events import DayBegun, GuestMade, PasswordResetRequested
from app.identity.handlers import on_day_begun, on_password_reset_requested
from app.improvements.handlers import on_retention_over as forget_memos
from app.journals.handlers import on_member_left as see_who_wrote
from app.learning.events import CourseCompleted, CourseStarted, MoveDue
from app.learning.handlers import (
    on_move_due,
    on_person_erased,
    on_records_erased,
    on_report_received,
)
from app.lrs.events import PersonErased, RecordsErased, ReportReceived, StatementsStored
from app.media.events import MediaRemoved
from app.media.handlers import make_on_media_removed
from app.mentoring.handlers import on_day_begun as end_mentors_time
from app.mentoring.handlers import on_member_left as return_tickets
from app.mistakes.events import MistakeReported
from app.mistakes.handlers import on_mistake_reported
from app.mistakes.handlers import on_records_erased as forget_tellers
from app.outbox.relay import Subscribers
from app.personnel.events import LeavesChanged, RetentionOver
from app.personnel.handlers import on_day_begun as forget_leavers
from app.privacy.events import ErasureDue
from app.privacy.handlers import on_erasure_due
from app.projects.events import MemberLeft
from app.projects.handlers import on_day_begun as end_parts
from app.recognition.events import ProjectAwardsDue
from app.recognition.handlers import on_adoption_moved, on_project_awards_due
from app.reporting.handlers import on_retention_over as leave_numbers_alone
from app.rosters.events import RosterApproved, RosterReceived, RosterUndoAsked
from app.rosters.handlers import on_roster_approved, on_roster_received, on_roster_undo_asked
from app.showcase.handlers import on_answers_changed
from app.showcase.handlers import on_day_begun as look_at_showcases
from app.staffing.handlers import on_day_begun as forget_lists
from app.staffing.handlers import on_retention_over as forget_candidates
from app.surveys.events import SurveyLetterDue, SurveyLettersDue
from app.surveys.handlers import on_day_begun as keep_rounds
from app.surveys.handlers import on_letter_due as write_of_round
from app.surveys.handlers import on_letters_due as settle_round_letters
from app.talent.events import ArrivalDue
from app.talent.handlers import (
    let_expired_fall,
    make_on_arrival_due,
    on_list_read,
    on_retention_over,
)
from app.talent.handlers import on_credential_revoked as grey_attestations
from app.talent.handlers import on_day_begun as settle_arrivals
from app.talent.registry_adapter import make_look_first
from app.training.events import TrainingApproved, TrainingReceived, TrainingUndoAsked
from app.training.handlers import on_day_begun as forget_files
from app.training.handlers import on_retention_over as forget_trainings
from app.training.handlers import (
    on_training_approved,
    on_training_received,
    on_training_undo_asked,
)
from app.workroom.handlers import on_day_begun as forget_removed
from app.workroom.queries import holds_bytes

SUBSCRIBERS: Subscribers = {
    CourseStarted: [on_course_started],
    CourseCompleted: [on_course_completed, award_paths, note_completion],
    LettersDue: [on_letters_due],
    LetterDue: [on_letter_due],
    SurveyLettersDue: [settle_round_letters],
    SurveyLetterDue: [write_of_round],
    ProjectAwardsDue: [on_project_awards_due],
    AdoptionMoved: [on_adoption_moved],
    NotificationsTold: [on_notifications_told],
    NotificationLetterDue: [on_notification_letter_due],
    BatchDue: [on_batch_due],
    WithdrawalAgreed: [on_withdrawal_agreed],
    CredentialAwarded: [on_credential_awarded],
    CredentialIssued: [
        make_on_credential_issued(make_look_first(is_intact)),
        bring_elsewhere,
    ],
    CredentialRevoked: [on_credential_revoked, grey_attestations],
    CorrectionAsked: [on_correction_asked],
    CredentialEnds: [on_credential_ends],
    KeysWanted: [on_keys_wanted],
    KeyWithdrawn: [on_key_withdrawn],
    IssuerRenamed: [on_issuer_renamed],
    DeliveryDue: [on_delivery_due],
    IssuerCheckDue: [make_on_issuer_check_due(is_intact)],
    ListCheckDue: [make_on_list_check_due(is_intact)],
    ListRead: [on_list_read],
    ArrivalDue: [make_on_arrival_due(is_intact)],
    DayBegun: [
        *(on_day_begun, let_keys_follow, ask_issuers, settle_arrivals),
        *(let_expired_fall, forget_leavers, remind_people),
        *(forget_files, keep_rounds, forget_lists, forget_told),
        *(forget_removed, end_mentors_time, ask_of_proposals, end_parts),
        look_at_showcases,
    ],
    AnswersChanged: [on_answers_changed],
    MemberLeft: [return_tickets, see_who_wrote],
    RetentionOver: [
        *(on_retention_over, forget_trainings, forget_endorsed),
        *(forget_candidates, leave_numbers_alone, forget_memos),
    ],
    PartnerAsked: [on_partner_asked],
    LeavesChanged: [on_leaves_changed],
    GuestMade: [on_guest_made],
    BookmarkClaimed: [on_bookmark_claimed],
    MistakeReported: [on_mistake_reported],
    PasswordResetRequested: [on_password_reset_requested],
    ErasureDue: [on_erasure_due],
    PersonErased: [on_person_erased],
    RecordsErased: [on_records_erased, forget_tellers],
    ReportReceived: [on_report_received],
    StatementsStored: [on_statements_stored],
    StatementsDue: [on_statements_due],
    BackfillDue: [on_backfill_due],
    DictionaryChanged: [on_dictionary_changed, on_words_changed],
    RereadDue: [on_reread_due],
    ReadingsAccepted: [on_readings_accepted],
    DraftChanged: [on_draft_changed],
    DraftSubmitted: [on_draft_submitted],
    DraftPublished: [on_draft_published],
    MoveDue: [on_move_due],
    ReviewStepTaken: [on_review_step_taken],
    MemberInvited: [on_member_invited],
    MediaRemoved: [make_on_media_removed(holds_bytes)],
    RosterReceived: [on_roster_received],
    RosterApproved: [on_roster_approved],
    RosterUndoAsked: [on_roster_undo_asked],
    TrainingReceived: [on_training_received],
    TrainingApproved: [on_training_approved],
    TrainingUndoAsked: [on_training_undo_asked],
}
