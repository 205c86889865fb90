"""Until when an answer to a return is wanted; what the office above has said: returns, receipts.

A package may come in several reports of an office, so it may stand there several times.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the column and the tables, empty; the index of packages no longer says once."""
    op.drop_index("submissions_package", "submissions")
    op.create_index("submissions_package", "submissions", ["package"])
    answer_by = sa.Column("answer_by", sa.String(), nullable=False, server_default=sa.text("''"))
    op.add_column("submission_events", answer_by)
    op.create_table(
        "replies",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("of_package", sa.String(), nullable=False),
        sa.Column("of_revision", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("office_kind", sa.String(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("made_on", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
    )
    op.create_index("replies_package", "replies", ["package"], unique=True)
    op.create_table(
        "reply_reasons",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("reply", sa.Integer(), sa.ForeignKey("replies.number"), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("reply_reasons_reply", "reply_reasons", ["reply"])
    op.create_index("reply_reasons_record", "reply_reasons", ["record"])
    op.create_table(
        "reply_records",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("reply", sa.Integer(), sa.ForeignKey("replies.number"), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("check_code", sa.String(), nullable=False),
    )
    op.create_index("reply_records_reply", "reply_records", ["reply"])
    op.create_index("reply_records_record", "reply_records", ["record"])
