"""Proposes, approves and carries out a child's return to the family in the same country."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.people.around.models import Outcome
from saathi.people.around.vocabulary import AuthorityBody, AuthorityOutcomeKind
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.returns.tracing import queries, reunification_rules
from saathi.protection.returns.tracing.actions.searches import (
    TracingRefused,
    end_duties_of_ended_tracing,
)
from saathi.protection.returns.tracing.actions.tracing_duties import end_duty, set_duty
from saathi.protection.returns.tracing.models import Reunification
from saathi.protection.returns.tracing.vocabulary import (
    REUNIFICATION_ASKED_NOTICE,
    REUNIFICATION_DECIDED_NOTICE,
    OrderCheck,
    ReunificationState,
    TracingState,
)


@transaction.atomic
def propose_return(*, reunification: Reunification, actor: Staff) -> Reunification:
    """Proposes a return to a second person; what is still missing is shown, and refused at approval.

    `TracingRefused` while another return of the child is approved, and for a home in another country.
    """
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    _check_proposal(reunification, reunification.country, actor)
    reunification.submitted_by = actor.id
    reunification.is_answered = bool(reunification.answer_to_child.strip())
    writing.add(reunification, actor=actor)
    _notify_supervisors(reunification, actor)
    return reunification


@transaction.atomic
def revise_return(
    *, reunification: Reunification, columns: dict[str, object], version: int, actor: Staff
) -> Reunification:
    """Changes an opened proposal that was not decided yet, or was sent back, and submits it again.

    Whoever changes it does not decide on it.
    """
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    if reunification.state not in {ReunificationState.PROPOSED, ReunificationState.SENT_BACK}:
        raise access.NotAllowed
    _check_proposal(reunification, str(columns.get("country", reunification.country)), actor)
    writing.change(
        reunification,
        actor=actor,
        version=version,
        payload=payload_of(reunification),
        state=ReunificationState.PROPOSED,
        is_answered=bool(reunification.answer_to_child.strip()),
        submitted_by=actor.id,
        decided_by=None,
        decided_on=None,
        **columns,
        **with_editor(reunification, actor),
    )
    _notify_supervisors(reunification, actor)
    return reunification


def _check_proposal(reunification: Reunification, country: str, actor: Staff) -> None:
    approved = queries.other_returns(reunification, actor).filter(state=ReunificationState.APPROVED)
    here = reunification.file.office.country
    if reasons := (
        *reunification_rules.reasons_against_proposal(has_other_approved=approved.exists()),
        *reunification_rules.reasons_against_country(country, here=here),
    ):
        raise TracingRefused(reasons)


def _notify_supervisors(reunification: Reunification, actor: Staff) -> None:
    file_id = reunification.file_id
    notices.notify_supervisors(
        file_id=file_id, kind=REUNIFICATION_ASKED_NOTICE, record=file_id, actor=actor
    )


@transaction.atomic
def approve_return(*, reunification: Reunification, version: int, actor: Staff) -> Reunification:
    """Approves a return as the second person; `TracingRefused` with all that is missing."""
    access.require(actor, Permission.APPROVE, reunification)
    _check_second_person(reunification, actor)
    records.open_texts(reunification)
    today = actor.office.today()
    facts = queries.return_facts(reunification, actor, on=today)
    if reasons := reunification_rules.missing_for_return(facts, on=today):
        raise TracingRefused(reasons)
    return _decide(reunification, ReunificationState.APPROVED, version, actor)


@transaction.atomic
def return_for_revision(
    *, reunification: Reunification, version: int, actor: Staff
) -> Reunification:
    """Sends an opened proposal back with the question that it has now."""
    access.require(actor, Permission.APPROVE, reunification)
    _check_second_person(reunification, actor)
    return _decide(reunification, ReunificationState.SENT_BACK, version, actor)


def _check_second_person(reunification: Reunification, actor: Staff) -> None:
    reasons = reunification_rules.reasons_not_to_decide(
        ReunificationState(reunification.state),
        authors={*authors_of(reunification), reunification.submitted_by},
        actor_id=actor.id,
    )
    if reasons:
        raise TracingRefused(reasons)


def _decide(
    reunification: Reunification, state: ReunificationState, version: int, actor: Staff
) -> Reunification:
    writing.change(
        reunification,
        actor=actor,
        version=version,
        payload=payload_of(reunification),
        state=state,
        decided_by=actor.id,
        decided_on=actor.office.today(),
    )
    is_approved = state == ReunificationState.APPROVED
    kind = audit.AuditKind.APPROVED if is_approved else audit.AuditKind.SENT_BACK
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        file_id=reunification.file_id,
        objects=[reunification.pk],
    )
    notices.notify_staff(
        reunification.recorded_by,
        kind=REUNIFICATION_DECIDED_NOTICE,
        record=reunification.file_id,
        actor=actor,
    )
    return reunification


@transaction.atomic
def withdraw_return(*, reunification: Reunification, version: int, actor: Staff) -> Reunification:
    """Withdraws a return that did not take place, also an approved one."""
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    if reunification.state not in reunification_rules.WITHDRAWABLE:
        raise access.NotAllowed
    return writing.change(
        reunification,
        actor=actor,
        version=version,
        state=ReunificationState.WITHDRAWN,
        decided_by=None,
        decided_on=None,
    )


@transaction.atomic
def record_handover(
    *,
    reunification: Reunification,
    handed_over_on: dt.date | None,
    first_visit_on: dt.date | None,
    version: int,
    actor: Staff,
) -> Reunification:
    """Records the handover of an opened, approved return; the first visit at home is due.

    If something was missing on that day, it is also recorded as a safeguard violation.
    """
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    state = ReunificationState(reunification.state)
    reasons = reunification_rules.reasons_against_handover(state, handed_over_on, first_visit_on)
    if reasons:
        raise TracingRefused(reasons)
    assert handed_over_on is not None
    assert first_visit_on is not None
    _record_if_something_is_missing(reunification, handed_over_on, actor)
    writing.change(
        reunification,
        actor=actor,
        version=version,
        payload=payload_of(reunification),
        state=ReunificationState.CARRIED_OUT,
        handed_over_on=handed_over_on,
        first_visit_on=first_visit_on,
    )
    _end_other_proposals(reunification, actor)
    set_duty(reunification.file_id, Duty.FAMILY_VISIT, first_visit_on, actor=actor)
    verification = reunification.verification
    # A verification of another relationship says nothing of the person sought (earlier records).
    if verification is not None and verification.relation == verification.request.relation:
        request, today = verification.request, actor.office.today()
        writing.change(request, actor=actor, state=TracingState.REUNIFIED, ended_on=today)
        end_duties_of_ended_tracing(reunification.file_id, actor)
    return reunification


def _end_other_proposals(reunification: Reunification, actor: Staff) -> None:
    """Withdraws the other proposals of the child: the child was handed over."""
    waiting = (ReunificationState.PROPOSED, ReunificationState.SENT_BACK)
    for other in queries.other_returns(reunification, actor).filter(state__in=waiting):
        writing.change(
            other,
            actor=actor,
            state=ReunificationState.WITHDRAWN,
            decided_by=None,
            decided_on=None,
        )


def _record_if_something_is_missing(
    reunification: Reunification, on: dt.date, actor: Staff
) -> None:
    """Records a safeguard violation if the approval of a return no longer held on the day."""
    facts = queries.return_facts(reunification, actor, on=on)
    if reunification_rules.missing_for_return(facts, on=on):
        what = gettext("The child was handed over although the approval no longer held.")
        _record_violation(queries.open_case(reunification.file_id, actor), what, on, actor)


@transaction.atomic
def record_handover_by_others(
    *, reunification: Reunification, case: Case, actor: Staff
) -> Reunification:
    """Records that others handed the child to a relative: a fact, and a safeguard violation.

    It is never refused (domain C, invariant 0). The first visit is due within a week.
    """
    reunification.state = ReunificationState.BY_OTHERS
    reunification.order_check = OrderCheck.NOT_CHECKED
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    writing.add(reunification, actor=actor)
    on = reunification.handed_over_on
    assert on is not None
    what = gettext("The child was handed to a relative without our approval.")
    _record_violation(case, what, on, actor)
    due_on = max(reunification_rules.first_visit_day(on), actor.office.today())
    set_duty(reunification.file_id, Duty.FAMILY_VISIT, due_on, actor=actor)
    return reunification


def _record_violation(case: Case | None, what: str, on: dt.date, actor: Staff) -> None:
    """Records that a child was returned without the safeguards; managers are notified."""
    if case is None:
        return
    data = orders.BrokenSafeguardInput(Safeguard.RETURNED, on, texts={"what": what})
    orders.record_broken_safeguard(case=case, data=data, actor=actor)


@transaction.atomic
def record_first_visit(
    *, reunification: Reunification, columns: Mapping[str, Any], version: int, actor: Staff
) -> Reunification:
    """Records the first visit at home, opened with its texts; the next one is due. `TracingRefused`.

    An ordinary visit at home on which the child was met fulfils the next one (`tracing.sql`).
    """
    access.require(actor, Permission.WORK_ON_CASE, reunification)
    visited_on = columns["visited_on"]
    visit = reunification_rules.FirstVisit(
        visited_on=visited_on,
        next_visit_on=columns["next_visit_on"],
        seen=columns["visit_seen"],
        safety=columns["visit_safety"],
        has_words=bool(reunification.visit_words.strip()),
        has_needs=bool(reunification.visit_needs.strip()),
    )
    reasons = reunification_rules.reasons_against_first_visit(
        visit,
        state=ReunificationState(reunification.state),
        handed_over_on=reunification.handed_over_on,
    )
    if reasons:
        raise TracingRefused(reasons)
    texts = payload_of(reunification)
    writing.change(reunification, actor=actor, version=version, payload=texts, **columns)
    end_duty(reunification.file_id, Duty.FAMILY_VISIT, done_on=visited_on, actor=actor)
    next_on = max(columns["next_visit_on"], actor.office.today())
    set_duty(reunification.file_id, Duty.FAMILY_VISIT, next_on, actor=actor)
    return reunification


@transaction.atomic
def record_no_prosecution(*, outcome: Outcome, actor: Staff) -> Outcome:
    """Records that an authority decided not to prosecute a relative (NCR-008).

    The role of the relative stays on record: the allegation is not changed.
    """
    access.require(actor, Permission.WORK_ON_CASE, outcome)
    body = AuthorityBody(outcome.body)
    reasons = reunification_rules.reasons_against_no_prosecution(body, outcome.note)
    if reasons:
        raise TracingRefused(reasons)
    outcome.kind = AuthorityOutcomeKind.NOT_PROSECUTED
    return writing.add(outcome, actor=actor)
