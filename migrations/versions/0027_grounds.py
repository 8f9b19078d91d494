"""Attestations that no signature proves, and what stands behind them."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OF_GROUNDS = "(source = 'signed_credential') = (ground_id IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("skill_attestation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ground_id", sa.Uuid(), nullable=True))
        for name in ("title", "issuer_name"):
            batch_op.add_column(
                sa.Column(name, sa.String(length=200), nullable=False, server_default="")
            )
        batch_op.create_unique_constraint(
            batch_op.f("uq_skill_attestation_ground_id_item_ref"), ["ground_id", "item_ref"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_skill_attestation_unsigned_has_its_ground"), OF_GROUNDS
        )


def downgrade() -> None:
    op.execute("DELETE FROM skill_attestation WHERE ground_id IS NOT NULL")
    with op.batch_alter_table("skill_attestation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_skill_attestation_unsigned_has_its_ground"), type_="check"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_skill_attestation_ground_id_item_ref"), type_="unique"
        )
        for name in ("issuer_name", "title", "ground_id"):
            batch_op.drop_column(name)
