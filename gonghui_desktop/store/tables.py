"""The tables; the migrations in ``migrations/versions`` make them, a test holds the two together.

Plain columns: :mod:`gonghui_desktop.store.encoding` knows what is written in them.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

METADATA = MetaData()

RECORDS = Table(
    "records",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("form", String, nullable=False),
    Column("state", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reopen_reason", Text, nullable=False),
    Column("field_values", Text, nullable=False),
    Column("explanations", Text, nullable=False),
    Column("created_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("deleted_at", String),
    Column("campaign", String, nullable=False, server_default=text("''")),
    Column("edition", String, nullable=False, server_default=text("''")),
    Column("code_version", Integer, nullable=False, server_default=text("1")),
    Column("stage", String, nullable=False, server_default=text("'draft'")),
    Column("stage_at", String, nullable=False, server_default=text("''")),
    CheckConstraint("length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'", name="records_id_digits"),
    CheckConstraint("state IN ('draft', 'final')", name="records_state"),
    CheckConstraint("revision >= 1", name="records_revision"),
    Index("records_id", "id", unique=True, sqlite_where=text("deleted_at IS NULL")),
)
"""Each record's current revision; ``number`` gives the order of creation.

An id is unique outside of the bin only: what was deleted may come back by import.
"""

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("record", Integer, ForeignKey("records.number"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("field_values", Text, nullable=False),
    Column("explanations", Text, nullable=False),
    Column("finalised_at", String, nullable=False),
    Column("edition", String, nullable=False, server_default=text("''")),
    Column("code_version", Integer, nullable=False, server_default=text("1")),
)
"""Records as they were made final, never changed afterwards."""

HISTORY = Table(
    "history",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("record", Integer, ForeignKey("records.number"), nullable=False),
    Column("at", String, nullable=False),
    Column("since", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("field", String, nullable=False),
    Column("is_reason", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("longest", Integer, nullable=False),
    Index("history_record", "record"),
)
"""What was done to each record; ``since`` and ``longest`` are for :mod:`store.history` alone."""

STAGES = Table(
    "stages",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("record", Integer, ForeignKey("records.number"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("at", String, nullable=False),
    Index("stages_record", "record"),
)
"""Every stage that each revision came to, in that order."""

SEALS = Table(
    "seals",
    METADATA,
    Column("record", Integer, ForeignKey("records.number"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("seal", Integer, primary_key=True),
    Column("at", String, nullable=False),
)
"""Seals that the paper of a revision has; counted from 0 in the order of the form."""

PRINTS = Table(
    "prints",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("record", Integer, ForeignKey("records.number"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("is_draft", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("printer", Text, nullable=False),
    Column("at", String, nullable=False),
    Index("prints_record", "record"),
)
"""Each time that a record's paper came out of a printer, in that order; ``code`` is on it."""

DEFINITIONS = Table(
    "definitions",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("form", String, nullable=False),
    Column("text", Text, nullable=False),
)
"""The definition of every edition that a record has, as JSON."""

PACKAGES = Table(
    "packages",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("package", String, nullable=False),
    Column("campaign", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("supersedes", String, nullable=False),
    Column("exported_at", String, nullable=False),
)
"""Submission packages that were exported, in that order."""

ROSTER = Table(
    "roster",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("added_at", String, nullable=False),
    Column("who", Text, nullable=False),
)
"""Units that may not be put forward again, from the campaign on in which they were listed."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("is_same", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", String, nullable=False),
)
"""What somebody has decided about pairs; of one pair the last row counts."""

OFFICES = Table(
    "offices",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("added_at", String, nullable=False),
    Column("who", Text, nullable=False),
)
"""Offices that are expected to report in a campaign."""

OFFICE_EVENTS = Table(
    "office_events",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("campaign", String, nullable=False),
    Column("action", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("who", Text, nullable=False),
)
"""What was done to that list from the moment on in which it was frozen."""

SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("package", String, nullable=False),
    Column("type", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("campaign", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("supersedes", String, nullable=False),
    Column("sent_at", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("doubts", Text, nullable=False),
    Column("within", Integer, ForeignKey("submissions.number")),
    Index("submissions_package", "package"),
    Index("submissions_digest", "digest"),
)
"""Packages that were received; ``name`` and what follows are the sender's, ``within`` is the
package of a lower office's report that it came in."""

SUBMISSION_RECORDS = Table(
    "submission_records",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submissions.number"), nullable=False),
    Column("id", String(32), nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("form", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reopen_reason", Text, nullable=False),
    Column("field_values", Text, nullable=False),
    Column("explanations", Text, nullable=False),
    Column("created_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("campaign", String, nullable=False),
    Column("edition", String, nullable=False),
    Column("code_version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Index("submission_records_submission", "submission"),
    Index("submission_records_id", "id"),
)
"""The records of each received package, never changed afterwards.

Between ``id`` and ``form`` stands something else: by the two, one behind the other, rows of records
are found that were to be erased.
"""

SUBMISSION_EVENTS = Table(
    "submission_events",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submissions.number"), nullable=False),
    Column("action", String, nullable=False),
    Column("record", String, nullable=False),
    Column("field", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("answer_by", String, nullable=False, server_default=text("''")),
    Index("submission_events_submission", "submission"),
)
"""What was done to a received package, to one of its records or one field of it, in that order."""

REPLIES = Table(
    "replies",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("package", String, nullable=False),
    Column("type", String, nullable=False),
    Column("campaign", String, nullable=False),
    Column("of_package", String, nullable=False),
    Column("of_revision", Integer, nullable=False),
    Column("office", Text, nullable=False),
    Column("office_kind", String, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", Text, nullable=False),
    Column("addressee", Text, nullable=False),
    Column("made_on", String, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("answer_by", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("who", Text, nullable=False),
    Column("source", Text, nullable=False),
    Index("replies_package", "package", unique=True),
)
"""Returns and receipts that came from an office above; ``answer_by`` is empty in a receipt."""

REPLY_REASONS = Table(
    "reply_reasons",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("reply", Integer, ForeignKey("replies.number"), nullable=False),
    Column("record", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("field", String, nullable=False),
    Column("reason", Text, nullable=False),
    Index("reply_reasons_reply", "reply"),
    Index("reply_reasons_record", "record"),
)
"""Why something was sent back: ``record`` is the id of one of ours, empty for the whole package."""

REPLY_RECORDS = Table(
    "reply_records",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("reply", Integer, ForeignKey("replies.number"), nullable=False),
    Column("record", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("form", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("check_code", String, nullable=False),
    Index("reply_records_reply", "reply"),
    Index("reply_records_record", "record"),
)
"""The records that a reply is about; between ``record`` and ``form`` stands something else, see
:data:`SUBMISSION_RECORDS`."""

PROFILE = Table(
    "profile",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", Text, nullable=False),
    CheckConstraint("number = 1", name="profile_single"),
)
"""Who reports; at most one row."""

SETTINGS = Table(
    "settings",
    METADATA,
    Column("key", String, primary_key=True),
    Column("text", Text, nullable=False),
)
"""The window's state and the like, by key."""
