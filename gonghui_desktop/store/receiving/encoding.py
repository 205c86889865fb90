"""Received packages as the columns of their tables, both ways."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.receiving.submissions import (
    Assessment,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionAction,
    SubmissionEvent,
)
from gonghui_desktop.model.record import CODE_VERSION, Profile, Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store.encoding import (
    DAMAGED,
    day_of,
    moment_of,
    moment_text,
    texts_of,
    texts_text,
)

HEAD = (
    "number, package, type, digest, campaign, name, kind, contact_name, contact_phone, receiver,"
    " revision, supersedes, sent_at, received_at, who, source, reason, within"
)
"""Columns of a package, in the order in which :func:`head_of` takes them."""

RECORD = (
    "id, form, created_at, changed_at, field_values, explanations, revision, reopen_reason,"
    " campaign, edition, code_version"
)
"""Columns of a record, behind its package, name and fingerprint; see :func:`record_of`."""

_HEX = re.compile(r"[0-9a-f]{64}")


def columns_of(submission: ReceivedSubmission, assessment: Assessment) -> Mapping[str, object]:
    """Column name to what is written there; the number is the database's."""
    sender = submission.sender
    return {
        "package": submission.package,
        "type": submission.type,
        "digest": submission.digest,
        "campaign": submission.campaign,
        "name": sender.name,
        "kind": sender.kind,
        "contact_name": sender.contact_name,
        "contact_phone": sender.contact_phone,
        "receiver": sender.receiver,
        "revision": submission.revision,
        "supersedes": submission.supersedes,
        "sent_at": moment_text(submission.sent_at),
        "received_at": moment_text(submission.received_at),
        "who": submission.who,
        "source": submission.source,
        "reason": submission.reason,
        "findings": _json([_finding_data(each) for each in assessment.findings]),
        "told": _json([_finding_data(each) for each in assessment.told]),
        "doubts": _json(list(assessment.doubts)),
        "within": submission.within,
    }


def record_columns(submission: int, received: ReceivedRecord) -> Mapping[str, object]:
    """Column name to what is written there."""
    record = received.record
    return {
        "submission": submission,
        "id": record.id,
        "form": record.form,
        "revision": record.revision,
        "reopen_reason": record.reopen_reason,
        "field_values": texts_text(record.values),
        "explanations": texts_text(record.explanations),
        "created_at": moment_text(record.created_at),
        "changed_at": moment_text(record.changed_at),
        "campaign": record.campaign,
        "edition": record.edition,
        "code_version": record.code_version,
        "name": received.name,
        "fingerprint": received.fingerprint,
    }


def head_of(row: Sequence[Any]) -> ReceivedSubmission:
    """The package of a row with :data:`HEAD`.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    number, package, type_, digest, campaign, name, kind, contact, phone, *rest = row
    receiver, revision, supersedes, sent_at, received_at, who, source, reason, within = rest
    texts = (package, type_, digest, campaign, name, kind, contact, phone, receiver, supersedes)
    _check(texts=(*texts, who, source, reason), numbers=(revision, within or 0))
    if not _HEX.fullmatch(digest):  # a file is named by it
        raise DamagedError(DAMAGED)
    return ReceivedSubmission(
        number,
        package,
        digest,
        campaign,
        Profile(kind, name, contact, phone, receiver),
        revision,
        supersedes,
        moment_of(sent_at),
        moment_of(received_at),
        who,
        source,
        reason,
        within,
        type_,
    )


def record_of(row: Sequence[Any]) -> tuple[int, ReceivedRecord]:
    """A package's number and the record of a row with :data:`RECORD`.

    Raises:
        DamagedError: as for :func:`head_of`.
    """
    submission, name, fingerprint, id_, form, created, changed, values, reasons, *rest = row
    revision, reopened, campaign, edition, code_version = rest
    _check(
        texts=(name, fingerprint, id_, form, reopened, campaign, edition),
        numbers=(submission, revision, code_version),
    )
    if not 1 <= code_version <= CODE_VERSION or not _HEX.fullmatch(fingerprint):
        raise DamagedError(DAMAGED)
    changed_at = moment_of(changed)
    record = Record(
        id_,
        form,
        moment_of(created),
        changed_at,
        texts_of(values),
        texts_of(reasons),
        RecordState.FINAL,
        revision,
        reopened,
        campaign,
        edition,
        code_version,
        Stage.FINAL,
        changed_at,
    )
    return submission, ReceivedRecord(record, name, fingerprint)


def event_of(row: Sequence[Any]) -> SubmissionEvent:
    """What was done, by a row.

    Raises:
        DamagedError: as for :func:`head_of`.
    """
    number, submission, action, record, field, reason, at, who, answer_by = row
    _check(texts=(action, record, field, reason, who, answer_by), numbers=(submission,))
    if action not in tuple(SubmissionAction):
        raise DamagedError(DAMAGED)
    done = SubmissionAction(action)
    day = day_of(answer_by) if answer_by else None
    return SubmissionEvent(number, submission, done, record, field, reason, moment_of(at), who, day)


def assessment_of(row: Sequence[Any]) -> tuple[int, Assessment]:
    """A package's number and what is to be said of it, by a row.

    Raises:
        DamagedError: as for :func:`head_of`.
    """
    number, findings, told, doubts = row
    try:
        sentences = json.loads(doubts)
        if any(type(each) is not str for each in sentences):
            raise TypeError
        return number, Assessment(_findings(findings), _findings(told), tuple(sentences))
    except (TypeError, ValueError, RecursionError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text


def _findings(stored: str) -> tuple[Finding, ...]:
    found = []
    for severity, *texts in json.loads(stored):
        if any(type(text) is not str for text in texts):
            raise TypeError
        message, record, field, explanation = texts
        found.append(Finding(Severity(severity), message, record, field, explanation))
    return tuple(found)


def _finding_data(finding: Finding) -> list[str]:
    told = (finding.message, finding.record_id, finding.field, finding.explanation)
    return [finding.severity.value, *told]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _check(*, texts: Sequence[object], numbers: Sequence[object]) -> None:
    if any(type(text) is not str for text in texts):
        raise DamagedError(DAMAGED)
    if any(type(number) is not int for number in numbers):
        raise DamagedError(DAMAGED)
