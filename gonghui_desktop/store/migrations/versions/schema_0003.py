"""History, stages and seals.

A record that is there already begins its history with what it says now, in the name of nobody and
at its last change, and stands where its state says. What was made final keeps that date for each
revision.
"""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_DRAFT = "draft"
_FINAL = "final"
_ADD = sa.text(
    "INSERT INTO history"
    " (record, at, since, who, action, field, is_reason, before, after, longest)"
    " VALUES (:record, :at, :at, '', 'migrate', :field, :is_reason, '', :after, :longest)"
)


def upgrade() -> None:
    """Adds the columns and tables, and fills in what is known."""
    op.add_column("records", _text("stage", _DRAFT))
    op.add_column("records", _text("stage_at", ""))
    op.create_table(
        "history",
        sa.Column("number", sa.Integer(), primary_key=True),
        _record(),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("is_reason", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("longest", sa.Integer(), nullable=False),
    )
    op.create_index("history_record", "history", ["record"])
    op.create_table(
        "stages",
        sa.Column("number", sa.Integer(), primary_key=True),
        _record(),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_index("stages_record", "stages", ["record"])
    op.create_table(
        "seals",
        sa.Column("record", sa.Integer(), sa.ForeignKey("records.number"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("seal", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    _fill()


def _text(name: str, default: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text(f"'{default}'"))


def _record() -> "sa.Column[int]":
    return sa.Column("record", sa.Integer(), sa.ForeignKey("records.number"), nullable=False)


def _fill() -> None:
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE records SET stage = state, stage_at = changed_at"))
    connection.execute(
        sa.text(
            "INSERT INTO stages (record, revision, stage, at)"
            " SELECT record, revision, :final, finalised_at FROM revisions"
            " UNION ALL SELECT number, revision, :draft, changed_at FROM records"
            " WHERE state = :draft ORDER BY 1, 2"
        ),
        {"draft": _DRAFT, "final": _FINAL},
    )
    # As bytes: a damaged text is left out here, and must not keep the other records from opening.
    stored = connection.execute(
        sa.text(
            "SELECT number, changed_at, CAST(field_values AS BLOB), CAST(explanations AS BLOB)"
            " FROM records ORDER BY number"
        )
    ).all()
    for number, at, values, reasons in stored:
        entry = {"record": number, "at": at, "field": "", "is_reason": 0, "after": "", "longest": 0}
        connection.execute(_ADD, entry)
        for is_reason, column in enumerate((values, reasons)):
            entries = [
                entry | {"field": key, "is_reason": is_reason, "after": text, "longest": len(text)}
                for key, text in _texts(column)
            ]
            if entries:
                connection.execute(_ADD, entries)


def _texts(stored: bytes) -> Iterator[tuple[str, str]]:
    try:
        texts = json.loads(stored)
    except (TypeError, ValueError, RecursionError):
        return
    if isinstance(texts, dict):
        yield from ((key, text) for key, text in texts.items() if isinstance(text, str))
