"""Providers of sign-in, and the picture cards of classes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_sign_in_state",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_sign_in_state")),
    )
    with op.batch_alter_table("spent_sign_in_state", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_spent_sign_in_state_spent_at"), ["spent_at"], unique=False
        )

    op.create_table(
        "class_card",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("emblem", sa.String(length=32), nullable=False),
        sa.Column("pictures_sealed", sa.Text(), nullable=False),
        sa.Column("qr_sha256", sa.String(length=64), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_class_card_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_class_card")),
        sa.UniqueConstraint("qr_sha256", name=op.f("uq_class_card_qr_sha256")),
    )
    op.create_table(
        "sign_in_provider",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=300), nullable=False),
        sa.Column("client_secret_sealed", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("mail_domains", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("tenant", sa.String(length=120), nullable=False),
        sa.Column("roster_claim", sa.String(length=100), nullable=False),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_sign_in_provider_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_sign_in_provider_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_provider")),
        sa.UniqueConstraint("slug", name=op.f("uq_sign_in_provider_slug")),
    )
    with op.batch_alter_table("sign_in_provider", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_provider_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sign_in_provider_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "class_door",
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("closes_at > opened_at", name=op.f("ck_class_door_open_a_while")),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name=op.f("fk_class_door_class_id")),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user.id"], name=op.f("fk_class_door_opened_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_door")),
    )
    with op.batch_alter_table("class_door", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_door_class_id"), ["class_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_class_door_opened_by_id"), ["opened_by_id"], unique=False
        )
        batch_op.create_index(
            "uq_class_door_open_class",
            ["class_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_class_door_open_code",
            ["code"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "federated_identity",
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["sign_in_provider.id"],
            name=op.f("fk_federated_identity_provider_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_federated_identity_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_federated_identity")),
        sa.UniqueConstraint(
            "provider_id", "subject", name=op.f("uq_federated_identity_provider_id_subject")
        ),
        sa.UniqueConstraint(
            "provider_id", "user_id", name=op.f("uq_federated_identity_provider_id_user_id")
        ),
    )
    with op.batch_alter_table("federated_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_federated_identity_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "class_door_try",
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["door_id"], ["class_door.id"], name=op.f("fk_class_door_try_door_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_class_door_try_user_id")),
        sa.PrimaryKeyConstraint("door_id", "user_id", name=op.f("pk_class_door_try")),
    )
    with op.batch_alter_table("class_door_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_door_try_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("class_door_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_door_try_user_id"))

    op.drop_table("class_door_try")
    with op.batch_alter_table("federated_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_federated_identity_user_id"))

    op.drop_table("federated_identity")
    with op.batch_alter_table("class_door", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_class_door_open_code",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_class_door_open_class",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_class_door_opened_by_id"))
        batch_op.drop_index(batch_op.f("ix_class_door_class_id"))

    op.drop_table("class_door")
    with op.batch_alter_table("sign_in_provider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_provider_organization_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_provider_created_by_id"))

    op.drop_table("sign_in_provider")
    op.drop_table("class_card")
    with op.batch_alter_table("spent_sign_in_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spent_sign_in_state_spent_at"))

    op.drop_table("spent_sign_in_state")
