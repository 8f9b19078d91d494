"""Issuers and registries elsewhere, and whose a pairwise id is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OF_QUARANTINE = "(state = 'quarantined') = (reason IS NOT NULL)"
OF_REASONS = "(state = 'accepted') = (reason IS NULL)"


def upgrade() -> None:
    op.create_table(
        "trusted_issuer",
        sa.Column("did", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("document", sa.JSON().with_variant(JSONB, "postgresql"), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_issuer")),
    )
    op.create_index(
        "uq_trusted_issuer_living_did",
        "trusted_issuer",
        ["did"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "held_status_list",
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("encoded", sa.Text(), nullable=True),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_status_list")),
        sa.UniqueConstraint("url", name=op.f("uq_held_status_list_url")),
    )
    op.create_table(
        "registry_elsewhere",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("client_key", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered", sa.Integer(), nullable=False),
        sa.Column("last_delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("per_minute >= 1", name=op.f("ck_registry_elsewhere_some_a_minute")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_elsewhere")),
    )
    op.create_index(
        "uq_registry_elsewhere_living_name",
        "registry_elsewhere",
        ["name"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "subject_agreement",
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_id <> person_id",
            name=op.f("ck_subject_agreement_confirmed_by_another"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_subject_agreement_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user.id"], name=op.f("fk_subject_agreement_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_agreement")),
    )
    for name, columns, where in (
        ("one_person", ["issuer", "subject"], "ended_at IS NULL AND confirmed_at IS NOT NULL"),
        ("one_id", ["issuer", "person_id"], "ended_at IS NULL"),
    ):
        op.create_index(
            f"uq_subject_agreement_{name}",
            "subject_agreement",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    for column in ("person_id", "confirmed_by_id"):
        op.create_index(op.f(f"ix_subject_agreement_{column}"), "subject_agreement", [column])
    with op.batch_alter_table("credential_delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
    with op.batch_alter_table("received_credential", schema=None) as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.add_column(
            sa.Column("way", sa.String(length=32), nullable=False, server_default="embedded")
        )
        batch_op.add_column(sa.Column("client_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("status_list_url", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("status_index", sa.Integer(), nullable=True))
        batch_op.drop_constraint(
            batch_op.f("ck_received_credential_quarantine_has_a_reason"), type_="check"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_received_credential_what_does_not_count_has_a_reason"), OF_REASONS
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_received_credential_what_counts_is_somebodys"),
            "state <> 'accepted' OR person_id IS NOT NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_received_credential_client_id"), "client", ["client_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_received_credential_client_id"), ["client_id"])
        batch_op.create_index(
            batch_op.f("ix_received_credential_status_list_url"), ["status_list_url"]
        )
        batch_op.create_index("ix_received_credential_sha256", ["sha256"])


def downgrade() -> None:
    op.execute("DELETE FROM received_credential WHERE way <> 'embedded'")
    op.execute(
        "UPDATE received_credential SET state = 'quarantined'"
        " WHERE state NOT IN ('accepted', 'quarantined')"
    )
    with op.batch_alter_table("received_credential", schema=None) as batch_op:
        batch_op.drop_index("ix_received_credential_sha256")
        batch_op.drop_index(batch_op.f("ix_received_credential_status_list_url"))
        batch_op.drop_index(batch_op.f("ix_received_credential_client_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_received_credential_client_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("ck_received_credential_what_counts_is_somebodys"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("ck_received_credential_what_does_not_count_has_a_reason"), type_="check"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_received_credential_quarantine_has_a_reason"), OF_QUARANTINE
        )
        for column in ("status_index", "status_list_url", "client_id", "way"):
            batch_op.drop_column(column)
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("credential_delivery", schema=None) as batch_op:
        batch_op.drop_column("sha256")
    op.drop_table("subject_agreement")
    op.drop_table("registry_elsewhere")
    op.drop_table("held_status_list")
    op.drop_table("trusted_issuer")
