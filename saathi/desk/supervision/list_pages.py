"""The cases behind one number of the dashboard, highest risk first."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import RISK_SECTIONS
from saathi.desk.day import wording
from saathi.desk.supervision import queries
from saathi.desk.supervision.pages import OVERDUE_NAMES, not_met_label
from saathi.people.queries import codes_of_files
from saathi.protection.casework.cases import supervision
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.supervision import SupervisedMatter, SupervisedPart
from saathi.protection.casework.cases.urgent_work import find_danger_reasons
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    Text,
    isolate_direction,
)

PAGE_SIZE = 50
MAX_PAGES = 200
# The title of each list, and the heading of its column of days.
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    SupervisedPart.OPEN: (gettext_lazy("Open cases"), gettext_lazy("Open for")),
    SupervisedPart.DANGER: (gettext_lazy("May be in danger"), gettext_lazy("Since")),
    SupervisedPart.NEVER_MET: (
        gettext_lazy("High risk, not met yet"),
        gettext_lazy("Open for"),
    ),
    SupervisedPart.NO_CONTACT: (
        gettext_lazy("High risk"),
        gettext_lazy("Last met"),
    ),
    SupervisedPart.NOT_MET: (gettext_lazy("Child not met"), gettext_lazy("First attempt")),
    SupervisedPart.UNASSIGNED: (gettext_lazy("Cases to assign"), gettext_lazy("Without a worker")),
    SupervisedPart.OVERDUE: (gettext_lazy("Overdue work"), gettext_lazy("Overdue by")),
    Duty.REFERRAL: (gettext_lazy("Referrals without a response"), gettext_lazy("Overdue by")),
    **{duty: (name, gettext_lazy("Overdue by")) for duty, name in OVERDUE_NAMES.items()},
}


@dataclass(frozen=True)
class MattersQuery:
    """The list requested by a URL."""

    part: str
    office: str = ""
    worker: UUID | None = None
    number: int = 1


@dataclass(frozen=True)
class MattersPage:
    """One page of a list; `pager` has the numbers of the pages before and after."""

    title: Text
    table: DisplayTable | None
    pager: dict[str, str | None]
    shown_files: Sequence[UUID]


def matters_page(staff: Staff, asked: MattersQuery) -> MattersPage:
    """The list of one number; NotAllowed for an unknown part, or an office not led by `staff`."""
    if asked.part not in TITLES:
        raise access.NotAllowed
    scope = queries.get_supervised_scope(staff, asked.office)
    led = queries.supervised_offices(staff, scope)
    skip = (asked.number - 1) * PAGE_SIZE
    matters = supervision.list_matters(
        led, asked.part, worker=asked.worker, skip=skip, most=PAGE_SIZE + 1
    )
    codes = codes_of_files(staff, {matter.file for matter in matters[:PAGE_SIZE]})
    shown = [matter for matter in matters[:PAGE_SIZE] if matter.file in codes]
    title: Text = TITLES[asked.part][0]
    if asked.part == SupervisedPart.NO_CONTACT:
        title = not_met_label(led.contact_days)
    return MattersPage(
        title=title,
        table=_table(staff, shown, codes, asked.part) if shown else None,
        pager={
            "before": str(asked.number - 1) if asked.number > 1 else None,
            "after": str(asked.number + 1) if len(matters) > PAGE_SIZE else None,
        },
        shown_files=sorted({matter.file for matter in shown}),
    )


def _table(
    staff: Staff, shown: Sequence[SupervisedMatter], codes: Mapping[UUID, str], part: str
) -> DisplayTable:
    sections = access.readable_sections(staff, {matter.file for matter in shown})
    names = names_of(matter.worker for matter in shown)
    today = staff.office.today()
    covers = queries.find_covers(staff, [matter.file for matter in shown])
    met = set()
    if part == SupervisedPart.NO_CONTACT:
        met = queries.find_files_of_met_children(staff, [matter.file for matter in shown])
    tasks = _tasks(staff, shown, part)
    rows = []
    for matter in shown:
        knows_risk = sections.get(matter.file, 0) & RISK_SECTIONS
        rows.append(
            [
                DisplayTableCell(
                    codes[matter.file], url=reverse("desk:child_file", args=[matter.file])
                ),
                _risk_cell(matter.risk, part) if knows_risk else DisplayTableCell(""),
                DisplayTableCell(tasks.get((matter.file, matter.part), "")),
                DisplayTableCell(
                    _worker(names.get(matter.worker, ""), covers.get(matter.file, ""))
                ),
                DisplayTableCell(_since(matter, part, today, met)),
            ]
        )
    why = _("Reason") if part == SupervisedPart.DANGER else _("Task")
    columns = [_("Case ID"), _("Risk level"), why, _("Worker"), TITLES[part][1]]
    if not any(row[2].text for row in rows):
        columns, rows = [*columns[:2], *columns[3:]], [[*row[:2], *row[3:]] for row in rows]
    caption = _("High risk first, then the oldest")
    if part == SupervisedPart.DANGER:
        caption = _(
            "Seen not safe first, then reported danger, then prevented contact; within each, the latest "
            "sign first, as in Act now"
        )
    return DisplayTable(caption, [DisplayTableColumn(column) for column in columns], rows)


def _tasks(
    staff: Staff, shown: Sequence[SupervisedMatter], part: str
) -> dict[tuple[UUID, str], str]:
    """What is overdue in each case or, in the list of children in danger, why each may be."""
    if part == SupervisedPart.DANGER:
        reasons = find_danger_reasons(staff, [matter.file for matter in shown])
        return {(file, part): reason for file, reason in reasons.items()}
    return {
        (matter.file, matter.part): str(wording.duty_name(matter.part))
        for matter in shown
        if matter.part in Duty.values
    }


def _worker(name: str, covered_by: str) -> str:
    """The worker, with the colleague who is covering."""
    if not covered_by:
        return name
    words = {"name": isolate_direction(name), "colleague": isolate_direction(covered_by)}
    return _("%(name)s (on leave, covered by %(colleague)s)") % words


def _since(matter: SupervisedMatter, part: str, today: dt.date, met: Collection[UUID]) -> str:
    """For how long; for a child never met in this case, how long the case has been open."""
    days = wording.describe_days((today - matter.since).days)
    if part == SupervisedPart.NO_CONTACT and matter.file not in met:
        return _("Never met; case open: %(days)s") % {"days": days}
    return days


def _risk_cell(risk: str, part: str) -> DisplayTableCell:
    tag = risk_tag(risk, in_danger=part == SupervisedPart.DANGER)
    return DisplayTableCell(tag.text, tag=tag.tag)
