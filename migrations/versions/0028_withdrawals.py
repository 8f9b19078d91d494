"""Whole batches are taken back by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

PEOPLE = ("withdrawal_asked_by_id", "withdrawal_agreed_by_id")
DAYS = ("withdrawal_asked_at", "withdrawal_agreed_at")
CHECKS = {
    "ck_achievement_batch_agreed_by_another": (
        "withdrawal_agreed_by_id <> withdrawal_asked_by_id"
    ),
    "ck_achievement_batch_asked_with_a_reason": (
        "(withdrawal_reason IS NULL) = (withdrawal_asked_at IS NULL)"
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("achievement_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawal_reason", sa.String(length=400), nullable=True))
        for name in PEOPLE:
            batch_op.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            batch_op.create_foreign_key(
                batch_op.f(f"fk_achievement_batch_{name}"), "user", [name], ["id"]
            )
            batch_op.create_index(batch_op.f(f"ix_achievement_batch_{name}"), [name])
        for name in DAYS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(name), rule)


def downgrade() -> None:
    with op.batch_alter_table("achievement_batch", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        for name in PEOPLE:
            batch_op.drop_index(batch_op.f(f"ix_achievement_batch_{name}"))
            batch_op.drop_constraint(
                batch_op.f(f"fk_achievement_batch_{name}"), type_="foreignkey"
            )
        for name in (*DAYS, *PEOPLE, "withdrawal_reason"):
            batch_op.drop_column(name)
