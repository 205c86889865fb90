"""The tables as SQLAlchemy's typed mappings; no instance leaves the package.

The migrations in ``migrations/versions`` make these tables; a test holds the two together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from gonghui_desktop.model.record import RecordState
from gonghui_desktop.store.values import moment_of, texts_of

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class TextMap(TypeDecorator[Mapping[str, str]]):
    """Field id to text as a JSON object, code point by code point."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, _dialect: Dialect) -> str:
        """JSON as people read it: Chinese stays Chinese."""
        return _JSON.encode(dict(value or {}))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Mapping[str, str]:
        """The mapping, read-only.

        Raises:
            StoreError: somebody else wrote something else there.
        """
        return texts_of(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment as ISO 8601 text in UTC, to the microsecond; sorts as text."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Text in UTC."""
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """The moment, with time zone.

        Raises:
            StoreError: somebody else wrote something else there.
        """
        return None if value is None else moment_of(value)


class State(TypeDecorator[RecordState]):
    """A record's state as its own text."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: Dialect) -> RecordState | None:
        """The state; the table's own check admits no other text."""
        return None if value is None else RecordState(value)


class Base(DeclarativeBase):
    """Common base of the mappings."""


class RecordRow(Base):
    """A record's current revision; ``number`` gives the order of creation.

    An id is unique outside of the bin only: what was deleted may come back by import.
    """

    __tablename__ = "records"
    __table_args__ = (
        CheckConstraint("length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'", name="records_id_digits"),
        CheckConstraint("state IN ('draft', 'final')", name="records_state"),
        CheckConstraint("revision >= 1", name="records_revision"),
        Index("records_id", "id", unique=True, sqlite_where=text("deleted_at IS NULL")),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(String(32))
    form: Mapped[str] = mapped_column(String)
    state: Mapped[RecordState] = mapped_column(State)
    revision: Mapped[int] = mapped_column(Integer)
    reopen_reason: Mapped[str] = mapped_column(Text)
    field_values: Mapped[Mapping[str, str]] = mapped_column(TextMap)
    explanations: Mapped[Mapping[str, str]] = mapped_column(TextMap)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RevisionRow(Base):
    """A record as it was made final, never changed afterwards."""

    __tablename__ = "revisions"

    record: Mapped[int] = mapped_column(ForeignKey("records.number"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    field_values: Mapped[Mapping[str, str]] = mapped_column(TextMap)
    explanations: Mapped[Mapping[str, str]] = mapped_column(TextMap)
    finalised_at: Mapped[datetime] = mapped_column(UtcTime)


class ProfileRow(Base):
    """Who reports; at most one row."""

    __tablename__ = "profile"
    __table_args__ = (CheckConstraint("number = 1", name="profile_single"),)

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String)
    name: Mapped[str] = mapped_column(Text)
    contact_name: Mapped[str] = mapped_column(Text)
    contact_phone: Mapped[str] = mapped_column(Text)


class SettingRow(Base):
    """The window's state and the like, by key."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
