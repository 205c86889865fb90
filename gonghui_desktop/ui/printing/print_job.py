"""What is printed, and how: plain values between the pages, the dialog and the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.spooling import PrintQueue, Sides, SpoolJob, page_sequence


@dataclass(frozen=True)
class PrintJob:
    """Sheets to be printed.

    Attributes:
        pdf: one copy of each sheet.
        page_counts: how many pages each sheet has, in order.
        copies: of each sheet, the usual number.
        title: what it is, such as 附件1 and a unit's name.
        foot_line: whether page numbers, check code and QR code are under the forms.
        can_continue: it is a blank form that can have a blank 续表.
        is_form: whether they are forms, which have switches; other papers are as they are.
        known: what a clerk should know before, such as that it was printed; empty if nothing.
        is_noted: whether the program notes that the forms were printed.
    """

    pdf: bytes
    page_counts: tuple[int, ...]
    copies: tuple[int, ...]
    title: str = "申报表"
    foot_line: bool = True
    can_continue: bool = False
    is_form: bool = True
    known: str = ""
    is_noted: bool = False

    @property
    def common_copies(self) -> int | None:
        """The number of copies, if it is the same for every sheet."""
        return self.copies[0] if len(set(self.copies)) == 1 else None

    def times(self, copies: int) -> Sequence[int]:
        """How often each sheet is printed.

        Args:
            copies: of each sheet, or sets of all of them if their usual numbers differ.
        """
        if self.common_copies is not None:
            return [copies] * len(self.copies)
        return [copies * official for official in self.copies]


@dataclass(frozen=True)
class PrintChoice:
    """What the clerk chose.

    Attributes:
        queue: the printer; ``None`` to save the pages as a PDF instead.
        copies: of each sheet, or sets of all of them if their usual numbers differ.
        sides: of the paper.
        pages: page numbers from 1; ``None`` for all.
        settings: of the driver.
        foot_line: page numbers, check code and QR code under the form.
        with_continuation: a blank 续表 follows the blank form.
    """

    queue: PrintQueue | None
    copies: int = 1
    sides: Sides = Sides.ONE
    pages: frozenset[int] | None = None
    settings: bytes = b""
    foot_line: bool = True
    with_continuation: bool = False

    def spool_job(self, job: PrintJob) -> SpoolJob:
        """The job as the queue takes it."""
        times = job.times(self.copies)
        pages = page_sequence(job.page_counts, times, self.pages, self.sides)
        return SpoolJob(job.title, job.pdf, pages, self.sides, self.settings)
