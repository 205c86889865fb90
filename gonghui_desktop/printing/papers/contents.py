"""What stands on the papers, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class UnitTable:
    """The units on one form.

    Attributes:
        caption: above the table.
        continued: the same on its further pages, short.
        heads: of the columns; the first holds numbers, the last codes.
        rows: texts of the columns, of each unit.
        total: texts of the last row, in bold; empty for none.
    """

    caption: str
    continued: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Attributes:
        label: in front of it.
        amount: that it stands for, at least 0.
        words: the amount as it is told, behind it.
    """

    label: str
    amount: int
    words: str


@dataclass(frozen=True)
class BarChart:
    """A chart.

    Attributes:
        caption: above it, with what is counted.
        bars: one below the other.
    """

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Summary:
    """The summary (汇总表), for an office's seal.

    Attributes:
        title: in one line, where it has room.
        office: whose seal goes on it.
        lead: on the left, above the tables: who hands in.
        date: on the right of it.
        tables: one for each form.
        remarks: beside the seal, a paragraph each: quotas, reasons, whom to call.
        signers: who signs under them.
        charts: below the first table.
    """

    title: str
    office: str
    lead: str
    date: str
    tables: tuple[UnitTable, ...]
    remarks: tuple[str, ...]
    signers: tuple[str, ...]
    charts: tuple[BarChart, ...] = ()


@dataclass(frozen=True)
class CodeList:
    """The codes of the units on one form.

    Attributes:
        caption: which form.
        codes: number and code of each.
    """

    caption: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cover:
    """The cover sheet (报送单) of a package, for an office's seal.

    Attributes:
        title: line by line.
        office: whose seal goes on it.
        facts: label and value of each row.
        fingerprint: SHA-256 over the package.
        code_label: in front of the package's code.
        note: under it.
        list_label: in front of the lists.
        lists: the codes of the forms that are handed in.
        remarks: beside the seal, a paragraph each.
        signers: who signs under them.
    """

    title: tuple[str, ...]
    office: str
    facts: tuple[tuple[str, str], ...]
    fingerprint: bytes
    code_label: str
    note: str
    list_label: str
    lists: tuple[CodeList, ...]
    remarks: tuple[str, ...]
    signers: tuple[str, ...]
