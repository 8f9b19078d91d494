"""Guardians, notices and consents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guardian_letter",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f("ck_guardian_letter_lives_a_while")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["user.id"], name=op.f("fk_guardian_letter_child_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_guardian_letter_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_letter")),
        sa.UniqueConstraint("code_hmac", name=op.f("uq_guardian_letter_code_hmac")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_guardian_letter_token_sha256")),
    )
    with op.batch_alter_table("guardian_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_guardian_letter_child_id"), ["child_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_guardian_letter_created_by_id"), ["created_by_id"], unique=False
        )

    op.create_table(
        "guardianship",
        sa.Column("guardian_user_id", sa.Uuid(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("has_authority", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("established_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_guardianship_ends_after_start")),
        sa.ForeignKeyConstraint(["child_id"], ["user.id"], name=op.f("fk_guardianship_child_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user.id"], name=op.f("fk_guardianship_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["established_by_id"], ["user.id"], name=op.f("fk_guardianship_established_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_user_id"], ["user.id"], name=op.f("fk_guardianship_guardian_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardianship")),
        sa.UniqueConstraint(
            "guardian_user_id", "child_id", name=op.f("uq_guardianship_guardian_user_id_child_id")
        ),
    )
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guardianship_child_id"), ["child_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_guardianship_closed_by_id"), ["closed_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_guardianship_established_by_id"), ["established_by_id"], unique=False
        )

    op.create_table(
        "published_text",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("asks_again", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 2", name=op.f("ck_published_text_after_the_file")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_published_text_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_text")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_published_text_key_number")),
    )
    with op.batch_alter_table("published_text", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_published_text_published_by_id"), ["published_by_id"], unique=False
        )

    op.create_table(
        "consent_record",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("guardianship_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("said", sa.String(length=32), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(how = 'paper') = (received_on IS NOT NULL AND recorded_by_id IS NOT NULL)",
            name=op.f("ck_consent_record_paper_has_a_receiver"),
        ),
        sa.ForeignKeyConstraint(
            ["guardianship_id"],
            ["guardianship.id"],
            name=op.f("fk_consent_record_guardianship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_consent_record_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_consent_record_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_record")),
    )
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_record_guardianship_id"), ["guardianship_id"], unique=False
        )
        batch_op.create_index(
            "ix_consent_record_person_purpose", ["person_id", "purpose"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_consent_record_recorded_by_id"), ["recorded_by_id"], unique=False
        )

    op.create_table(
        "notice_reading",
        sa.Column("guardianship_id", sa.Uuid(), nullable=False),
        sa.Column("notice", sa.String(length=32), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guardianship_id"],
            ["guardianship.id"],
            name=op.f("fk_notice_reading_guardianship_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reading")),
        sa.UniqueConstraint(
            "guardianship_id",
            "notice",
            "text_version",
            name=op.f("uq_notice_reading_guardianship_id_notice_text_version"),
        ),
    )


def downgrade() -> None:
    op.drop_table("notice_reading")
    with op.batch_alter_table("consent_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_record_recorded_by_id"))
        batch_op.drop_index("ix_consent_record_person_purpose")
        batch_op.drop_index(batch_op.f("ix_consent_record_guardianship_id"))

    op.drop_table("consent_record")
    with op.batch_alter_table("published_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_text_published_by_id"))

    op.drop_table("published_text")
    with op.batch_alter_table("guardianship", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardianship_established_by_id"))
        batch_op.drop_index(batch_op.f("ix_guardianship_closed_by_id"))
        batch_op.drop_index(batch_op.f("ix_guardianship_child_id"))

    op.drop_table("guardianship")
    with op.batch_alter_table("guardian_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guardian_letter_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_guardian_letter_child_id"))

    op.drop_table("guardian_letter")
