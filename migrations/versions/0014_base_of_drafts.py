"""A draft is brought onto a newer version, and each change says on which it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stood_on_id", sa.Uuid(), nullable=True))
        batch_op.create_index(op.f("ix_draft_change_stood_on_id"), ["stood_on_id"])
        batch_op.create_foreign_key(
            op.f("fk_draft_change_stood_on_id"), "course_version", ["stood_on_id"], ["id"]
        )
    # until now, a draft stood on the version with which it was begun
    op.execute(
        """
        UPDATE draft_change SET stood_on_id = (
            SELECT base_version_id FROM draft WHERE draft.id = draft_change.draft_id
        )
        """
    )


def downgrade() -> None:
    with op.batch_alter_table("draft_change", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_draft_change_stood_on_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_draft_change_stood_on_id"))
        batch_op.drop_column("stood_on_id")
