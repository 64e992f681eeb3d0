"""Views of consent, guardians, information and other people's views: a page, and a form for each record."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.consent import actions, dependents, pages
from saathi.consent.decision_views import decision_text, screens
from saathi.consent.forms import (
    AccompanimentForm,
    ConsentForm,
    ConsentWithdrawForm,
    GuardianForm,
    InformationForm,
    OtherPersonStatementForm,
)
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Guardian,
    InformationGiven,
)
from saathi.consent.queries import list_known_answers
from saathi.consent.rules import CONSENT_BASES
from saathi.consent.vocabulary import AccompanimentStatus, ConsentState
from saathi.participation.reporting_duties import reporting_duties_in_country
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import coming_of_age_day

_consent_text = partial(ChildFormPageText, back="consent:show_consent")


def _what_stops(request: StaffRequest, _child: Child, consent: Consent) -> dict[str, Any]:
    """What stops with it; of a legal basis that is no consent, the page speaks of no consent."""
    dependent_records = dependents.find_dependents(consent.pk, actor=request.staff)
    shown: dict[str, Any] = {"stops": [dependent.description for dependent in dependent_records]}
    return shown if consent.basis in CONSENT_BASES else shown | {"about": WITHDRAW_BASIS_PAGE_TEXT}


CONSENT_PAGE_TEXT = _consent_text(
    _("Record consent or another legal basis"),
    _("Ask the child first. Assistance never depends on consent to share data."),
)
WITHDRAW_PAGE_TEXT = _consent_text(
    _("Withdraw consent"),
    _("Consent can be withdrawn at any time, without a reason and without losing assistance."),
    button=_("Withdraw consent"),
    template="consent/form.html",
    beside=_what_stops,
)
WITHDRAW_BASIS_PAGE_TEXT = _consent_text(
    _("Withdraw legal basis"),
    _("Withdraw it when it no longer applies, for example when the order has ended."),
    button=_("Withdraw legal basis"),
)
GUARDIAN_PAGE_TEXT = _consent_text(
    _("Legal guardian or representative"),
    _("A guardian must not work for the authority or facility holding the child."),
)
ACCOMPANIMENT_PAGE_TEXT = _consent_text(
    _("Record accompaniment status"),
    _("An unaccompanied or separated child needs a legal guardian immediately."),
)
INFORMATION_PAGE_TEXT = _consent_text(
    _("Information given to the child"),
    _(
        "Explain rights, legal help and next steps in the child’s language until the child "
        "understands them."
    ),
)
OTHER_PERSON_STATEMENT_PAGE_TEXT = decision_text(
    _("Record a view"),
    _(
        "The view of a caregiver, relative or field worker. It is shown next to the "
        "child’s own view."
    ),
)


@screens.child_list(
    "consent/",
    Permission.WORK_ON_CASE,
    kit.RecordQuery(Guardian, "-starts_on"),
    kit.RecordQuery(Accompaniment, "-as_of"),
    kit.RecordQuery(Consent, "-given_on"),
    kit.RecordQuery(InformationGiven, "-informed_on"),
)
def show_consent(request: StaffRequest, child: Child, *listed: Any) -> kit.PageContent:
    """The page of a child's guardians, consents and information."""
    guardians, accompaniments, consents, information = listed
    today, adult = request.staff.office.today(), coming_of_age_day(child, request.staff)
    by_id = {guardian.pk: guardian for guardian in guardians}
    states = [(consent, pages.state_of_consent(consent, adult, today)) for consent in consents]
    accompanied = AccompanimentStatus(accompaniments[0].state) if accompaniments else None
    alerts = pages.guardian_alerts(child, accompanied, guardians, today)
    return kit.PageContent(
        heading=_("Consent and guardian"),
        alerts=alerts + pages.build_renewal_alerts(states, by_id),
        parts=[
            _guardian_panel(request, child, guardians, pages.accompaniment_label(accompaniments)),
            _consent_panel(request, child, by_id, states),
            kit.Panel(
                _("Information given to the child"),
                actions=screens.links(
                    request,
                    child.file_id,
                    "record_information",
                    _("Record information given to the child"),
                ),
                rows=[pages.information_row(each) for each in information],
                empty=_("Nothing recorded yet."),
            ),
            pages.DutiesPanel(
                _("Limits of confidentiality"),
                duties=reporting_duties_in_country(request.staff.office.country),
                explain_url=reverse("participation:explain_confidentiality", args=[child.file_id]),
            ),
        ],
    )


