"""Definitions of editions, kept as long as their records; inside a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.store.tables import DEFINITIONS, RECORDS, REVISIONS

_UNKNOWN = RECORDS.c.edition == ""


def keep(connection: Connection, definitions: Iterable[Definition]) -> None:
    """Keeps definitions that are not kept yet."""
    for kept in definitions:
        connection.execute(insert(DEFINITIONS).values(asdict(kept)).on_conflict_do_nothing())


def find(connection: Connection, digest: str) -> str | None:
    """The definition of an edition as JSON, ``None`` if it is not kept."""
    return connection.scalar(select(DEFINITIONS.c.text).where(DEFINITIONS.c.digest == digest))


def of_form(connection: Connection, form: str) -> list[str]:
    """Every kept definition of a form as JSON."""
    return list(connection.scalars(select(DEFINITIONS.c.text).where(DEFINITIONS.c.form == form)))


def has_unknown(connection: Connection) -> bool:
    """Whether there is a record, in the bin or not, whose edition nobody knows."""
    return connection.scalar(select(RECORDS.c.number).where(_UNKNOWN).limit(1)) is not None


def assign(connection: Connection, campaign: str, definitions: Iterable[Definition]) -> None:
    """Gives a campaign's records whose edition nobody knows these ones, form by form."""
    for kept in definitions:
        these = _UNKNOWN & (RECORDS.c.form == kept.form) & (RECORDS.c.campaign == campaign)
        numbers = connection.scalars(select(RECORDS.c.number).where(these)).all()
        if not numbers:
            continue
        keep(connection, [kept])
        for number in numbers:
            frozen = (REVISIONS.c.record == number) & (REVISIONS.c.edition == "")
            connection.execute(update(REVISIONS).where(frozen).values(edition=kept.digest))
            this = RECORDS.c.number == number
            connection.execute(update(RECORDS).where(this).values(edition=kept.digest))
