"""Training outside: sources with their columns and rules, imports on their way, and records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def _id(name: str = "id") -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    json = sa.JSON().with_variant(JSONB, "postgresql")
    op.create_table(
        "training_source",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("preset", sa.String(length=40), nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        _id(),
        _refers("training_source", "created_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_source")),
        sa.UniqueConstraint("name", name=op.f("uq_training_source_name")),
    )
    _index("training_source", "created_by_id")
    op.create_table(
        "training_columns",
        _id("source_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("columns", json, nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _id(),
        sa.CheckConstraint("number >= 1", name=op.f("ck_training_columns_number_from_one")),
        _refers("training_columns", "source_id", "training_source"),
        _refers("training_columns", "by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_columns")),
        sa.UniqueConstraint(
            "source_id", "number", name=op.f("uq_training_columns_source_id_number")
        ),
    )
    _index("training_columns", "by_id")
    op.create_table(
        "training_rule",
        _id("source_id"),
        sa.Column("pattern", sa.String(length=200), nullable=False),
        sa.Column("pattern_key", sa.String(length=200), nullable=False),
        sa.Column("claims", json, nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        _id(),
        sa.CheckConstraint("months BETWEEN 1 AND 240", name=op.f("ck_training_rule_months_range")),
        _refers("training_rule", "source_id", "training_source"),
        _refers("training_rule", "by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_rule")),
        sa.UniqueConstraint(
            "source_id", "pattern_key", name=op.f("uq_training_rule_source_id_pattern_key")
        ),
    )
    _index("training_rule", "by_id")
    op.create_table(
        "training_import",
        _id("source_id"),
        sa.Column("columns_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("summary", json, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", instant, nullable=False),
        sa.Column("applied_by_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", instant, nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", instant, nullable=True),
        _id(),
        _refers("training_import", "source_id", "training_source"),
        _refers("training_import", "columns_id", "training_columns"),
        _refers("training_import", "by_id", "user"),
        _refers("training_import", "applied_by_id", "user"),
        _refers("training_import", "undone_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_import")),
    )
    _index("training_import", "source_id", "columns_id", "received_at")
    _index("training_import", "by_id", "applied_by_id", "undone_by_id")
    op.create_table(
        "training_file",
        _id("import_id"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _refers("training_file", "import_id", "training_import"),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_training_file")),
    )
    op.create_table(
        "training_mend",
        _id("import_id"),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column", sa.String(length=100), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        _refers("training_mend", "import_id", "training_import"),
        sa.PrimaryKeyConstraint("import_id", "line", "column", name=op.f("pk_training_mend")),
    )
    op.create_table(
        "training_finding",
        _id("import_id"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", json, nullable=False),
        _refers("training_finding", "import_id", "training_import"),
        sa.PrimaryKeyConstraint("import_id", "kind", "place", name=op.f("pk_training_finding")),
    )
    op.create_table(
        "training_record",
        _id("person_id"),
        _id("source_id"),
        _id("import_id"),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("claims", json, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        _id(),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_record_minutes_from_zero")),
        sa.CheckConstraint(
            "expires_on >= completed_on", name=op.f("ck_training_record_expires_after_completed")
        ),
        _refers("training_record", "person_id", "user"),
        _refers("training_record", "source_id", "training_source"),
        _refers("training_record", "import_id", "training_import"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
        sa.UniqueConstraint(
            *("person_id", "source_id", "title_key", "completed_on"),
            name=op.f("uq_training_record_person_id_source_id_title_key_completed_on"),
        ),
    )
    _index("training_record", "source_id", "import_id")
    op.create_index("ix_training_record_day", "training_record", ["completed_on", "person_id"])
    op.create_table(
        "training_change",
        _id("import_id"),
        _id("record_id"),
        _id("person_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("before", json, nullable=False),
        sa.Column("after", json, nullable=False),
        _refers("training_change", "import_id", "training_import"),
        _refers("training_change", "person_id", "user"),
        sa.PrimaryKeyConstraint("import_id", "record_id", name=op.f("pk_training_change")),
    )
    _index("training_change", "record_id", "person_id")


def downgrade() -> None:
    for table in ("change", "record", "finding", "mend", "file", "import", "rule", "columns"):
        op.drop_table(f"training_{table}")
    op.drop_table("training_source")
