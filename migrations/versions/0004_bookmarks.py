"""Bookmarks: people who learn without an account, and the words that lead them back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HAS_A_NAME = "family_name <> '' OR given_name <> ''"
GUEST_IS_NOBODY = (
    "NOT is_guest OR (login_id IS NULL AND email IS NULL AND password_hash IS NULL"
    " AND nickname IS NULL AND grade IS NULL AND family_name = '' AND given_name = ''"
    " AND family_kana = '' AND given_kana = '')"
)

CHECKED_AT_EVERY_DELETION = (
    ("one_time_link", "created_by_id"),
    ("access_log", "viewer_id"),
    ("credential_audit", "by_id"),
)
"""Foreign keys to ``user``, whose rows go every day from now on."""


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("words_hmac", sa.String(length=64), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_bookmark_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_bookmark")),
        sa.UniqueConstraint("words_hmac", name=op.f("uq_bookmark_words_hmac")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.drop_constraint(op.f("ck_user_has_a_name"), type_="check")
        batch_op.create_check_constraint(op.f("ck_user_has_a_name"), f"is_guest OR {HAS_A_NAME}")
        batch_op.create_check_constraint(op.f("ck_user_guest_is_nobody"), GUEST_IS_NOBODY)
    for table, column in CHECKED_AT_EVERY_DELETION:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take the tables back; what guests learned goes with them."""
    for table, column in CHECKED_AT_EVERY_DELETION:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    op.drop_table("bookmark")
    op.execute(
        'DELETE FROM registration WHERE learner_id IN (SELECT id FROM "user" WHERE is_guest)'
    )
    op.execute('DELETE FROM "user" WHERE is_guest')
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_user_guest_is_nobody"), type_="check")
        batch_op.drop_constraint(op.f("ck_user_has_a_name"), type_="check")
        batch_op.create_check_constraint(op.f("ck_user_has_a_name"), HAS_A_NAME)
        batch_op.drop_column("is_guest")
