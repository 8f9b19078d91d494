"""People for a piece of work: room, short lists, sought roles; and the index by which they are found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.Uuid()
FINDING = ("item_ref", "level", "person_id", "state", "expires_on", "attested_on")
SIGNED = ("item_ref", "signed_level", "person_id", "signed_expires_on", "signed_on")


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_index("ix_skill_standing_finding", "skill_standing", list(FINDING))
    op.create_index("ix_skill_standing_signed", "skill_standing", list(SIGNED))
    op.create_table(
        "availability",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("room", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.Column("said_by_id", KEY, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("until >= starts_on", name=op.f("ck_availability_ends_after_start")),
        sa.CheckConstraint("hours BETWEEN 1 AND 40", name=op.f("ck_availability_hours_of_a_week")),
        _key("availability", "person_id", "user.id"),
        _key("availability", "said_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
        sa.UniqueConstraint("person_id", name=op.f("uq_availability_person_id")),
    )
    op.create_table(
        "short_list",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("needs", sa.JSON().with_variant(JSONB, "postgresql"), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        _key("short_list", "created_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_list")),
    )
    op.create_table(
        "short_list_member",
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("stage_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        _key("short_list_member", "list_id", "short_list.id"),
        _key("short_list_member", "person_id", "user.id"),
        _key("short_list_member", "added_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_list_member")),
        sa.UniqueConstraint(
            "list_id", "person_id", name=op.f("uq_short_list_member_list_id_person_id")
        ),
    )
    op.create_table(
        "sought_role",
        sa.Column("profile_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("contact", sa.String(length=400), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("until >= starts_on", name=op.f("ck_sought_role_ends_after_start")),
        _key("sought_role", "profile_id", "role_profile.id"),
        _key("sought_role", "created_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_role")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXED = (
    ("availability", "until"),
    ("availability", "said_by_id"),
    ("short_list", "closed_on"),
    ("short_list", "created_by_id"),
    ("short_list_member", "person_id"),
    ("short_list_member", "added_by_id"),
    ("sought_role", "profile_id"),
    ("sought_role", "created_by_id"),
)
TABLES = ("sought_role", "short_list_member", "short_list", "availability")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_skill_standing_signed", "skill_standing")
    op.drop_index("ix_skill_standing_finding", "skill_standing")