def _guardian_panel(
    request: StaffRequest, child: Child, guardians: Sequence[Guardian], accompanied: str
) -> kit.Panel:
    today, may_write = (
        request.staff.office.today(),
        access.may_write(request.staff, child.file_id, Section.LEGAL),
    )
    return pages.GuardianPanel(
        _("Legal guardian or representative"),
        actions=screens.links(request, child.file_id, "record_guardian", _("Record a guardian")),
        rows=[pages.guardian_row(each, today, may_write=may_write) for each in guardians],
        empty=_("No guardian recorded."),
        accompanied=accompanied,
        links=screens.links(
            request, child.file_id, "record_accompaniment", _("Record accompaniment status")
        ),
    )


def _consent_panel(
    request: StaffRequest,
    child: Child,
    guardians: Mapping[UUID, Guardian],
    consents: Sequence[tuple[Consent, ConsentState]],
) -> kit.Panel:
    may_write = access.may_write(request.staff, child.file_id, Section.LEGAL)
    answers = list_known_answers(request.staff, child) if consents else []
    return kit.Panel(
        _("Consent and legal basis"),
        _("Consent can be withdrawn at any time. Assistance does not depend on it."),
        actions=screens.links(
            request, child.file_id, "record_consent", _("Record consent or another legal basis")
        ),
        rows=[
            pages.consent_row(consent, state, guardians, answers, may_write=may_write)
            for consent, state in consents
        ],
        empty=_("Nothing recorded yet."),
    )


@screens.child_form("consent/new/", Permission.WORK_ON_CASE, ConsentForm, CONSENT_PAGE_TEXT)
def record_consent(request: StaffRequest, child: Child, form: ConsentForm) -> None:
    """Records the legal basis of a step or of sharing data."""
    consent = form.to_record(file_id=child.file_id, child=child)
    actions.record_consent(consent=consent, actor=request.staff)


@screens.child_edit(
    "consent/<uuid:consent_id>/withdraw/",
    Permission.WORK_ON_CASE,
    Consent,
    ConsentWithdrawForm,
    WITHDRAW_PAGE_TEXT,
)
def withdraw_consent(request: StaffRequest, consent: Consent, form: ConsentWithdrawForm) -> None:
    """Withdraws a consent; the page first lists what stops with it."""
    form.put_texts(consent)
    actions.withdraw_consent(consent=consent, version=form.seen_version, actor=request.staff)


@screens.child_form(
    "consent/guardian/new/", Permission.WORK_ON_CASE, GuardianForm, GUARDIAN_PAGE_TEXT
)
def record_guardian(request: StaffRequest, child: Child, form: GuardianForm) -> None:
    """Records a guardian."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_edit(
    "consent/guardian/<uuid:guardian_id>/",
    Permission.WORK_ON_CASE,
    Guardian,
    GuardianForm,
    GUARDIAN_PAGE_TEXT,
)
def change_guardian(request: StaffRequest, guardian: Guardian, form: GuardianForm) -> None:
    """Changes a guardian: end, conflict of interest, doubt."""
    kit.save_changes(request, guardian, form)


@screens.child_form(
    "consent/with/", Permission.WORK_ON_CASE, AccompanimentForm, ACCOMPANIMENT_PAGE_TEXT
)
def record_accompaniment(request: StaffRequest, child: Child, form: AccompanimentForm) -> None:
    """Records who accompanies the child."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_form(
    "consent/told/", Permission.WORK_ON_CASE, InformationForm, INFORMATION_PAGE_TEXT
)
def record_information(request: StaffRequest, child: Child, form: InformationForm) -> None:
    """Records information given to the child, and how far it was understood."""
    kit.save_new(request, form, file_id=child.file_id, child=child)


@screens.child_form(
    "consent/decisions/others/",
    Permission.WORK_ON_CASE,
    OtherPersonStatementForm,
    OTHER_PERSON_STATEMENT_PAGE_TEXT,
)
def record_others_view(request: StaffRequest, child: Child, form: OtherPersonStatementForm) -> None:
    """Records the view of a caregiver, relative or field worker."""
    kit.save_new(request, form, file_id=child.file_id, child=child)
