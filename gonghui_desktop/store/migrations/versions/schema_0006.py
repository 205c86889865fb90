"""The offices that are expected to report, what was received from them, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds the tables, empty."""
    _offices()
    _submissions()


def _offices() -> None:
    op.create_table(
        "offices",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
    )
    op.create_table(
        "office_events",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=False),
        sa.Column("sent_at", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("within", sa.Integer(), sa.ForeignKey("submissions.number")),
    )
    op.create_index("submissions_package", "submissions", ["package"], unique=True)
    op.create_index("submissions_digest", "submissions", ["digest"])
    op.create_table(
        "submission_records",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("submission", sa.Integer(), sa.ForeignKey("submissions.number"), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reopen_reason", sa.Text(), nullable=False),
        sa.Column("field_values", sa.Text(), nullable=False),
        sa.Column("explanations", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("code_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
    )
    op.create_index("submission_records_submission", "submission_records", ["submission"])
    op.create_index("submission_records_id", "submission_records", ["id"])
    op.create_table(
        "submission_events",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("submission", sa.Integer(), sa.ForeignKey("submissions.number"), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
    )
    op.create_index("submission_events_submission", "submission_events", ["submission"])
