"""Views of cross-border enquiries: the list of a child, a form for each step, the letter."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
)
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.panels import ChildFormPageText, Panel, PanelRow
from saathi.people.queries import child_of_file
from saathi.policy.agreements.queries import national_focal_points
from saathi.protection.casework.cases.queries import current_case
from saathi.protection.returns.borders import actions, queries
from saathi.protection.returns.borders.disclosure_checks import reasons_of_checks
from saathi.protection.returns.borders.forms import (
    CrossBorderAnswerForm,
    CrossBorderEnquiryForm,
    CrossBorderOutcomeForm,
    CrossBorderReceivedEnquiryForm,
)
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.routes import EnquiryRoutes, find_routes
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    FearOfAuthority,
)
from saathi.web.components import ActionLink, LabelledValue

_form_text = partial(ChildFormPageText, back="borders:list_cross_border_enquiries")
ASK_PAGE_TEXT = _form_text(
    _("Request to another country about the child’s identity"),
    _(
        "Share information only under an agreement and together with the child, and no "
        "more than the request needs."
    ),
)
RECEIVE_PAGE_TEXT = _form_text(
    _("Request from another country about the child"),
    _("Record the request as received. This does not answer the request."),
)
ANSWER_PAGE_TEXT = _form_text(
    _("Answer a request from another country"),
    _(
        "Share information only under an agreement and together with the child, and no "
        "more than the request needs."
    ),
)
OUTCOME_PAGE_TEXT = _form_text(
    _("Outcome"),
    _(
        "The answer does not decide where the child lives. That decision is made for and "
        "with the child."
    ),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def list_cross_border_enquiries(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Lists the enquiries about the child in both directions, and the protocols in force."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    enquiries = queries.list_enquiries(request.staff, child)
    opened = queries.open_sealed_texts(enquiries)
    access_log.log_file_list(
        request.staff, Section.LEGAL, file_id, [enquiry.pk for enquiry in enquiries]
    )
    may_write = access.may_write(request.staff, file_id, Section.LEGAL)
    protocols = queries.active_protocols(request.staff.office)
    routes = find_routes(request.staff.office, enquiries, protocols)
    letters = _letters_that_may_go(file_id, enquiries)
    return render_child_page(
        request,
        child,
        "borders/list_cross_border_enquiries.html",
        parts=[
            Panel(
                _("Cross-border requests and answers"),
                lead=_("No child is sent anywhere because of what is recorded here."),
                actions=_new_enquiry_actions(file_id) if may_write else (),
                rows=[
                    _enquiry_row(
                        enquiry,
                        opened.get(enquiry.pk, {}),
                        routes,
                        _enquiry_actions(enquiry, letters) if may_write else (),
                    )
                    for enquiry in enquiries
                ],
                empty=_("No entries yet."),
            ),
            _protocols_panel(protocols, routes),
        ],
    )


def _protocols_panel(protocols: Sequence[CountryProtocol], routes: EnquiryRoutes) -> Panel:
    return Panel(
        _("Agreements in force"),
        rows=[_protocol_row(protocol, routes) for protocol in protocols],
        empty=_(
            "No agreements in force. Without an agreement, no information about a "
            "child may be shared with another country."
        ),
    )


def _new_enquiry_actions(file_id: UUID) -> list[ActionLink]:
    return [
        ActionLink(
            _("Send a request to another country"),
            reverse("borders:send_enquiry_abroad", args=[file_id]),
        ),
        ActionLink(
            _("Record an incoming request"),
            reverse("borders:record_received_enquiry", args=[file_id]),
        ),
    ]


def _enquiry_row(
    enquiry: CrossBorderEnquiry,
    texts: Mapping[str, str],
    routes: EnquiryRoutes,
    actions_shown: Sequence[ActionLink],
) -> PanelRow:
    state = CrossBorderEnquiryState(enquiry.state)
    return PanelRow(
        title=f"{enquiry.get_direction_display()} · {Country(enquiry.country).label}",
        state=state.label,
        is_over=state != CrossBorderEnquiryState.OPEN,
        pairs=[*_enquiry_pairs(enquiry, texts), *routes.pairs_of_enquiry(enquiry)],
        words=texts.get("question", ""),
        actions=actions_shown,
    )


def _enquiry_pairs(
    enquiry: CrossBorderEnquiry, texts: Mapping[str, str]
) -> Iterator[LabelledValue]:
    yield from (
        LabelledValue(_("Partner"), texts.get("partner", "")),
        LabelledValue(
            _("Date"),
            _format_day(enquiry.asked_on),
            note=_labels(ProtocolQuestion, enquiry.asks),
        ),
        LabelledValue(
            _("Information shared"),
            _labels(ProtocolShareableFact, enquiry.facts),
            missing=_("none"),
        ),
    )
    if enquiry.child_view:
        view = ChildViewOnEnquiry(enquiry.child_view).label
        yield LabelledValue(_("The child"), view, note=texts.get("child_words", ""))
        yield LabelledValue(_("Why this is in the child’s best interests"), texts.get("best", ""))
    if enquiry.state == CrossBorderEnquiryState.OPEN and enquiry.answer_by:
        yield LabelledValue(_("Response due on"), _format_day(enquiry.answer_by))
    if enquiry.answered_on:
        yield LabelledValue(
            _("Date of the response"),
            _format_day(enquiry.answered_on),
            note=texts.get("answer", ""),
        )
        informed_on = _format_day(enquiry.informed_on) if enquiry.informed_on else ""
        note = texts.get("child_response", "")
        yield LabelledValue(
            _("Date the child was informed"), informed_on, note, _("not informed yet")
        )


def _letters_that_may_go(file_id: UUID, enquiries: Iterable[CrossBorderEnquiry]) -> set[UUID]:
    """The enquiries whose letter may be printed; one question for each different view of the child.

    The screening for international protection, for example, may say otherwise since they were sent.
    """
    going = [
        (enquiry.pk, ChildViewOnEnquiry(enquiry.child_view))
        for enquiry in enquiries
        if enquiry.facts and enquiry.state != CrossBorderEnquiryState.WITHDRAWN
    ]
    refused = {view for view in {view for _id, view in going} if reasons_of_checks(file_id, view)}
    return {enquiry_id for enquiry_id, view in going if view not in refused}


def _enquiry_actions(enquiry: CrossBorderEnquiry, letters: Collection[UUID]) -> list[ActionLink]:
    url_args = [enquiry.file_id, enquiry.pk]
    outcome = ActionLink(_("Outcome"), reverse("borders:record_enquiry_outcome", args=url_args))
    actions_shown = [] if enquiry.state == CrossBorderEnquiryState.WITHDRAWN else [outcome]
    if (
        enquiry.direction == EnquiryDirection.THEY_ASK
        and enquiry.state == CrossBorderEnquiryState.OPEN
    ):
        actions_shown.append(
            ActionLink(_("Respond"), reverse("borders:answer_enquiry", args=url_args))
        )
    if enquiry.pk in letters:
        actions_shown.append(
            ActionLink(_("Letter"), reverse("borders:print_enquiry_answer", args=url_args))
        )
    return actions_shown


def _protocol_row(protocol: CountryProtocol, routes: EnquiryRoutes) -> PanelRow:
    return PanelRow(
        title=f"{Country(protocol.country).label} · {protocol.partner}",
        pairs=[
            LabelledValue(
                _("Agreed on"),
                _format_day(protocol.agreed_on),
                note=f"{protocol.name}, {protocol.version}",
            ),
            LabelledValue(_("Questions allowed"), _labels(ProtocolQuestion, protocol.may_ask)),
            LabelledValue(
                _("Information that may be shared"), _labels(ProtocolShareableFact, protocol.may_go)
            ),
            *routes.pairs_of_protocol(protocol),
        ],
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def send_enquiry_abroad(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Sends an enquiry about the child to another country."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)

    def save(form: CrossBorderEnquiryForm) -> str:
        question, disclosure = form.to_enquiry_input(), form.to_disclosure_input()
        actions.send_enquiry(
            case=case, question=question, disclosure=disclosure, actor=request.staff
        )
        return _back(file_id)

    form = CrossBorderEnquiryForm(
        posted_data(request),
        protocols=queries.active_protocols(request.staff.office),
        focal_points=national_focal_points(Country.values),
        consents=queries.active_contact_consents(request.staff, child),
        today=request.staff.office.today(),
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, ASK_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_received_enquiry(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Records an enquiry of another country about the child."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    case = current_case(request.staff, child)

    def save(form: CrossBorderReceivedEnquiryForm) -> str:
        actions.receive_enquiry(case=case, question=form.to_enquiry_input(), actor=request.staff)
        return _back(file_id)

    protocols = queries.active_protocols(request.staff.office)
    form = CrossBorderReceivedEnquiryForm(
        posted_data(request),
        protocols=protocols,
        focal_points=national_focal_points(Country.values),
        today=request.staff.office.today(),
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, RECEIVE_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def answer_enquiry(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """Answers an enquiry of another country, with facts chosen one by one."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    enquiry = queries.get_enquiry(request.staff, file_id, asked_id)
    if (
        enquiry.direction != EnquiryDirection.THEY_ASK
        or enquiry.state != CrossBorderEnquiryState.OPEN
    ):
        raise access.NotAllowed
    case = current_case(request.staff, child)

    def save(form: CrossBorderAnswerForm) -> str:
        actions.answer_enquiry(
            enquiry=enquiry,
            case=case,
            disclosure=form.to_disclosure_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return _back(file_id)

    form = CrossBorderAnswerForm(
        posted_data(request),
        initial={"version": enquiry.version, "fear": FearOfAuthority.NOT_ASKED},
        consents=queries.active_contact_consents(request.staff, child),
        today=request.staff.office.today(),
    )
    newest = _back(file_id)
    return submit_form(request, form, save, newest_url=newest) or render_child_form_page(
        request, child, form, ANSWER_PAGE_TEXT
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_enquiry_outcome(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """Records the outcome of an enquiry, and that the child was informed."""
    child = child_for_editing(request, file_id, Section.LEGAL)
    enquiry = queries.get_enquiry(request.staff, file_id, asked_id)
    if enquiry.state == CrossBorderEnquiryState.WITHDRAWN:
        raise access.NotAllowed

    def save(form: CrossBorderOutcomeForm) -> str:
        actions.record_enquiry_outcome(
            enquiry=enquiry,
            outcome=form.to_input(),
            version=form.seen_version,
            actor=request.staff,
        )
        return _back(file_id)

    initial = {**vars(enquiry), **records.open_texts(enquiry)}
    form = CrossBorderOutcomeForm(
        posted_data(request), initial=initial, today=request.staff.office.today()
    )
    return submit_form(request, form, save) or render_child_form_page(
        request, child, form, OUTCOME_PAGE_TEXT
    )


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_enquiry_answer(request: StaffRequest, file_id: UUID, asked_id: UUID) -> HttpResponse:
    """The printed letter to the other country: only the disclosed facts, while they may go."""
    child = child_of_file(request.staff, file_id, Section.LEGAL)
    enquiry = queries.get_enquiry(request.staff, file_id, asked_id)
    if enquiry.pk not in _letters_that_may_go(file_id, [enquiry]):
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[enquiry.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": "borders:print_enquiry_answer"},
    )
    letter = queries.build_letter(request.staff, child, enquiry)
    return render(
        request, "borders/print_enquiry_answer.html", {"letter": letter, "back": _back(file_id)}
    )


def _back(file_id: UUID) -> str:
    return reverse("borders:list_cross_border_enquiries", args=[file_id])


def _format_day(day: object) -> str:
    return date_format(day, "j F Y")  # type: ignore[arg-type]


def _labels(vocabulary: type[ProtocolQuestion] | type[ProtocolShareableFact], codes: object) -> str:
    return join_words([code.label for code in vocabulary if code in codes])  # type: ignore[operator]
