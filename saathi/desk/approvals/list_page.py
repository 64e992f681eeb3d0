"""The list of requests that wait for a supervisor: risk, days waiting, who submitted it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Case as Ranked
from django.db.models import (
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from saathi.agencies import access
from saathi.agencies.has_right import HasRight
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import choice_filter, text_column
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import RISK_SECTIONS
from saathi.desk.day import wording
from saathi.desk.led_offices import LedOffice
from saathi.infra.any_of import AnyOf
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases import approval_queue
from saathi.protection.casework.cases.danger import annotate_danger
from saathi.protection.casework.cases.models import Approval, Case, Visit
from saathi.protection.casework.cases.risk_tags import risk_tag
from saathi.protection.casework.cases.vocabulary import (
    RISK_ORDER,
    ApprovalDecision,
    ApprovalSubject,
    RiskLevel,
)
from saathi.web.components import DisplayTableCell, EmptyState, join_facts
from saathi.web.page_names import CHILD_FILE

# The list has those at high risk or in danger, then the oldest of all that wait for this reader,
# who decides these first.
MAX_WAITING = 1_000
WAITING_DAYS = (3, 7, 14, 30)
# Longer than any request waits: shifted by this, a request sorts after all of a higher risk.
_RISK_STEP = dt.timedelta(days=365_000)


def waiting_records(reader: Staff, offices: Sequence[UUID]) -> QuerySet[Approval, Any]:
    """The requests waiting for the reader in these offices, with case ID, risk and submitter.

    Case ID and risk are empty if the reader may not read them.
    """
    keys = approval_queue.list_first_approval_ids(offices, MAX_WAITING)
    cases = (
        access.visible(reader, Case, by_row=True)
        .filter(HasRight(reader, "reads", RISK_SECTIONS, "file", by_row=True))
        .filter(pk=OuterRef("case_id"))
    )
    submitters = Staff.objects.filter(pk=OuterRef("recorded_by"))
    in_danger = annotate_danger(cases, access.visible(reader, Visit, by_row=True))
    rank = Ranked(
        When(is_in_danger=True, then=Value(-_RISK_STEP)),
        *(When(risk=risk, then=Value(place * _RISK_STEP)) for risk, place in RISK_ORDER.items()),
        default=Value(_RISK_STEP),
        output_field=DurationField(),
    )
    waiting = access.visible(reader, Approval, by_row=True).filter(
        AnyOf("pk", keys), decision=ApprovalDecision.WAITING
    )
    return (
        waiting.exclude(recorded_by=reader.pk)
        .select_related("office")
        .annotate(
            code=code_of_file(reader, by_row=True),
            risk=Subquery(cases.values("risk")[:1]),
            is_in_danger=Subquery(in_danger.values("is_in_danger")[:1]),
            submitter=Subquery(submitters.values("name")[:1]),
        )
        .annotate(by_risk=ExpressionWrapper(F("asked_at") + rank, output_field=DateTimeField()))
    )


def declare_approvals_list(
    reader: Staff, offices: Sequence[LedOffice], *, is_discreet: bool
) -> ListDeclaration[Approval]:
    """The list for this reader, by danger, risk and waiting time; without risk if discreet."""
    records = waiting_records(reader, [office.pk for office in offices])
    columns = _columns(reader, is_discreet=is_discreet)
    hidden = set() if len(offices) > 1 else {"office"}
    return ListDeclaration(
        name="approvals",
        records=records,
        columns=columns,
        default_columns=[column.name for column in columns if column.name not in hidden],
        order=_order(is_discreet=is_discreet),
        count_text=_count_text,
        filters=_filters(reader, records, offices, is_discreet=is_discreet),
        empty=EmptyState(
            gettext("Nothing is waiting for your approval"),
            gettext("Case plans and case closures that your workers submit are listed here."),
            icon="clipboard-check",
        ),
    )


def _order(*, is_discreet: bool) -> str:
    """The sort order; in the discreet view it reveals nothing about risk."""
    return "waiting" if is_discreet else "risk"


def list_sorted_approval_ids(
    reader: Staff, offices: Sequence[UUID], *, is_discreet: bool
) -> list[UUID]:
    """The ids of the requests in the list's default order."""
    by = {"waiting": "asked_at", "risk": "by_risk"}[_order(is_discreet=is_discreet)]
    return list(waiting_records(reader, offices).order_by(by, "pk").values_list("pk", flat=True))


