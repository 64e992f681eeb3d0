"""The board of a group: each child's transfer in a row, with filters, search and order."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Case as Ranked
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Collate, Concat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.sections import Section
from saathi.infra.reasons import Reason
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.returns.transfers import group_facts, pages
from saathi.protection.returns.transfers.list_alarms import (
    IS_ALARMING,
    alarm_cell,
    urgent_column,
    with_alarms,
)
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from saathi.protection.returns.transfers.removal_alerts import removed_transfers
from saathi.protection.returns.transfers.views import next_matters, next_steps
from saathi.protection.returns.transfers.views.board import transfer_page_url
from saathi.protection.returns.transfers.views.panels import CODES_OF_PART
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    OPEN_STATES,
    TransferDirection,
    TransferState,
)
from saathi.web.components import ActionLink, DisplayTableCell, EmptyState, Text, join_facts

BASIS: Final = ("agreement", "our_focal_point", "their_focal_point")  # what the rules ask of them
PAGE_SIZE: Final = 25
READY: Final = "ready"
NOT_PLANNED: Final = "none"
MOST_JUDGED: Final = 1000
# What can be missing, and the codes of the reasons that say so.
WANTED: Final[dict[str, tuple[Text, frozenset[str]]]] = {
    "screening": (_("International protection"), frozenset({"screening", "origin"})),
    "decision": (_("Decision"), frozenset({"best_interests", "order", "guardian"})),
    "child_view": (_("Child’s view"), CODES_OF_PART["child_view"]),
    "safety": (_("Safety"), CODES_OF_PART["safety"]),
    "answer": (_("Request and answers"), CODES_OF_PART["answer"]),
    "placement": (_("Receiving placement"), CODES_OF_PART["placement"]),
    "papers": (_("Documents"), CODES_OF_PART["papers"]),
    "permits": (_("Permits and court"), frozenset({"permits", "court"})),
    "journey": (_("Journey"), CODES_OF_PART["journey"]),
}


class GroupBoard:
    """The transfers of a group that a person may read; what is missing is counted for a page at once."""

    def __init__(self, group: TransferGroup, reader: Staff) -> None:
        self.group, self.reader = group, reader
        self._missing: dict[UUID, Sequence[Reason]] = {}
        self._writable: dict[UUID, Section] = {}
        self._removed: Collection[UUID] = ()

    def _transfers(self) -> QuerySet[Any]:
        transfers = access.visible(self.reader, Transfer, by_row=True).filter(group=self.group)
        transfers = transfers.annotate(
            child_code=code_of_file(self.reader, by_row=True), worker=self._worker()
        )
        # Alarms first, then by reference: a text of one order, since a page is found by one value.
        place = Ranked(
            When(IS_ALARMING, then=Concat(Value(" "), F("reference"))), default=F("reference")
        )
        arrival = with_alarms(transfers).annotate(urgent_place=Collate(place, "C"))
        rows: QuerySet[Any] = arrival.select_related("child", "file__office", *BASIS)
        return rows

    def _worker(self) -> Subquery:
        """Who has the child's open case now."""
        cases = access.visible(self.reader, Case, by_row=True).filter(
            file=OuterRef("file_id"), status__in=OPEN_STATUSES
        )
        return Subquery(cases.values("worker_id")[:1])

    @cached_property
    def _counted(self) -> dict[str, int]:
        """How many children are at each stage."""
        counted = access.visible(self.reader, Transfer, by_row=True).filter(group=self.group)
        return dict(counted.values_list("state").annotate(Count("pk")).order_by())

    def totals(self) -> str:
        """How many children there are, and how many are expected."""
        number = sum(self._counted.values())
        text = ngettext("%(count)s child", "%(count)s children", number) % {"count": number}
        expected = gettext("Expected: %(count)s") % {"count": self.group.expected}
        return join_facts([text, expected] if self.group.expected else [text])

    @cached_property
    def other_days(self) -> list[ActionLink]:
        """The other days than that of the group on which children travel; each shows these children."""
        if self.group.planned_on is None:
            return []
        counted = (
            access.visible(self.reader, Transfer, by_row=True)
            .filter(group=self.group, state__in=OPEN_STATES, planned_on__isnull=False)
            .exclude(planned_on=self.group.planned_on)
            .values_list("planned_on")
            .annotate(Count("pk"))
            .order_by("planned_on")
        )
        return [
            ActionLink(f"{format_day(day)}: {count}", f"?day={day.isoformat()}")
            for day, count in counted
        ]

    def stages(self) -> list[ActionLink]:
        """The number of children at each stage, in the order of the stages: each shows these alone."""
        return [
            ActionLink(f"{each.label}: {self._counted[each]}", f"?state={each.value}")
            for each in TransferState
            if each in self._counted
        ]

    def ready_text(self) -> str:
        """For how many children of the page nothing is missing before the authorisation."""
        complete = sum(not reasons for reasons in self._missing.values())
        if not self._missing:
            return ""
        text = gettext("Nothing is missing for %(count)s of %(number)s children on this page.")
        return text % {
            "count": complete,
            "number": len(self._missing),
        }

    def _prepare(self, rows: Sequence[Transfer]) -> None:
        preparing = [each for each in rows if _is_prepared(each)]
        self._missing = group_facts.missing_of_each(preparing, self.reader)
        self._writable = access.writable_sections(self.reader, [each.file_id for each in rows])
        self._removed = removed_transfers(rows, self.reader)

    def declaration(self) -> ListDeclaration[Transfer]:
        """The list of the board."""
        today = self.reader.office.today()
        return ListDeclaration(
            name="transfer_group",
            records=self._transfers(),
            columns=self._columns(today),
            order="urgent",
            count_text=lambda number, shown: (
                ngettext("%(count)s transfer", "%(count)s transfers", number) % {"count": shown}
            ),
            filters=[
                choice_filter(Transfer, "state", _("Stage")),
                self._missing_filter(),
                self._worker_filter(),
                self._day_filter(),
            ],
            search=lambda rows, text: rows.filter(
                Q(reference__istartswith=text.strip()) | Q(child_code__istartswith=text.strip())
            ),
            search_label=_("Case ID or reference"),
            empty=EmptyState(_("No child yet."), _("Add children to the group."), icon="transfer"),
            page_size=PAGE_SIZE,
            prepare=self._prepare,
        )

    def _missing_filter(self) -> ListFilter:
        """The transfers in which something of a kind is missing, judged for the whole group."""
        choices = [
            ("", gettext("All")),
            (READY, gettext("Nothing is missing")),
            *((name, label) for name, (label, _codes) in WANTED.items()),
        ]
        field = forms.ChoiceField(choices=choices, required=False, label=_("What is missing"))
        return ListFilter("missing", field, self._lacking)

    def _worker_filter(self) -> ListFilter:
        """The children of one case worker, to ask that person for what is missing."""
        transfers = self._transfers().order_by().values_list("worker", flat=True).distinct()
        names = names_of(worker for worker in transfers[:MOST_JUDGED] if worker)
        choices = sorted(
            ((str(key), name) for key, name in names.items()), key=lambda each: each[1]
        )
        field = forms.ChoiceField(
            choices=[("", gettext("All")), *choices], required=False, label=_("Case worker")
        )
        return ListFilter("worker", field, lambda rows, key: rows.filter(worker=key))

    def _day_filter(self) -> ListFilter:
        """The children who travel on one day, or whose day is not planned."""
        days = self._transfers().order_by("planned_on").values_list("planned_on", flat=True)
        known = [day for day in days.distinct()[:MOST_JUDGED] if day]
        choices = [
            ("", gettext("All")),
            (NOT_PLANNED, gettext("Not planned yet")),
            *((day.isoformat(), format_day(day)) for day in known),
        ]
        field = forms.ChoiceField(choices=choices, required=False, label=_("Planned journey"))
        return ListFilter("day", field, _of_day)

    def _lacking(self, rows: QuerySet[Any], name: str) -> QuerySet[Any]:
        if name not in {*WANTED, READY}:
            return rows
        prepared = [each for each in self._transfers()[:MOST_JUDGED] if _is_prepared(each)]
        missing = group_facts.missing_of_each(prepared, self.reader)
        if name == READY:
            return rows.filter(pk__in=[key for key, reasons in missing.items() if not reasons])
        wanted = WANTED[name][1]
        keys = [
            key
            for key, reasons in missing.items()
            if any(reason.code in wanted for reason in reasons)
        ]
        return rows.filter(pk__in=keys)

    def _next_cell(self, transfer: Transfer) -> DisplayTableCell:
        """The first thing that is missing, with the page where it is entered; else the next step."""
        if getattr(transfer, "unsafe", ""):
            name, label = next_steps.OTHER_SOLUTION
            return DisplayTableCell(label, reverse(name, args=[transfer.file_id]))
        reasons = self._missing.get(transfer.pk, ())
        state = TransferState(transfer.state)
        first = next_matters.first_missing(state, reasons) or next(iter(reasons), None)
        page = f"{transfer_page_url(transfer, self.reader)}#missing"
        if first is None:
            text = next_steps.NEXT_STEP.get(state, "")
            return DisplayTableCell(text, page if text else "")
        name, label = next_steps.ENTRIES.get(first.code, ("", ""))
        may_write = Section.LEGAL in self._writable.get(transfer.file_id, Section(0))
        if not name or not may_write:
            return DisplayTableCell(label or gettext(first.text), page)
        if ":" in name:
            return DisplayTableCell(label, reverse(name, args=[transfer.file_id]))
        address = reverse(f"transfers:{name}", args=[transfer.file_id, transfer.pk])
        return DisplayTableCell(label, address)

    def _stage(self, transfer: Transfer) -> DisplayTableCell:
        is_removed = transfer.pk in self._removed
        alarm = None if is_removed else alarm_cell(transfer, pages.stage_text(transfer))
        return alarm or _stage_cell(transfer, is_removed=is_removed)

    def _planned_cell(self, transfer: Transfer) -> DisplayTableCell:
        """The day of the journey, marked if it is not that of the group."""
        day, usual = transfer.planned_on, self.group.planned_on
        is_other = None not in {day, usual} and day != usual and transfer.state in OPEN_STATES
        return DisplayTableCell(format_day(day), tag="attend" if is_other else "")

    def _columns(self, today: dt.date) -> list[ListColumn[Any]]:
        return [
            ListColumn(
                "child",
                _("Case ID"),
                lambda row: DisplayTableCell(
                    row.child_code or gettext("no access"), transfer_page_url(row, self.reader)
                ),
            ),
            text_column("reference", _("Reference"), lambda row: row.reference, sort="reference"),
            ListColumn(
                "state",
                _("Stage"),
                self._stage,
                sort="state",
            ),
            urgent_column("urgent_place"),
            ListColumn(
                "days",
                _("Days at this stage"),
                lambda row: DisplayTableCell(str(max((today - row.state_since).days, 0))),
                sort="state_since",
                is_number=True,
                is_by_rank=True,
            ),
            ListColumn(
                "missing", _("Still needed"), lambda row: _missing_cell(self._missing.get(row.pk))
            ),
            ListColumn("next", _("Next step"), self._next_cell),
            ListColumn("planned", _("Planned journey"), self._planned_cell, sort="planned_on"),
        ]


def _of_day(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    return rows.filter(planned_on=None if day == NOT_PLANNED else day) if day else rows


def _is_prepared(transfer: Transfer) -> bool:
    """Whether the page of a transfer lists what is missing for it."""
    is_outgoing = transfer.direction == TransferDirection.OUTGOING
    return is_outgoing and transfer.state in BEFORE_DEPARTURE


def _stage_cell(transfer: Transfer, *, is_removed: bool) -> DisplayTableCell:
    """The stage; of a child whom others took abroad it says so."""
    if is_removed:
        return DisplayTableCell(gettext("Taken abroad without authorisation"), tag="danger")
    return DisplayTableCell(pages.stage_text(transfer), tag="quiet")


def _missing_cell(reasons: Sequence[Reason] | None) -> DisplayTableCell:
    if reasons is None:
        return DisplayTableCell("–")
    count = len(reasons)
    return DisplayTableCell(str(count), tag="attend" if count else "care")
