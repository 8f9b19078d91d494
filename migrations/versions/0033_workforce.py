"""What the city asks of its people: role profiles with their versions, targets, and the action plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEY = sa.Uuid()


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB, "postgresql")
    op.create_table(
        "role_profile",
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        _key("role_profile", "created_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_profile")),
    )
    op.create_table(
        "role_profile_version",
        sa.Column("profile_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("membership", json, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_role_profile_version_number_from_one")),
        _key("role_profile_version", "profile_id", "role_profile.id"),
        _key("role_profile_version", "by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_profile_version")),
        sa.UniqueConstraint(
            "profile_id", "number", name=op.f("uq_role_profile_version_profile_id_number")
        ),
    )
    op.create_table(
        "role_profile_need",
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("item_ref", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("level >= 1", name=op.f("ck_role_profile_need_level_from_one")),
        _key("role_profile_need", "version_id", "role_profile_version.id"),
        sa.PrimaryKeyConstraint("version_id", "item_ref", name=op.f("pk_role_profile_need")),
    )
    op.create_table(
        "role_profile_member",
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        _key("role_profile_member", "version_id", "role_profile_version.id"),
        _key("role_profile_member", "user_id", "user.id"),
        sa.PrimaryKeyConstraint("version_id", "user_id", name=op.f("pk_role_profile_member")),
    )
    op.create_table(
        "workforce_target",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("counts", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("profile_id", KEY, nullable=True),
        sa.Column("item_ref", sa.String(length=80), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("achievement_id", KEY, nullable=True),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("steps", json, nullable=False),
        sa.Column("grades", json, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint(
            "(counts = 'profile') = (profile_id IS NOT NULL)",
            name=op.f("ck_workforce_target_profile_where_it_counts"),
        ),
        sa.CheckConstraint(
            "(counts = 'item') = (item_ref IS NOT NULL AND level IS NOT NULL)",
            name=op.f("ck_workforce_target_item_where_it_counts"),
        ),
        sa.CheckConstraint(
            "(counts = 'achievement') = (achievement_id IS NOT NULL)",
            name=op.f("ck_workforce_target_achievement_where_it_counts"),
        ),
        _key("workforce_target", "profile_id", "role_profile.id"),
        _key("workforce_target", "achievement_id", "achievement.id"),
        _key("workforce_target", "organization_id", "organization.id"),
        _key("workforce_target", "created_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workforce_target")),
    )
    op.create_table(
        "plan_item",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("owner_id", KEY, nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("to_year", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("tags", json, nullable=False),
        sa.Column("needs", json, nullable=False),
        sa.Column("profiles", json, nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("to_year >= from_year", name=op.f("ck_plan_item_years_in_order")),
        _key("plan_item", "owner_id", "organization.id"),
        _key("plan_item", "created_by_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_item_code")),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


INDEXED = (
    ("role_profile", "created_by_id"),
    ("role_profile_version", "by_id"),
    ("role_profile_member", "user_id"),
    ("workforce_target", "profile_id"),
    ("workforce_target", "achievement_id"),
    ("workforce_target", "organization_id"),
    ("workforce_target", "created_by_id"),
    ("plan_item", "owner_id"),
    ("plan_item", "created_by_id"),
)
TABLES = (
    "plan_item",
    "workforce_target",
    "role_profile_member",
    "role_profile_need",
    "role_profile_version",
    "role_profile",
)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
