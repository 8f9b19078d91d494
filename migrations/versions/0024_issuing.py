"""Issuers beside the city's own, keys that follow each other, corrections, awards without a run."""

import base64
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "credential_issuer",
        sa.Column("did", sa.String(300), nullable=False),
        sa.Column("slug", sa.String(40), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("office", sa.String(120), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("successor_did", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "successor_did <> did", name=op.f("ck_credential_issuer_not_its_own_successor")
        ),
        sa.CheckConstraint(
            "successor_did IS NULL OR ended_on IS NOT NULL",
            name=op.f("ck_credential_issuer_successor_of_what_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_credential_issuer_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_did"],
            ["credential_issuer.did"],
            name=op.f("fk_credential_issuer_successor_did"),
        ),
        sa.PrimaryKeyConstraint("did", name=op.f("pk_credential_issuer")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_credential_issuer_organization_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_credential_issuer_slug")),
    )
    with op.batch_alter_table("issuer_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.String(120), nullable=True))
        batch_op.add_column(
            sa.Column("evidence_name", sa.String(80), nullable=False, server_default="修了の記録")
        )
        batch_op.add_column(sa.Column("identity_salt", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("identity_hash", sa.String(80), nullable=True))
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("issuer_name", sa.String(120), nullable=True))
        batch_op.add_column(sa.Column("jwt_kid", sa.String(400), nullable=True))
        batch_op.add_column(sa.Column("di_kid", sa.String(400), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_credential_occasion"), ["occasion"])
        batch_op.create_index(batch_op.f("ix_credential_jwt_kid"), ["jwt_kid"], unique=False)
        batch_op.create_index(batch_op.f("ix_credential_di_kid"), ["di_kid"], unique=False)
        batch_op.create_check_constraint(
            batch_op.f("ck_credential_hash_has_its_salt"),
            "(identity_salt IS NULL) = (identity_hash IS NULL)",
        )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.alter_column("evidence_name", server_default=None)
        batch_op.alter_column("edition", server_default=None)
    _name_the_keys()
    op.create_table(
        "credential_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("note", sa.String(400), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.String(1000), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("achievement_version_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("former_jwt", sa.Text(), nullable=True),
        sa.Column("former_di", sa.Text(), nullable=True),
        sa.Column("former_valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(done_at IS NULL) = (former_jwt IS NULL)",
            name=op.f("ck_credential_correction_done_keeps_what_was"),
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["credential.id"],
            name=op.f("fk_credential_correction_credential_id"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_credential_correction_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["achievement_version_id"],
            ["achievement_version.id"],
            name=op.f("fk_credential_correction_achievement_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_correction")),
    )
    with op.batch_alter_table("credential_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_credential_correction_credential_id"), ["credential_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_credential_correction_by_id"), ["by_id"], unique=False
        )
        batch_op.create_index(
            "uq_credential_correction_one_open",
            ["credential_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "achievement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("description", sa.String(400), nullable=False),
        sa.Column("criteria", sa.String(1000), nullable=False),
        sa.Column("can_do", JSON, nullable=False),
        sa.Column("skills", JSON, nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("courses", JSON, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind <> 'course'", name=op.f("ck_achievement_courses_plan_their_own")),
        sa.CheckConstraint(
            "valid_months BETWEEN 1 AND 240", name=op.f("ck_achievement_valid_months_range")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_achievement_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_achievement_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement")),
    )
    op.create_index(op.f("ix_achievement_organization_id"), "achievement", ["organization_id"])
    op.create_index(op.f("ix_achievement_created_by_id"), "achievement", ["created_by_id"])
    op.create_table(
        "achievement_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("achievement_id", sa.Uuid(), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(1000), nullable=False),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["achievement_id"],
            ["achievement.id"],
            name=op.f("fk_achievement_batch_achievement_id"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_achievement_batch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_achievement_batch")),
    )
    op.create_index(
        op.f("ix_achievement_batch_achievement_id"), "achievement_batch", ["achievement_id"]
    )
    op.create_index(op.f("ix_achievement_batch_by_id"), "achievement_batch", ["by_id"])
    op.create_table(
        "achievement_batch_member",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["achievement_batch.id"],
            name=op.f("fk_achievement_batch_member_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_achievement_batch_member_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["credential.id"],
            name=op.f("fk_achievement_batch_member_credential_id"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "user_id", name=op.f("pk_achievement_batch_member")),
    )
    op.create_index(
        op.f("ix_achievement_batch_member_user_id"), "achievement_batch_member", ["user_id"]
    )
    op.create_index(
        op.f("ix_achievement_batch_member_credential_id"),
        "achievement_batch_member",
        ["credential_id"],
    )


def downgrade() -> None:
    op.drop_table("achievement_batch_member")
    op.drop_table("achievement_batch")
    op.drop_table("achievement")
    op.drop_table("credential_correction")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_credential_hash_has_its_salt"), type_="check")
        batch_op.drop_index(batch_op.f("ix_credential_di_kid"))
        batch_op.drop_index(batch_op.f("ix_credential_jwt_kid"))
        batch_op.drop_constraint(batch_op.f("uq_credential_occasion"), type_="unique")
        for column in (
            "di_kid",
            "jwt_kid",
            "issuer_name",
            "edition",
            "identity_hash",
            "identity_salt",
            "evidence_name",
            "occasion",
        ):
            batch_op.drop_column(column)
    with op.batch_alter_table("issuer_key", schema=None) as batch_op:
        batch_op.drop_column("changed_at")
    op.drop_table("credential_issuer")


def _name_the_keys() -> None:
    """Tell of each credential which keys signed it, as its two forms tell it."""
    table = sa.table(
        "credential",
        sa.column("id", sa.Uuid()),
        sa.column("jwt", sa.Text()),
        sa.column("di", sa.Text()),
        sa.column("issuer_name", sa.String()),
        sa.column("jwt_kid", sa.String()),
        sa.column("di_kid", sa.String()),
    )
    connection = op.get_bind()
    signed = connection.execute(
        sa.select(table.c.id, table.c.jwt, table.c.di).where(table.c.jwt.is_not(None))
    ).all()
    for row in signed:
        header = row.jwt.partition(".")[0]
        told = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
        document = json.loads(row.di)
        connection.execute(
            table.update()
            .where(table.c.id == row.id)
            .values(
                issuer_name=document["issuer"]["name"],
                jwt_kid=told["kid"],
                di_kid=document["proof"][0]["verificationMethod"],
            )
        )
