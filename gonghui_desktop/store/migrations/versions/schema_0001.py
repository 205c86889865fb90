"""The first schema: records, their frozen revisions, who reports, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "records",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("field_values", sa.Text(), nullable=False),
        sa.Column("explanations", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.String()),
        sa.CheckConstraint(
            "length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'", name="records_id_digits"
        ),
        sa.CheckConstraint("state IN ('draft', 'final')", name="records_state"),
        sa.CheckConstraint("revision >= 1", name="records_revision"),
    )
    op.create_index(
        "records_id", "records", ["id"], unique=True, sqlite_where=sa.text("deleted_at IS NULL")
    )
    op.create_table(
        "revisions",
        sa.Column("record", sa.Integer(), sa.ForeignKey("records.number"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("field_values", sa.Text(), nullable=False),
        sa.Column("explanations", sa.Text(), nullable=False),
        sa.Column("finalised_at", sa.String(), nullable=False),
    )
    op.create_table(
        "profile",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.CheckConstraint("number = 1", name="profile_single"),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
    )
