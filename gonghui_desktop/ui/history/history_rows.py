"""A record's history as its window shows it: what was done at once is one row. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.history import ACTION_NAMES, Action, HistoryEntry, texts_after
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.seals import SealNote, seal_words
from gonghui_desktop.model.stages import STAGE_NAMES, Stage, seal_names
from gonghui_desktop.services.editions import form_of, labels_of
from gonghui_desktop.services.history import history
from gonghui_desktop.services.record_texts import RecordTexts, TextKey, named_texts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.widgets.moments import moment_words


@dataclass(frozen=True)
class HistoryRow:
    """What was done at one moment.

    Attributes:
        number: of its last entry; it rises with time.
        title: what, such as ``改动 单位名称``.
        when: in words.
        who: the computer's user, empty where nobody knows.
        before: the texts as they were, by the name of their key.
        after: the texts as they became.
        fields: ids of the fields concerned.
        note: a sentence about it where no text was changed; may be empty.
    """

    number: int
    title: str
    when: str
    who: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    fields: frozenset[str]
    note: str = ""


class HistoryBook:
    """The history of one record and the words for it.

    Args:
        form: the one that the record is shown with.
        record: as it is now.
        entries: its history, newest first.
        now: with the office's time zone.
        labels: field id to label, of fields that the form does not have.
    """

    def __init__(
        self,
        form: FormDefinition,
        record: Record,
        entries: Sequence[HistoryEntry],
        now: datetime,
        labels: Mapping[str, str],
    ) -> None:
        self.record = record
        self._form = form
        self._entries = entries
        self._now = now
        self._texts = RecordTexts(form, labels)
        self.rows = tuple(
            self._row(list(group))
            for _, group in groupby(entries, key=lambda entry: (entry.at, entry.action, entry.who))
        )

    @classmethod
    def read(cls, ws: Workspace, record: Record, now: datetime) -> HistoryBook:
        """Reads the history of a record; for the background.

        Raises:
            RecordNotFound: the record is gone for good.
        """
        entries, form = history(ws, record.id), form_of(ws, record)
        gone = {each.field for each in entries if each.field and not form.has_field(each.field)}
        return cls(form, record, entries, now, labels_of(ws, record, gone) if gone else {})

    @property
    def is_final(self) -> bool:
        """Whether the record can only be looked at."""
        return self.record.state is RecordState.FINAL

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Id and label of each field with a history, in the order of reading."""
        found = {entry.field for entry in self._entries if entry.field}
        ids = [field.id for field in self._form.fields if field.id in found]
        return [(each, self.label(each)) for each in [*ids, *sorted(found - set(ids))]]

    def label(self, field_id: str, *, is_reason: bool = False) -> str:
        """What a text is called."""
        return self._texts.label(field_id, is_reason=is_reason)

    def changes(self, row: HistoryRow) -> tuple[Difference, ...]:
        """What a row changed."""
        return self._texts.differences(row.before, row.after)

    def since(self, row: HistoryRow) -> tuple[Difference, ...]:
        """What differs between the record as it was after a row, and now."""
        return self._texts.differences(self.texts_at(row), self._texts_now)

    def texts_at(self, row: HistoryRow) -> Mapping[str, str]:
        """Every text as it was after a row."""
        return named_texts(*texts_after(self.record, self._entries, row.number))

    def shown_now(self) -> Mapping[str, str]:
        """Every text as it is now, as it is to be read."""
        return {key: self._texts.shown(key, text) for key, text in self._texts_now.items()}

    @property
    def _texts_now(self) -> Mapping[str, str]:
        return named_texts(self.record.values, self.record.explanations)

    def _row(self, group: Sequence[HistoryEntry]) -> HistoryRow:
        first = group[0]
        texts = [(str(TextKey(e.field, e.is_reason)), e) for e in group if e.field]
        return HistoryRow(
            number=max(entry.number for entry in group),
            title=self._title(group),
            when=moment_words(first.at, self._now),
            who=first.who,
            before={key: entry.before for key, entry in reversed(texts)},
            after={key: entry.after for key, entry in texts},
            fields=frozenset(entry.field for entry in group if entry.field),
            note=self._note(first),
        )

    def _note(self, first: HistoryEntry) -> str:
        """The reason of the last reopening; the record knows no other, nor one taken back."""
        deeds = (Action.REOPEN, Action.TAKE_BACK)
        last = next((entry for entry in self._entries if entry.action in deeds), None)
        if last is not first or first.action is not Action.REOPEN or not self.record.reopen_reason:
            return ""
        return f"重新打开的原因：{self.record.reopen_reason}"

    def _title(self, group: Sequence[HistoryEntry]) -> str:
        texts = [entry for entry in group if entry.field]
        action = group[0].action
        deed = next((entry for entry in group if not entry.field), group[0])
        if action in (Action.EDIT, Action.REVERT):
            only = self.label(texts[0].field, is_reason=texts[0].is_reason) if texts else ""
            return f"{ACTION_NAMES[action]} {only if len(texts) == 1 else f'{len(texts)} 项'}"
        if action is Action.STAGE and deed.after in set(Stage):
            return STAGE_NAMES[Stage(deed.after)]
        if action is Action.SEAL:
            return seal_words(self._seal(deed), deed.after)
        if action is Action.TAKE_BACK:
            return f"撤销{_taken_back(deed.before, deed.after)}"
        return ACTION_NAMES[action]

    def _seal(self, deed: HistoryEntry) -> str:
        text, names = deed.after or deed.before, seal_names(self._form)
        try:
            number = SealNote.of(text).number
        except ValueError:  # damaged
            return f"“{text}”"
        return names[number - 1] if number <= len(names) else f"第 {number} 枚章"


def _taken_back(stage: str, back_at: str) -> str:
    """What led to a stage and was taken back."""
    if back_at == Stage.DRAFT.value:
        return ACTION_NAMES[Action.FINALISE]
    if stage == back_at:
        return "登记"  # of an earlier stage, which left the form where it was
    if stage == Stage.DRAFT.value or stage not in set(Stage):
        return ACTION_NAMES[Action.REOPEN]
    return f"“{STAGE_NAMES[Stage(stage)]}”"
