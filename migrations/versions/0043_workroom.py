"""The team's room: cards, meetings, decisions, and what was made."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_card",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_board_card_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_board_card_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_card")),
    )
    with op.batch_alter_table("board_card", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_card_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index("ix_board_card_project_state", ["project_id", "state"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("others", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_meeting_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_meeting_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_meeting_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index("ix_meeting_project_held", ["project_id", "held_on"], unique=False)

    op.create_table(
        "artifact",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("alt", sa.String(length=400), nullable=False),
        sa.Column("license", sa.String(length=40), nullable=False),
        sa.Column("credit_as", sa.String(length=32), nullable=False),
        sa.Column("credit", sa.String(length=120), nullable=False),
        sa.Column("shows_others", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_artifact_number_from_one")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_artifact_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_artifact_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_artifact_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact")),
    )
    with op.batch_alter_table("artifact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_artifact_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_artifact_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_artifact_project_id"), ["project_id"], unique=False)

    op.create_table(
        "board_card_assignee",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name=op.f("fk_board_card_assignee_card_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_board_card_assignee_user_id")
        ),
        sa.PrimaryKeyConstraint("card_id", "user_id", name=op.f("pk_board_card_assignee")),
    )
    with op.batch_alter_table("board_card_assignee", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_card_assignee_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "board_card_item",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["board_card.id"], name=op.f("fk_board_card_item_card_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_card_item")),
    )
    with op.batch_alter_table("board_card_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_card_item_card_id"), ["card_id"], unique=False)

    op.create_table(
        "meeting_attendee",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_attendee_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_meeting_attendee_user_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "user_id", name=op.f("pk_meeting_attendee")),
    )
    with op.batch_alter_table("meeting_attendee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_attendee_user_id"), ["user_id"], unique=False)

    op.create_table(
        "project_decision",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=600), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_project_decision_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_project_decision_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_decision_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_decision")),
    )
    with op.batch_alter_table("project_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_decision_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_decision_meeting_id"), ["meeting_id"], unique=False
        )
        batch_op.create_index(
            "ix_project_decision_project_day", ["project_id", "decided_on"], unique=False
        )

    op.create_table(
        "artifact_person",
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifact.id"], name=op.f("fk_artifact_person_artifact_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_artifact_person_user_id")),
        sa.PrimaryKeyConstraint("artifact_id", "user_id", name=op.f("pk_artifact_person")),
    )
    with op.batch_alter_table("artifact_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_artifact_person_user_id"), ["user_id"], unique=False)

    op.create_table(
        "artifact_version",
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("suffix", sa.String(length=4), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("has_small", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(sha256 IS NULL) <> (url IS NULL)", name=op.f("ck_artifact_version_file_or_link")
        ),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (suffix IS NULL)",
            name=op.f("ck_artifact_version_file_has_its_type"),
        ),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifact.id"], name=op.f("fk_artifact_version_artifact_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_artifact_version_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact_version")),
        sa.UniqueConstraint(
            "artifact_id", "number", name=op.f("uq_artifact_version_artifact_id_number")
        ),
    )
    with op.batch_alter_table("artifact_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_artifact_version_artifact_id"), ["artifact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_artifact_version_made_by_id"), ["made_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_artifact_version_sha256"), ["sha256"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("artifact_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artifact_version_sha256"))
        batch_op.drop_index(batch_op.f("ix_artifact_version_made_by_id"))
        batch_op.drop_index(batch_op.f("ix_artifact_version_artifact_id"))

    op.drop_table("artifact_version")
    with op.batch_alter_table("artifact_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artifact_person_user_id"))

    op.drop_table("artifact_person")
    with op.batch_alter_table("project_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_project_decision_project_day")
        batch_op.drop_index(batch_op.f("ix_project_decision_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_project_decision_by_id"))

    op.drop_table("project_decision")
    with op.batch_alter_table("meeting_attendee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_attendee_user_id"))

    op.drop_table("meeting_attendee")
    with op.batch_alter_table("board_card_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_card_item_card_id"))

    op.drop_table("board_card_item")
    with op.batch_alter_table("board_card_assignee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_card_assignee_user_id"))

    op.drop_table("board_card_assignee")
    with op.batch_alter_table("artifact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_artifact_project_id"))
        batch_op.drop_index(batch_op.f("ix_artifact_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_artifact_created_by_id"))

    op.drop_table("artifact")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_project_held")
        batch_op.drop_index(batch_op.f("ix_meeting_created_by_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("board_card", schema=None) as batch_op:
        batch_op.drop_index("ix_board_card_project_state")
        batch_op.drop_index(batch_op.f("ix_board_card_created_by_id"))

    op.drop_table("board_card")
