"""What each person's attestations amount to, one row an item: what the skills matrix reads."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MATRIX = ("framework_ref", "person_id", "item_ref", "level", "state", "expires_on")

FOLD = """
INSERT INTO skill_standing (person_id, item_ref, framework_ref, level, source, attested_on,
    expires_on, state, reason, signed_level, signed_on, signed_expires_on)
SELECT best.person_id, best.item_ref, best.framework_ref, best.level, best.source,
    best.attested_on, best.expires_on, best.state_now, best.state_reason,
    signed.level, signed.attested_on, signed.expires_on
FROM ({ranked}) AS best
LEFT JOIN ({ranked}) AS signed ON signed.person_id = best.person_id
    AND signed.item_ref = best.item_ref AND signed.place_of_source = 1
    AND signed.source = 'signed_credential' AND signed.state_now = 'active'
WHERE best.place = 1
"""
RANKED = """
SELECT stated.*,
    row_number() OVER (PARTITION BY person_id, item_ref ORDER BY {order}) AS place,
    row_number() OVER (PARTITION BY person_id, item_ref, source ORDER BY {order})
        AS place_of_source
FROM (
    SELECT one.*, CASE WHEN state = 'active' AND expires_on < :today THEN 'expired' ELSE state END
        AS state_now
    FROM skill_attestation AS one
) AS stated
"""
ORDER = """
CASE WHEN state_now = 'active' THEN 0 ELSE 1 END, level DESC,
CASE source WHEN 'signed_credential' THEN 0 WHEN 'endorsement' THEN 1 ELSE 2 END,
attested_on DESC, coalesce(expires_on, '9999-12-31') DESC, state DESC,
coalesce(state_reason, '') DESC
"""


def upgrade() -> None:
    op.create_table(
        "skill_standing",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("item_ref", sa.String(length=80), nullable=False),
        sa.Column("framework_ref", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("signed_level", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint("level >= 1", name=op.f("ck_skill_standing_level_from_one")),
        sa.CheckConstraint(
            "(signed_level IS NULL) = (signed_on IS NULL)",
            name=op.f("ck_skill_standing_signed_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_skill_standing_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "item_ref", name=op.f("pk_skill_standing")),
    )
    for column in ("expires_on", "signed_expires_on"):
        op.create_index(op.f(f"ix_skill_standing_{column}"), "skill_standing", [column])
    today = (datetime.now(UTC) + timedelta(hours=9)).date()
    fold = FOLD.format(ranked=RANKED.format(order=ORDER))
    op.execute(sa.text(fold).bindparams(sa.bindparam("today", today, sa.Date())))
    op.create_index("ix_skill_standing_matrix", "skill_standing", list(MATRIX))
    op.drop_index("ix_skill_attestation_matrix", table_name="skill_attestation")


def downgrade() -> None:
    op.create_index("ix_skill_attestation_matrix", "skill_attestation", list(MATRIX))
    op.drop_table("skill_standing")
