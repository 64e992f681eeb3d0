"""The two pages of family tracing in a child's file: the overview, and the verifications."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.decisions.best_interests.queries import first_assessment_day
from saathi.protection.returns.tracing import models, pages, queries
from saathi.protection.returns.tracing.untold_words import reasons_against_card
from saathi.protection.returns.tracing.views.family_panels import (
    claim_panel,
    others_panel,
    verification_panel,
    violation_text,
)
from saathi.protection.returns.tracing.views.screens import PAGE, screens
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    EnquiryResult,
    TracingActor,
    TracingWish,
    VerificationState,
    ViewSubject,
)


@dataclass(frozen=True)
class TracingRecords:
    """All that is recorded for the tracing in one file, the latest first."""

    requests: list[models.TracingRequest]
    views: list[models.ChildTracingView]
    enquiries: list[models.TracingEnquiry]
    claims: list[models.FamilyClaim]
    verifications: list[models.RelationshipVerification]
    homes: list[models.HomeAssessment]
    contacts: list[models.FamilyContact]
    reunifications: list[models.Reunification]


@screens.child_list(
    "tracing/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(models.TracingRequest, "-opened_on"),
    kit.RecordQuery(models.ChildTracingView, "-asked_on"),
    kit.RecordQuery(models.TracingEnquiry, "-made_on", related=["cross_border"]),
    kit.RecordQuery(models.FamilyClaim, "-claimed_on"),
    kit.RecordQuery(models.RelationshipVerification, "-began_on"),
    kit.RecordQuery(models.HomeAssessment, "-visited_on", related=["file__office"]),
    kit.RecordQuery(models.FamilyContact, "-contact_on"),
    kit.RecordQuery(models.Reunification, "-recorded_at", related=["verification"]),
)
def show_tracing(request: StaffRequest, child: Child, *lists: list[object]) -> kit.PageContent:
    """The persons that the child wants traced, and each step up to the return to the family."""
    tracing_records = TracingRecords(*lists)  # type: ignore[arg-type]
    file_id = child.file_id
    rights = access.rights(request.staff, file_id)
    knows = rights.may_read(Section.DECISIONS)
    assessed_on = first_assessment_day(request.staff, file_id) if knows else dt.date.min
    buttons = [
        *screens.links(request, file_id, "add_request", _("Trace a person"), "plus"),
        *screens.links(request, file_id, "add_claim", _("Record a claim")),
        *screens.links(
            request, file_id, "record_handover_by_others", _("Child handed over by others")
        ),
    ]
    rare = screens.links(
        request, file_id, "record_no_prosecution", _("Decision not to prosecute a relative")
    )
    empty = kit.Panel(
        _("Family tracing"), empty=_("No one is being traced. Ask the child about family tracing.")
    )
    parts = [
        *(
            _request_panel(request, sought, tracing_records, assessed_on)
            for sought in tracing_records.requests
        ),
        *(
            verification_panel(request, each, tracing_records)
            for each in tracing_records.verifications
        ),
        claim_panel(request, tracing_records.claims, tracing_records),
        others_panel(request, tracing_records.reunifications),
    ]
    alerts = [pages.unassessed_alert(file_id)] if assessed_on is None else []
    parts = [part for part in parts if part] or [empty]
    more = kit.Panel(_("More"), actions=rare, is_folded=True) if rare else None
    return kit.PageContent(alerts=alerts, buttons=buttons, parts=[*parts, more])


def _request_panel(
    request: StaffRequest,
    sought: models.TracingRequest,
    found: TracingRecords,
    assessed_on: dt.date | None,
) -> kit.Panel:
    views = [view for view in found.views if view.request_id == sought.pk]
    enquiries = [each for each in found.enquiries if each.request_id == sought.pk]
    today = request.staff.office.today()
    counting = queries.counting_wish(sought, ViewSubject.TRACING, request.staff)
    return kit.Panel(
        pages.request_title(sought),
        lead=pages.refusal_text(counting),
        actions=_request_links(request, sought),
        pairs=[
            *pages.request_pairs(sought, counting, len(sought.clues), today),
            *pages.unassessed_pairs(sought, assessed_on),
        ],
        rows=[
            *(_view_row(view) for view in views),
            *(_enquiry_row(request, enquiry, sought) for enquiry in enquiries),
        ],
    )


def _request_links(
    request: StaffRequest, sought: models.TracingRequest
) -> Sequence[kit.ActionLink]:
    links = [
        ("add_view", _("Record the child’s answer")),
        ("add_enquiry", _("Add enquiry")),
        ("add_unanswered_call", _("Call without an answer")),
        ("add_verification", _("Verify a person")),
        ("record_review", _("Review")),
        ("change_status", _("Change status")),
        ("change_request", _("Edit")),
    ]
    if sought.state not in OPEN_STATES:
        links = [("add_view", _("Record the child’s answer"))]
    return [each for name, label in links for each in screens.links(request, sought, name, label)]


def _view_row(view: models.ChildTracingView) -> kit.PanelRow:
    return kit.record_row(
        view,
        pages.view_pairs(view),
        title=kit.format_field(view, "subject"),
        state="wish",
        needs_attention=view.wish not in {TracingWish.WANTS, TracingWish.TOO_YOUNG},
        words=view.child_words,
    )


def _enquiry_row(
    request: StaffRequest, enquiry: models.TracingEnquiry, sought: models.TracingRequest
) -> kit.PanelRow:
    is_open = enquiry.result in {EnquiryResult.WAITING, EnquiryResult.NO_ANSWER}
    fields = "to_whom cover_text facts why_name result_on answer next_on"
    abroad = enquiry.cross_border
    country = abroad.get_country_display() if abroad else ""
    pairs = kit.labelled_values(
        enquiry,
        [
            *("made_on", "made_through", "asked"),
            kit.LabelledValue(_("Country"), country_name(enquiry.country)),
            *fields.split(),
            kit.LabelledValue(_("Cross-border request"), country),
        ],
    )
    pairs = [pair for pair in pairs if pair.text]
    links = screens.links(request, enquiry, "record_result", _("Record result"))
    if enquiry.cover_text and not reasons_against_card(enquiry, sought, request.staff):
        card = kit.link(_("Print card"), "tracing:print_enquiry_card", enquiry.file_id, enquiry.pk)
        links = [*links, card]
    return kit.record_row(
        enquiry,
        pairs,
        title=kit.format_field(enquiry, "way"),
        state="result",
        state_text=violation_text(enquiry, "result"),
        is_over=not is_open and enquiry.made_through == TracingActor.OURS,
        is_urgent=enquiry.made_through == TracingActor.STAFF,
        needs_attention=enquiry.made_through == TracingActor.OTHERS,
        actions=links,
    )


@screens.child_list(
    "tracing/verifications/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(models.RelationshipVerification, "-began_on"),
    kit.RecordQuery(models.VerificationItem, "recorded_at"),
)
def list_verifications(
    request: StaffRequest,
    child: Child,
    verifications: list[models.RelationshipVerification],
    items: list[models.VerificationItem],
) -> kit.PageContent:
    """The verifications with the answers of both sides next to each other."""
    asked = [
        staff
        for each in verifications
        for staff in (each.child_worker_id, each.family_worker_id, each.decided_by)
    ]
    names = names_of(asked)
    parts = [
        _two_sides_panel(
            request, each, [item for item in items if item.verification_id == each.pk], names
        )
        for each in verifications
    ]
    empty = kit.Panel(_("Verification"), empty=_("No relationship is being verified."))
    overview = kit.link(_("Family tracing"), PAGE, child.file_id)
    return kit.PageContent(_("Verification"), buttons=[overview], parts=parts or [empty])


def _two_sides_panel(
    request: StaffRequest,
    verification: models.RelationshipVerification,
    items: list[models.VerificationItem],
    names: dict[UUID, str],
) -> kit.Panel:
    names_of_links: list[tuple[str, kit.Text]] = []
    if verification.state == VerificationState.OPEN:
        names_of_links = [
            ("add_item", _("Add question")),
            ("submit_finding", _("Submit the finding")),
            ("change_verification", _("Edit")),
        ]
    links = [
        each
        for name, label in names_of_links
        for each in screens.links(request, verification, name, label)
    ]
    is_open = verification.state == VerificationState.OPEN
    return kit.Panel(
        pages.verification_title(verification),
        actions=links,
        pairs=pages.verification_pairs(verification, names),
        table=pages.items_table(items),
        rows=[
            *(_item_row(request, item) for item in (items if is_open else [])),
            *_decision_rows(request, verification),
        ],
    )


def _item_row(request: StaffRequest, item: models.VerificationItem) -> kit.PanelRow:
    change = screens.links(request, item, "change_item", _("Edit"))
    return kit.PanelRow(item.question, kit.format_field(item, "match"), actions=change)


def _decision_rows(
    request: StaffRequest, verification: models.RelationshipVerification
) -> list[kit.PanelRow]:
    if verification.state != VerificationState.SUBMITTED:
        return []
    confirm = screens.steps(request, verification, "confirm_finding", _("Confirm the finding"))
    back = screens.links(request, verification, "return_finding", _("Return for revision"))
    if not confirm:
        return []
    return [
        kit.PanelRow(
            _("Decision of a second person"), kit.format_field(verification, "outcome"), steps=confirm,
            actions=back,
        )
    ]  # fmt: skip
