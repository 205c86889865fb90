"""What was printed of each record."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds the table, empty: of what was printed before, only the stage is known."""
    op.create_table(
        "prints",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("record", sa.Integer(), sa.ForeignKey("records.number"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_draft", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_index("prints_record", "prints", ["record"])
