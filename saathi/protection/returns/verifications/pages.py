"""What the page of a return and the waiting list say of verifications, permits and courts."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.record_kit.rows import format_day, labelled_values
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.returns.verifications import queries, rules
from saathi.protection.returns.verifications.models import (
    CourtNeed,
    OriginVerification,
    TravelPermit,
    VerificationStep,
)
from saathi.protection.returns.verifications.vocabulary import (
    CourtNeedKind,
    PermitState,
    VerificationAnswer,
)
from saathi.web.components import AlertBox, LabelledValue

_COURT_WAITS = frozenset({CourtNeedKind.IN_PERSON, CourtNeedKind.VIDEO})


def days_text(days: int) -> str:
    """A number of days in words."""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def waiting_alerts(
    verifications: Iterable[OriginVerification], today: dt.date, *, may_contact: bool
) -> list[AlertBox]:
    """What is waiting since when, with the next date, at a glance; no follow-up while contact is shut."""
    follow_up = _("Asked on %(asked)s. Next follow-up: %(next)s.")
    no_contact = _("Asked on %(asked)s. Do not follow up: the country may not be contacted now.")
    alerts = []
    for verification in verifications:
        if verification.answer != VerificationAnswer.WAITING:
            continue
        days = queries.days_of(verification, today)
        text = (follow_up if may_contact else no_contact) % {
            "asked": format_day(verification.asked_on),
            "next": format_day(verification.next_on),
        }
        title = _("Verification: waiting for %(days)s") % {"days": days_text(days)}
        is_late = days >= rules.SOLUTION_DAYS
        alerts.append(AlertBox(title, text, kind="attend" if is_late else "calm", icon="clock"))
    return alerts


def first_step(request: StaffRequest, child: Child, _record: object) -> dict[str, object]:
    """What comes before a verification, with the links to it, while nothing of this file went abroad."""
    if queries.went_abroad(request.staff, child.file_id):
        return {}
    links = [
        kit.link(
            _("International protection"), "protection_screening:list_protection", child.file_id
        ),
        kit.link(_("Cross-border requests"), "borders:list_cross_border_enquiries", child.file_id),
    ]
    text = _(
        "Nothing about this child went abroad yet. First record the contact with the country of "
        "origin, or send a cross-border request."
    )
    return {"parts": [kit.Panel(_("Contact comes first"), empty=text, actions=links)]}


def verification_row(
    verification: OriginVerification,
    steps: Sequence[VerificationStep],
    actions: Sequence[kit.ActionLink],
    today: dt.date,
) -> kit.PanelRow:
    """One verification with its answer, its steps and what it leads to."""
    days = LabelledValue(_("Days waiting"), days_text(queries.days_of(verification, today)))
    pairs = [*labelled_values(verification, "asked_of route asked_on"), days]
    is_waiting = verification.answer == VerificationAnswer.WAITING
    if is_waiting:
        pairs += labelled_values(verification, "next_on")
    else:
        pairs += labelled_values(verification, "answered_on answer_words")
    if verification.solutions_on:
        pairs += labelled_values(verification, "solutions_on")
    if verification.solution:
        pairs += labelled_values(verification, "solution solved_on solution_words")
    pairs += [_step_value(step) for step in steps]
    subjects = kit.format_field(verification, "subjects")
    return kit.record_row(
        verification,
        pairs,
        title=join_words([str(subjects), country_name(verification.country)]),
        state="answer",
        is_over=not is_waiting,
        needs_attention=is_waiting and queries.days_of(verification, today) >= rules.SOLUTION_DAYS,
        actions=actions,
    )


def _step_value(step: VerificationStep) -> LabelledValue:
    title = str(step.get_event_display())
    note = join_words(text for text in (step.by, step.note) if text)
    return LabelledValue(title, format_day(step.happened_on), note=note)


def permit_row(
    permit: TravelPermit, actions: Sequence[kit.ActionLink], today: dt.date
) -> kit.PanelRow:
    """One permit; one that has expired needs attention."""
    state = PermitState(permit.state)
    is_valid = rules.is_permit_valid(state, permit.valid_until, today)
    is_expired = state == PermitState.RECEIVED and not is_valid
    return kit.record_row(
        permit,
        "asked_body asked_of asked_on received_on valid_until number note",
        title=permit.get_kind_display(),
        state_text=_("Expired") if is_expired else str(state.label),
        is_over=is_valid,
        needs_attention=not is_valid,
        actions=actions,
    )


def court_row(need: CourtNeed, actions: Sequence[kit.ActionLink]) -> kit.PanelRow:
    """What one court needs of the child."""
    return kit.record_row(
        need,
        "source said_on until note",
        title=need.court_case,
        state="need",
        needs_attention=need.need in _COURT_WAITS,
        actions=actions,
    )
