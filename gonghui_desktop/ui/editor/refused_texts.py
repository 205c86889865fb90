"""Texts that can not be stored, whatever is tried, unless somebody decides. Knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.services.safekeeping.unsaved import Unsaved, conflict_of


@dataclass(frozen=True)
class Refused:
    """The texts of one record.

    Attributes:
        record_id: the record that they were typed into.
        error: why they cannot be stored.
        texts: what was typed.
    """

    record_id: str
    error: GonghuiError
    texts: Unsaved


class RefusedTexts:
    """What waits for a decision, record by record, in the order in which it was refused."""

    def __init__(self) -> None:
        self._by_record: dict[str, Refused] = {}

    @property
    def all(self) -> tuple[Refused, ...]:
        """Everything that waits."""
        return tuple(self._by_record.values())

    def of(self, record_id: str) -> Refused | None:
        """What was typed into a record."""
        return self._by_record.get(record_id)

    def add(self, record_id: str, error: GonghuiError, texts: Unsaved) -> Refused | None:
        """Adds texts to those of the record that wait already.

        Args:
            record_id: the record.
            error: why they cannot be stored; it counts for all of them.
            texts: typed after those that wait.

        Returns:
            All of them, if the clerk has to be told: of another field, or of another reason.
        """
        former = self._by_record.get(record_id)
        refused = Refused(record_id, error, former.texts.under(texts) if former else texts)
        self._by_record[record_id] = refused
        is_known = former is not None and (
            type(former.error) is type(error)
            and former.texts.values.keys() >= texts.values.keys()
            and former.texts.reasons.keys() >= texts.reasons.keys()
        )
        return None if is_known else refused

    def edit(self, record_id: str, field_id: str, text: str, *, is_reason: bool = False) -> bool:
        """Puts a newer text in the place of one that waits because somebody else wrote there.

        Returns:
            Whether such a one waits; any other is to be stored.
        """
        refused = self._by_record.get(record_id)
        if refused is None or conflict_of(refused.error) is None:
            return False
        texts = refused.texts.reasons if is_reason else refused.texts.values
        if field_id not in texts:
            return False
        texts[field_id] = text
        return True

    def take(self, record_id: str, copied: Unsaved | None = None) -> Refused | None:
        """Hands over what waits.

        Args:
            record_id: the record.
            copied: the texts that are dealt with; what is newer stays. ``None`` for all.
        """
        refused = self._by_record.pop(record_id, None)
        left = refused.texts.newer_than(copied) if refused and copied is not None else None
        if refused and left:
            self._by_record[record_id] = replace(refused, texts=left)
        return refused

    def take_to_try(self, record_id: str) -> Refused | None:
        """Hands over what may be stored now that the record was seen again."""
        refused = self._by_record.get(record_id)
        if refused is None or conflict_of(refused.error) is not None:
            return None  # somebody has to choose
        return self._by_record.pop(record_id)

    def clear(self) -> None:
        """Forgets everything."""
        self._by_record.clear()
