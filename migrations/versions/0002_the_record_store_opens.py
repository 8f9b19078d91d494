"""The record store opens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "client",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scopes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("reports_on", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("origins", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sa.UniqueConstraint("key", name=op.f("uq_client_key")),
    )
    op.create_table(
        "document",
        sa.Column("slot", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("activity_key", sa.BigInteger(), nullable=True),
        sa.Column("agent_key", sa.BigInteger(), nullable=True),
        sa.Column("registration", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(length=40), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            "ix_document_activity_agent", ["activity_key", "agent_key"], unique=False
        )
        batch_op.create_index("ix_document_agent", ["agent_key"], unique=False)

    op.create_table(
        "erased_tally",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("verb_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("successes", sa.Integer(), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("scaled_sum", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("month", "verb_key", "activity_key", name=op.f("pk_erased_tally")),
    )
    op.create_table(
        "erasure",
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.Uuid(), nullable=True),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("rewritten", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "forwarder",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("speaks", sa.String(length=32), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=False),
        sa.Column("verbs", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("activities", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("children_asked_by", sa.Uuid(), nullable=True),
        sa.Column("children_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("children_agreed_by", sa.Uuid(), nullable=True),
        sa.Column("children_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("unsayable", sa.Integer(), nullable=False),
        sa.Column("last_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "children_agreed_by IS NULL OR"
            " (children_asked_by IS NOT NULL AND children_agreed_by <> children_asked_by)",
            name=op.f("ck_forwarder_two_people_for_children"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forwarder")),
    )
    with op.batch_alter_table("forwarder", schema=None) as batch_op:
        batch_op.create_index(
            "uq_forwarder_living_name",
            ["name"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "lrs_setting",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("announces", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_lrs_setting_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lrs_setting")),
    )
    op.create_table(
        "statement_ref_word",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "seq", name=op.f("pk_statement_ref_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "client_usage",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_usage_client_id")
        ),
        sa.PrimaryKeyConstraint("client_id", "day", name=op.f("pk_client_usage")),
    )
    # Not in batch mode: that makes SQLite's table anew, and its AUTOINCREMENT would be lost.
    op.add_column("statement", sa.Column("authority_key", sa.BigInteger(), nullable=True))
    op.add_column(
        "statement",
        sa.Column("counts", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.drop_column("statement", "fingerprint")

    with op.batch_alter_table("statement_ref", schema=None) as batch_op:
        batch_op.create_index("ix_statement_ref_seq", ["seq"], unique=False)

    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_delivery_undone",
            ["event_seq"],
            unique=False,
            sqlite_where=sa.text("delivered_at IS NULL"),
            postgresql_where=sa.text("delivered_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_delivery_undone")

    with op.batch_alter_table("statement_ref", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_ref_seq")

    op.add_column(
        "statement",
        sa.Column("fingerprint", sa.String(length=32), server_default="", nullable=False),
    )
    op.drop_column("statement", "counts")
    op.drop_column("statement", "authority_key")

    op.drop_table("client_usage")
    op.drop_table("statement_ref_word")
    op.drop_table("lrs_setting")
    with op.batch_alter_table("forwarder", schema=None) as batch_op:
        batch_op.drop_index("uq_forwarder_living_name")

    op.drop_table("forwarder")
    op.drop_table("erasure")
    op.drop_table("erased_tally")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_agent")
        batch_op.drop_index("ix_document_activity_agent")

    op.drop_table("document")
    op.drop_table("client")
