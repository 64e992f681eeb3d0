"""What whoever approves best interests must see first: orders in force, and options without factors."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day, format_field
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.protection.decisions.best_interests import assessment_rules, queries
from saathi.protection.decisions.best_interests.models import AssessedOption, Determination
from saathi.protection.decisions.best_interests.vocabulary import AssessmentExtent, Solution
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.rules import OrderDates, order_state
from saathi.protection.decisions.orders.vocabulary import Appeal, OrderState

_IN_FORCE = {OrderState.RUNNING, OrderState.APPEALED}


def assessment_notes(
    request: StaffRequest, file_id: UUID, extent: str, options: Iterable[AssessedOption]
) -> list[kit.Panel]:
    """The notes above the approval of an assessment; a short one has no options."""
    given = list(options) if extent == AssessmentExtent.FULL else []
    unassessed = [each.option for each in given if not _has_factor(each)]
    return [*_orders_panels(request.staff, file_id), *_options_panels(unassessed)]


def determination_notes(
    request: StaffRequest, determination: Determination, solutions: Iterable[str]
) -> list[kit.Panel]:
    """The notes above the meeting: without an assessment no option of the panel has a factor."""
    given = queries.list_assessed_options(
        request.staff, [determination.assessment_id] if determination.assessment_id else []
    )
    assessed = {each.option for options in given.values() for each in options if _has_factor(each)}
    unassessed = [solution for solution in solutions if solution not in assessed]
    orders = _orders_panels(request.staff, determination.file_id)
    return [*orders, *_options_panels(unassessed)]


def _has_factor(option: AssessedOption) -> bool:
    return assessment_rules.has_factor(option.supporting, option.opposing, option.neutral)


def _orders_panels(staff: Staff, file_id: UUID) -> list[kit.Panel]:
    """The orders in force about the child that this person may read."""
    today = staff.office.today()
    orders = access.visible(staff, Order).filter(file_id=file_id).order_by("-made_on", "-pk")
    rows = [
        kit.PanelRow(
            _("Order in force: %(kind)s") % {"kind": format_field(order, "kind")},
            state=state.label if state == OrderState.APPEALED else "",
            needs_attention=True,
            pairs=[
                kit.LabelledValue(_("Made on"), format_day(order.made_on)),
                kit.LabelledValue(_("Issued by"), format_field(order, "authority")),
            ],
            actions=[kit.link(_("Open"), "orders:show_orders", file_id)],
        )
        for order in orders
        if (state := order_state(_dates(order), today=today)) in _IN_FORCE
    ]
    return [kit.Panel(_("Decisions of authorities"), rows=rows)] if rows else []


def _dates(order: Order) -> OrderDates:
    return OrderDates(order.made_on, order.expires_on, order.ended_on, Appeal(order.appeal))


def _options_panels(unassessed: Collection[str]) -> list[kit.Panel]:
    """The options about which no factor was assessed: a note, which stops no approval."""
    if not unassessed:
        return []
    rows = [
        kit.PanelRow(str(Solution(solution).label), needs_attention=True) for solution in unassessed
    ]
    lead = _("For these options no factor says anything for, against or neutral.")
    return [kit.Panel(_("Options without an assessed factor"), lead=lead, rows=rows)]
