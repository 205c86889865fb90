"""The values of a summary of all offices: lines, and what they come to by office and by form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.statistics import Figure
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.receiving.submissions import ReceivedRecord, ReceivedSubmission
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion
from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeTable


@dataclass(frozen=True)
class SummaryLine:
    """A form in the summary.

    Attributes:
        number: among those of its form.
        submission: number of the package that counts of its office.
        office: who handed it in, as the table of offices has it.
        package: the package that it came in.
        through: name of the office that made that package, where it is another one: a package
            within that of the office.
        received: the record.
        form: that it was made with.
        is_counted: whether it is in the sums.
        remark: why not; empty where it is.
    """

    number: int
    submission: int
    office: str
    package: ReceivedSubmission
    through: str
    received: ReceivedRecord
    form: FormDefinition
    is_counted: bool = True
    remark: str = ""


@dataclass(frozen=True)
class SummedOffice:
    """An office in the summary.

    Attributes:
        row: in the table of offices.
        kind: its kind in words.
        lines: its forms in the summary; none where what it has reported is not in it.
        is_in: whether what it has reported is.
        figures: what its lines come to.
        elsewhere: how many of its units are in the sums of another office, which has them, too.
    """

    row: OfficeRow
    kind: str
    lines: tuple[SummaryLine, ...]
    is_in: bool
    figures: tuple[Figure, ...]
    elsewhere: int = 0

    @property
    def units(self) -> int:
        """How many of its units are in the sums."""
        return sum(line.is_counted for line in self.lines)


@dataclass(frozen=True)
class SummedForm:
    """A form in the summary.

    Attributes:
        form: the campaign's.
        lines: on it, in any edition, in their order.
        figures: what they come to.
    """

    form: FormDefinition
    lines: tuple[SummaryLine, ...]
    figures: tuple[Figure, ...]

    @property
    def units(self) -> int:
        """How many of them are in the sums."""
        return sum(line.is_counted for line in self.lines)


@dataclass(frozen=True)
class CampaignSummary:
    """The summary of all offices.

    Attributes:
        campaign: of which it is.
        office: one's own.
        receiver: who gets it; empty where nobody is above.
        made_on: the day on it.
        only_accepted: whether nothing but what was accepted is in it.
        offices: those of the list in its order, then the others that have reported.
        forms: those of the campaign, or of them those that were asked for.
        figures: what all of it comes to.
        questions: about units that may be one, or barred, as far as they concern what is in it.
        table: the table of offices that it was made from.
    """

    campaign: Campaign
    office: Profile
    receiver: str
    made_on: date
    only_accepted: bool
    offices: tuple[SummedOffice, ...]
    forms: tuple[SummedForm, ...]
    figures: tuple[Figure, ...]
    questions: tuple[CityQuestion, ...]
    table: OfficeTable

    @property
    def lines(self) -> tuple[SummaryLine, ...]:
        """Every form in it, form by form."""
        return tuple(line for each in self.forms for line in each.lines)

    @property
    def units(self) -> int:
        """Units, each once."""
        return sum(each.units for each in self.forms)

    @property
    def summed(self) -> list[SummedOffice]:
        """The offices of which it is."""
        return [each for each in self.offices if each.is_in]

    @property
    def waiting(self) -> list[SummedOffice]:
        """Those that have reported, and are not in it."""
        return [each for each in self.offices if each.row.submission and not each.is_in]

    @property
    def missing(self) -> list[SummedOffice]:
        """Those that have not reported."""
        return [each for each in self.offices if each.row.submission is None]
