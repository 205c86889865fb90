"""A filled-in form as a plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from gonghui_desktop.model.stages import Stage

EMPTY: Mapping[str, str] = MappingProxyType({})

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of a stage that a record has not come to by the store."""

CODE_VERSION = 2
"""Version of the check codes that are made now; records made before editions existed have 1.

The next version needs a new schema, too: a program that does not know it takes the row for damaged.
"""


class RecordState(StrEnum):
    """Where a record stands: a draft may change, a final one is read-only until reopened."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Record:
    """One unit put forward on one form.

    Attributes:
        id: 32 lower-case hexadecimal digits (a random UUID), the same for life.
        form: id of its form definition.
        campaign: id of the campaign that it belongs to, empty where nobody knows.
        edition: digest of the form's definition that its values fit, empty where nobody knows.
        code_version: version of its check code, see :mod:`gonghui_desktop.model.checkcode`.
        values: field id to canonical text, code point by code point as typed; empty ones left out.
        explanations: field id to the clerk's reason why a 核实 finding stands.
        state: draft or final.
        revision: 1 for the first; reopening a final record starts the next.
        reopen_reason: why this revision replaces the one before, empty for revision 1.
        created_at: when made, with time zone.
        changed_at: last change of what is in it, or of its state, with time zone.
        stage: how far it has come; a draft's and a final one's go with ``state``.
        stage_at: since when, with time zone.
    """

    id: str
    form: str
    created_at: datetime
    changed_at: datetime
    values: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    explanations: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    state: RecordState = RecordState.DRAFT
    revision: int = 1
    reopen_reason: str = ""
    campaign: str = ""
    edition: str = ""
    code_version: int = CODE_VERSION
    stage: Stage = field(default=Stage.DRAFT, compare=False)  # lies beside the form, not in it
    stage_at: datetime = field(default=NEVER, compare=False)

    def value(self, field_id: str) -> str:
        """Canonical text of a field, empty when nothing was entered."""
        return self.values.get(field_id, "")


@dataclass(frozen=True)
class Profile:
    """Who reports: the office whose name stands on the package.

    Attributes:
        kind: id of a reporter kind of the campaign, such as ``district``.
        name: the office's full name.
        contact_name: person to call, may be empty.
        contact_phone: that person's telephone, may be empty.
        receiver: name of the office that it hands in to, where it had to say that; may be empty.
    """

    kind: str
    name: str
    contact_name: str = ""
    contact_phone: str = ""
    receiver: str = ""
