"""Threats and protection in a child's file, on one page."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.justice.protection_measures import pages, queries
from saathi.protection.justice.protection_measures.models import (
    ProtectionMeasure,
    Threat,
    ThreatCheck,
)
from saathi.protection.justice.protection_measures.views.screens import (
    ADDRESS,
    APPROVE,
    NO_PLACE,
    WORK,
    screens,
)
from saathi.protection.justice.protection_measures.vocabulary import (
    PENDING,
    ProtectionState,
    ThreatState,
)


@screens.child_list(
    ADDRESS,
    (WORK, APPROVE),
    kit.RecordQuery(Threat, "-happened_on"),
    kit.RecordQuery(ThreatCheck, "-checked_on", related=("threat",)),
    kit.RecordQuery(ProtectionMeasure, "-requested_on"),
)
def show_protection(
    request: StaffRequest,
    child: Child,
    threats: list[Threat],
    checks: list[ThreatCheck],
    measures: list[ProtectionMeasure],
) -> kit.PageContent:
    """The threats to a child, the protection measures with their reviews, and what needs action."""
    today = request.staff.office.today()
    reviews = queries.reviews_of(request.staff, [measure.pk for measure in measures])
    rows = [
        pages.measure_row(
            measure, reviews.get(measure.pk, []), today, _measure_links(request, measure)
        )
        for measure in measures
    ]
    of_measures = [
        pages.review_row(review, measure)
        for measure in measures
        for review in reviews.get(measure.pk, [])
    ]
    checked = [pages.check_row(check, request.staff.office) for check in checks]
    add = screens.links(request, child.file_id, "request_measure", _("Request protection"))
    if any(measure.state == ProtectionState.IN_FORCE for measure in measures):
        add = [*add, *_sheet_link(request, child)]
    return kit.PageContent(
        alerts=pages.alerts(threats, measures),
        lead=NO_PLACE,
        parts=[
            _threats_panel(request, child, threats),
            kit.Panel(_("Checks of threats"), rows=checked) if checked else None,
            kit.Panel(
                _("Protection measures"), actions=add, rows=rows, empty=_("No measure requested.")
            ),
            kit.Panel(_("Reviews"), rows=of_measures, is_folded=True) if of_measures else None,
        ],
    )


def _threats_panel(request: StaffRequest, child: Child, threats: list[Threat]) -> kit.Panel:
    rows = [
        pages.threat_row(threat, _threat_links(request, threat), _threat_steps(request, threat))
        for threat in threats
    ]
    add = screens.links(request, child.file_id, "record_threat", _("Record a threat"))
    return kit.Panel(_("Threats"), actions=add, rows=rows, empty=_("No threat recorded."))


def _threat_links(request: StaffRequest, threat: Threat) -> list[kit.ActionLink]:
    if threat.state == ThreatState.ENDED:
        return []
    return [
        *screens.links(request, threat, "record_response_to_threat", _("Record the action taken")),
        *screens.links(request, threat, "check_threat", _("Add a check")),
        *screens.links(request, threat, "end_threat", _("No longer a threat")),
        *screens.links(request, threat, "change_threat", _("Edit")),
    ]


def _threat_steps(request: StaffRequest, threat: Threat) -> list[object]:
    if threat.state != ThreatState.ENDED:
        return []
    return list(screens.steps(request, threat, "reopen_threat", _("Active again")))


def _measure_links(request: StaffRequest, measure: ProtectionMeasure) -> list[kit.ActionLink]:
    state = ProtectionState(measure.state)
    links: list[tuple[str, object]] = []
    if state in PENDING or state == ProtectionState.REFUSED:
        links.append(("record_answer", _("Record the answer")))
    if state in PENDING:
        links.append(("start_measure", _("Record that it is in force")))
    if state == ProtectionState.IN_FORCE:
        links += [
            ("review_measure", _("Add a review")),
            ("start_measure", _("Change dates or contact")),
            ("end_measure", _("Record the end")),
        ]
    if state != ProtectionState.ENDED:
        links.append(("change_measure", _("Edit")))
    return [
        link for name, label in links for link in screens.links(request, measure, name, str(label))
    ]


def _sheet_link(request: StaffRequest, child: Child) -> list[kit.ActionLink]:
    if WORK not in request.may:
        return []
    return [
        kit.link(_("Sheet for the child: who to call"), "protection:print_calls", child.file_id)
    ]
