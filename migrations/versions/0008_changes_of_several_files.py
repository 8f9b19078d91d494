"""A change of a draft consists of operations, on one file or several."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("path", "start", "before", "after")
"""Of one splice."""


def upgrade() -> None:
    op.create_table(
        "draft_operation",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("to_path", sa.String(length=300), nullable=True),
        sa.Column("to_start", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["draft_change.id"], name=op.f("fk_draft_operation_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_operation")),
        sa.UniqueConstraint("change_id", "place", name=op.f("uq_draft_operation_change_id_place")),
    )
    # Until now a change was one splice; it becomes the one operation of itself, by the same id.
    op.execute(
        """
        INSERT INTO draft_operation (id, change_id, place, act, path, start, before, after)
        SELECT id, id, 0, 'edited', path, start, before, after FROM draft_change
        """
    )
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=32), nullable=False, server_default="edit")
        )
    op.execute("UPDATE draft_change SET kind = 'undo' WHERE undoes IS NOT NULL")
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.alter_column(
            "kind",
            existing_type=sa.String(length=32),
            existing_nullable=False,
            server_default=None,
        )
        for column in COLUMNS:
            batch_op.drop_column(column)


def downgrade() -> None:
    """Keep what one splice can say; a change of several operations had no form before."""
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("path", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("start", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("before", sa.LargeBinary(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("after", sa.LargeBinary(), nullable=False, server_default="")
        )
        batch_op.drop_column("kind")
    change = sa.table("draft_change", *map(sa.column, ("id", *COLUMNS)))
    operation = sa.table("draft_operation", *map(sa.column, ("change_id", "place", *COLUMNS)))
    first = (operation.c.change_id == change.c.id) & (operation.c.place == 0)
    op.execute(
        sa.update(change)
        .where(sa.exists().where(first))
        .values(
            {name: sa.select(operation.c[name]).where(first).scalar_subquery() for name in COLUMNS}
        )
    )
    op.drop_table("draft_operation")
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        for column, kind in (
            ("path", sa.String(length=300)),
            ("start", sa.Integer()),
            ("before", sa.LargeBinary()),
            ("after", sa.LargeBinary()),
        ):
            batch_op.alter_column(
                column, existing_type=kind, existing_nullable=False, server_default=None
            )
