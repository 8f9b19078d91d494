"""Rosters: what was imported, and the ids they know people by."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_course",
        sa.Column("sourced_id", sa.String(length=64), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_roster_course_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_course")),
        sa.UniqueConstraint("sourced_id", name=op.f("uq_roster_course_sourced_id")),
    )
    with op.batch_alter_table("roster_course", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_course_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "roster_import",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("ends_absent", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["user.id"], name=op.f("fk_roster_import_applied_by_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_roster_import_by_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_roster_import_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user.id"], name=op.f("fk_roster_import_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_import_applied_by_id"), ["applied_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_roster_import_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_roster_import_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_roster_import_received_at"), ["received_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_roster_import_undone_by_id"), ["undone_by_id"], unique=False
        )

    op.create_table(
        "roster_change",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("is_made", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_import.id"], name=op.f("fk_roster_change_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "place", name=op.f("pk_roster_change")),
    )
    with op.batch_alter_table("roster_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_change_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "roster_file",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_import.id"], name=op.f("fk_roster_file_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_roster_file")),
    )
    op.create_table(
        "roster_finding",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_import.id"], name=op.f("fk_roster_finding_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "kind", "place", name=op.f("pk_roster_finding")),
    )
    op.create_table(
        "roster_mend",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("column", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_import.id"], name=op.f("fk_roster_mend_import_id")
        ),
        sa.PrimaryKeyConstraint(
            "import_id", "file", "line", "column", name=op.f("pk_roster_mend")
        ),
    )
    with op.batch_alter_table("class", schema=None) as batch_op:
        batch_op.add_column(sa.Column("course_sourced_id", sa.String(length=64), nullable=True))

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("identifier", sa.String(length=20), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_organization_identifier"), ["identifier"], unique=True
        )

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sourced_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("roster_role", sa.String(length=32), nullable=True))
        batch_op.create_index(batch_op.f("ix_post_sourced_id"), ["sourced_id"], unique=True)

    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sourced_id", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("master_identifier", sa.String(length=64), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_user_master_identifier"), ["master_identifier"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_user_sourced_id"), ["sourced_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sourced_id"))
        batch_op.drop_index(batch_op.f("ix_user_master_identifier"))
        batch_op.drop_column("master_identifier")
        batch_op.drop_column("sourced_id")

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_sourced_id"))
        batch_op.drop_column("roster_role")
        batch_op.drop_column("sourced_id")

    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_identifier"))
        batch_op.drop_column("identifier")

    with op.batch_alter_table("class", schema=None) as batch_op:
        batch_op.drop_column("course_sourced_id")

    op.drop_table("roster_mend")
    op.drop_table("roster_finding")
    op.drop_table("roster_file")
    with op.batch_alter_table("roster_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_change_person_id"))

    op.drop_table("roster_change")
    with op.batch_alter_table("roster_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_import_undone_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_import_received_at"))
        batch_op.drop_index(batch_op.f("ix_roster_import_organization_id"))
        batch_op.drop_index(batch_op.f("ix_roster_import_by_id"))
        batch_op.drop_index(batch_op.f("ix_roster_import_applied_by_id"))

    op.drop_table("roster_import")
    with op.batch_alter_table("roster_course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_course_organization_id"))

    op.drop_table("roster_course")