def _count_text(number: int, shown: str) -> str:
    text = ngettext(
        "%(count)s item awaiting your approval", "%(count)s items awaiting your approval", number
    )
    return text % {"count": shown}


def _columns(reader: Staff, *, is_discreet: bool) -> list[ListColumn[Any]]:
    today = reader.office.today()
    risk = ListColumn[Any](
        "risk", gettext_lazy("Risk level"), risk_cell, sort="by_risk", is_by_rank=True
    )
    columns: list[ListColumn[Any]] = [
        ListColumn("subject", gettext_lazy("Type of request"), _link),
        ListColumn("code", gettext_lazy("Case ID"), _code),
        *([] if is_discreet else [risk]),
        text_column(
            "waiting",
            gettext_lazy("Waiting"),
            lambda row: wording.describe_days((today - reader.office.date_of(row.asked_at)).days),
            sort="asked_at",
        ),
        text_column(
            "submitter", gettext_lazy("Submitted by"), lambda row: row.submitter, sort="submitter"
        ),
        text_column(
            "asked_at",
            gettext_lazy("Submitted on"),
            lambda row: date_format(reader.office.local(row.asked_at), "j F Y"),
        ),
        text_column("office", gettext_lazy("Office"), lambda row: row.office.name),
    ]
    return columns


def _link(row: Approval) -> DisplayTableCell:
    return DisplayTableCell(
        ApprovalSubject(row.subject).label, url=reverse("desk:show_approval", args=[row.pk])
    )


def _code(row: Any) -> DisplayTableCell:
    if not row.code:
        return DisplayTableCell(gettext("no access"))
    return DisplayTableCell(row.code, url=reverse(CHILD_FILE, args=[row.file_id]))


def risk_cell(row: Any) -> DisplayTableCell:
    """The risk of a row with `risk` and `is_in_danger`; empty if the reader may not read it."""
    if row.risk is None:
        return DisplayTableCell("")
    tag = risk_tag(row.risk)
    if row.is_in_danger:
        danger = gettext("The child may be in danger")
        return DisplayTableCell(join_facts([danger, tag.text]), tag="danger")
    return DisplayTableCell(tag.text, tag=tag.tag)


def _filters(
    reader: Staff,
    records: QuerySet[Approval, Any],
    offices: Sequence[LedOffice],
    *,
    is_discreet: bool,
) -> list[ListFilter]:
    risk = _choice(
        "risk",
        gettext_lazy("Risk level"),
        [(level.value, level.label) for level in RiskLevel],
        lambda found, level: found.filter(risk=level),
    )
    filters = [
        choice_filter(Approval, "subject", gettext_lazy("Type of request")),
        *([] if is_discreet else [risk]),
        _choice(
            "days",
            gettext_lazy("Waiting"),
            [(str(days), _at_least(days)) for days in WAITING_DAYS],
            lambda found, days: found.filter(asked_at__lt=_end_of_day(reader, int(days))),
        ),
        _choice(
            "worker",
            gettext_lazy("Submitted by"),
            _submitters(records),
            lambda found, worker: found.filter(recorded_by=worker),
        ),
    ]
    if len(offices) > 1:
        named = [(str(office.pk), office.name) for office in offices]
        filters.append(
            _choice(
                "office",
                gettext_lazy("Office"),
                named,
                lambda found, office: found.filter(office=office),
            )
        )
    return filters


def _choice(name: str, label: Any, choices: Sequence[tuple[str, Any]], apply: Any) -> ListFilter:
    field = forms.ChoiceField(
        choices=[("", gettext_lazy("All")), *choices], required=False, label=label
    )
    return ListFilter(name, field, apply)


def _at_least(days: int) -> str:
    text = ngettext("%(count)d day or more", "%(count)d days or more", days)
    return text % {"count": days}


def _end_of_day(reader: Staff, days_ago: int) -> dt.datetime:
    """The end of the day `days_ago` at the reader's office: the column counts calendar days."""
    office = reader.office
    following = office.today() - dt.timedelta(days=days_ago - 1)
    return dt.datetime.combine(following, dt.time(), ZoneInfo(office.time_zone))


def _submitters(records: QuerySet[Approval, Any]) -> list[tuple[str, str]]:
    """The people whose requests are waiting, by name."""
    keys: set[UUID] = set(records.order_by().values_list("recorded_by", flat=True).distinct())
    named = names_of(keys)
    return sorted(((str(key), name) for key, name in named.items()), key=lambda pair: pair[1])
