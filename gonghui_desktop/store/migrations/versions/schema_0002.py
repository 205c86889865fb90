"""Campaigns and editions: what each record belongs to, the definitions, exported packages.

Everything stored so far belongs to the campaign of 2017, the only one that there was, and to the
forms as the program of that time shipped them. Every record keeps its code of version 1, which
stands on its paper, a draft until it is changed: offices print and stamp drafts, and only the
export makes them final. What was made on another form (an office may have added one) gets its
edition when the forms are known; see ``services.editions``.
"""

import json

import sqlalchemy as sa
from alembic import op

from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form_loader import read_form
from gonghui_desktop.model.strict import Table
from gonghui_desktop.paths import resources_folder

revision = "0002"
down_revision = "0001"

_CAMPAIGN = "2017"
_FORMS = "2017.json"


def upgrade() -> None:
    """Adds the columns and tables, and fills in what is known."""
    for table in ("records", "revisions"):
        if table == "records":
            op.add_column(table, _text("campaign"))
        op.add_column(table, _text("edition"))
        op.add_column(
            table,
            sa.Column("code_version", sa.Integer(), nullable=False, server_default=sa.text("1")),
        )
    op.create_table(
        "definitions",
        sa.Column("digest", sa.String(), primary_key=True, nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "packages",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("package", sa.String(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=False),
        sa.Column("exported_at", sa.String(), nullable=False),
    )
    _fill()


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))


def _fill() -> None:
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE records SET campaign = :id"), {"id": _CAMPAIGN})
    path = resources_folder() / "editions" / _FORMS
    for item in json.loads(path.read_text("utf-8")):
        kept = definition_of(read_form(Table(item, _FORMS)))
        row = {"digest": kept.digest, "form": kept.form, "text": kept.text}
        known = sa.text("SELECT 1 FROM records WHERE form = :form")
        if connection.execute(known, row).first() is None:
            continue
        connection.execute(sa.text("INSERT INTO definitions VALUES (:digest, :form, :text)"), row)
        connection.execute(sa.text("UPDATE records SET edition = :digest WHERE form = :form"), row)
        connection.execute(
            sa.text(
                "UPDATE revisions SET edition = :digest"
                " WHERE record IN (SELECT number FROM records WHERE form = :form)"
            ),
            row,
        )
