"""Remedies in a child's file: the laws that may apply, the measures under each, and one measure."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, records
from saathi.agencies.authors import authors_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.people.record_screens.rendering import render_page
from saathi.protection.justice.compensation import pages, queries
from saathi.protection.justice.compensation.models import LegalMeasure, MoneyControl
from saathi.protection.justice.compensation.queries import RemedyRecords
from saathi.protection.justice.compensation.views.screens import (
    ADDRESS,
    APPROVE,
    LIST,
    MEASURE,
    SHOW,
    WORK,
    screens,
)
from saathi.protection.justice.compensation.vocabulary import (
    MONEY_KINDS,
    MeasureState,
    MoneyControlState,
)
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.proceedings.pages import proceeding_title
from saathi.protection.returns.transfers import law_queries
from saathi.protection.returns.transfers.law_panels import law_alerts
from saathi.protection.returns.transfers.law_rules import LawGround


@screens.child_list(ADDRESS, (WORK, APPROVE), kit.RecordQuery(LegalMeasure, "-as_of"))
def list_measures(
    request: StaffRequest, child: Child, measures: list[LegalMeasure]
) -> kit.PageContent:
    """The countries under whose law the child falls, with the measures under each."""
    countries = dict(law_queries.countries_of_law(child, request.staff))
    for measure in measures:
        countries.setdefault(measure.country, ())
    return kit.PageContent(
        alerts=law_alerts(countries),
        buttons=screens.links(request, child.file_id, "add_measure", _("Add a measure"), "plus"),
        parts=[
            country_panel(request, country, grounds, measures)
            for country, grounds in countries.items()
        ],
    )


def country_panel(
    request: StaffRequest,
    country: str,
    grounds: tuple[LawGround, ...],
    measures: list[LegalMeasure],
) -> kit.Panel:
    """One country: why its law may apply, a link to its law, and the measures under it."""
    today = request.staff.office.today()
    why = join_words(str(ground.label) for ground in grounds)
    rows = [
        pages.measure_row(measure, today, [kit.link(_("Open"), SHOW, measure.file_id, measure.pk)])
        for measure in measures
        if measure.country == country
    ]
    law = []
    if country in Country.values:
        law.append(
            kit.ActionLink(_("Law of this country"), reverse("policy:show_country", args=[country]))
        )
    return kit.Panel(
        country_name(country),
        why,
        actions=law,
        rows=rows,
        empty=_("No measure recorded under this law."),
    )


@screens.ordinary(f"{kit.CHILD}{MEASURE}")
@require_safe
@staff_screen(WORK, APPROVE)
def show_measure(request: StaffRequest, file_id: UUID, measure_id: UUID) -> HttpResponse:
    """One measure: the claim, decisions, payments, and who controls the money."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    measure = records.get_record_of_file(request.staff, LegalMeasure, file_id, measure_id)
    records.open_texts(measure)
    result = queries.load_records(request.staff, measure)
    today = request.staff.office.today()
    is_adult = queries.is_adult(child, request.staff)
    content = kit.PageContent(
        _("%(measure)s, %(country)s")
        % {"measure": measure.get_kind_display(), "country": country_name(measure.country)},
        kit.link(_("Compensation and remedies"), LIST, file_id),
        alerts=pages.alerts(measure, result, today, is_adult=is_adult),
        parts=[
            _claim_panel(request, measure, result),
            _decisions_panel(request, measure, result),
            *(_money_panels(request, measure, result) if _has_money(measure, result) else []),
        ],
    )
    return render_page(request, content, child, [measure, *result.shown])


def _has_money(measure: LegalMeasure, found: RemedyRecords) -> bool:
    return measure.kind in MONEY_KINDS or bool(found.payments)


def _claim_panel(request: StaffRequest, measure: LegalMeasure, found: RemedyRecords) -> kit.Panel:
    today = request.staff.office.today()
    links = [
        *screens.links(request, measure, "change_measure", _("Edit")),
        *_letter_link(request, measure),
    ]
    row = pages.measure_row(measure, today, links)
    return kit.Panel(
        _("Claim"), pairs=[*pages.sums(found), *_proceeding_pairs(request, measure)], rows=[row]
    )


def _letter_link(request: StaffRequest, measure: LegalMeasure) -> list[kit.ActionLink]:
    name = "legal_measures:print_claim_letter"
    if WORK not in request.may or measure.state == MeasureState.WITHDRAWN:
        return []
    return [kit.link(_("Claim letter"), name, measure.file_id, measure.pk)]


def _proceeding_pairs(request: StaffRequest, measure: LegalMeasure) -> list[kit.LabelledValue]:
    if measure.proceeding_id is None:
        return []
    proceeding = access.visible(request.staff, Proceeding).filter(pk=measure.proceeding_id).first()
    return [kit.LabelledValue(_("Proceeding"), proceeding_title(proceeding))] if proceeding else []


def _decisions_panel(
    request: StaffRequest, measure: LegalMeasure, found: RemedyRecords
) -> kit.Panel:
    rows = [
        pages.decision_row(each, screens.links(request, each, "change_decision", _("Edit")))
        for each in found.decisions
    ]
    return kit.Panel(
        _("Decisions"),
        actions=screens.links(request, measure, "add_decision", _("Add a decision")),
        rows=rows,
        empty=_("No decision yet."),
    )


def _money_panels(
    request: StaffRequest, measure: LegalMeasure, found: RemedyRecords
) -> list[kit.Panel]:
    today = request.staff.office.today()
    payments = [
        pages.payment_row(each, screens.links(request, each, "change_payment", _("Edit")))
        for each in found.payments
    ]
    controls = [
        pages.control_row(each, today, _control_links(request, each)) for each in found.controls
    ]
    return [
        kit.Panel(
            _("Payments"),
            lead=_("An award is not a payment: record each day on which money arrived."),
            actions=screens.links(request, measure, "add_payment", _("Add a payment")),
            rows=payments,
            empty=_("Nothing was paid yet."),
        ),
        kit.Panel(
            _("Control of the money until 18"),
            actions=screens.links(request, measure, "add_control", _("Add who controls it")),
            rows=controls,
            empty=_("Not recorded."),
        ),
    ]


def _control_links(request: StaffRequest, control: MoneyControl) -> list[kit.ActionLink]:
    links = list(screens.links(request, control, "change_control", _("Review or edit")))
    is_waiting = control.state == MoneyControlState.PROPOSED and control.ended_on is None
    if is_waiting and request.staff.id not in authors_of(control):
        links += screens.links(request, control, "decide_control", _("Decide"))
    return links
