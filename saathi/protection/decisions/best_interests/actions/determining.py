"""Writes determinations: report, options, panel, meeting, decision or deferral.

The decision is refused with all reasons at once; the database refuses it as well
(`functions/determinations.sql`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.best_interests import (
    panel_persons,
    panel_rules,
    queries,
    report_rules,
    rules,
)
from saathi.protection.decisions.best_interests.actions.steps import (
    add_duty,
    days_later,
    end_duty,
    log_decision,
    raise_if_refused,
)
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    DECIDED_NOTICE,
    REPORT_READY_NOTICE,
    DeterminationState,
    PanelVote,
)

type Columns = Mapping[str, Any]


@transaction.atomic
def open_determination(*, determination: Determination, actor: Staff) -> Determination:
    """Opens a determination with the report's first part; it follows one that was reopened."""
    access.require(actor, Permission.WORK_ON_CASE, determination)
    reopened = access.visible(actor, Determination).filter(
        case=determination.case, state=DeterminationState.REOPENED
    )
    if (earlier := reopened.order_by("-opened_on", "-recorded_at").first()) is not None:
        determination.earlier = earlier.pk
        end_duty(earlier.due, actor)
    determination.state = DeterminationState.OPENED
    for name, value in _stated_in_texts(determination).items():
        setattr(determination, name, value)
    return writing.add(determination, actor=actor)


def _stated_in_texts(determination: Determination) -> Columns:
    """What the database asks about the texts of an opened report."""
    return {
        "is_view_complete": queries.is_view_complete(determination),
        "is_unheard_explained": bool(determination.unheard_why.strip()),
    }


@transaction.atomic
def change_report(
    *, determination: Determination, columns: Columns, version: int, actor: Staff
) -> Determination:
    """Changes the report of an undecided determination, opened with its new texts."""
    access.require(actor, Permission.WORK_ON_CASE, determination)
    raise_if_refused(rules.reasons_against_report_change(determination.state))
    for name, value in columns.items():
        setattr(determination, name, value)
    return writing.change(
        determination,
        actor=actor,
        version=version,
        payload=payload_of(determination),
        **{
            **columns,
            **_stated_in_texts(determination),
            **_changed_report(determination, actor),
        },
    )


def _changed_report(determination: Determination, actor: Staff) -> Columns:
    """What changes with a report: it has to be submitted again, and whoever changed it is an author."""
    changed: dict[str, Any] = {"reported_by": None, "reported_on": None}
    if determination.state in rules.READY:
        changed["state"] = DeterminationState.OPENED
    return changed | with_editor(determination, actor)


@transaction.atomic
def add_options(
    *, determination: Determination, options: Sequence[SolutionOption], actor: Staff
) -> None:
    """Adds options to the report of an undecided determination."""
    access.require(actor, Permission.WORK_ON_CASE, determination)
    raise_if_refused(rules.reasons_against_report_change(determination.state))
    writing.change(determination, actor=actor, **_changed_report(determination, actor))
    for option in options:
        option.is_set_aside = bool(option.set_aside.strip())
        writing.add(option, actor=actor)


@transaction.atomic
def change_option(*, option: SolutionOption, columns: Columns, version: int, actor: Staff) -> None:
    """Changes an option, opened with its new texts, as long as nothing is decided."""
    access.require(actor, Permission.WORK_ON_CASE, option)
    raise_if_refused(rules.reasons_against_report_change(option.determination.state))
    report = option.determination
    writing.change(report, actor=actor, **_changed_report(report, actor))
    writing.change(
        option,
        actor=actor,
        version=version,
        payload=payload_of(option),
        is_set_aside=bool(option.set_aside.strip()),
        **columns,
    )


@transaction.atomic
def submit_report(*, determination: Determination, version: int, actor: Staff) -> Determination:
    """The report is ready; the supervisors are notified to list it for a meeting.

    `BestInterestsRefused` with all that the panel would miss.
    """
    access.require(actor, Permission.WORK_ON_CASE, determination)
    raise_if_refused(rules.reasons_against_report(determination.state))
    records.open_texts(determination)
    raise_if_refused(
        report_rules.reasons_against_ready(
            queries.report_options(queries.list_options(actor, determination)),
            queries.hearing_facts(determination),
            has_factors=determination.assessment_id is not None,
            is_lack_explained=bool(determination.no_assessment_why.strip()),
        )
    )
    end_duty(determination.due, actor)
    today = actor.office.today()
    writing.change(
        determination,
        actor=actor,
        version=version,
        state=DeterminationState.READY,
        reported_by=actor.pk,
        reported_on=today,
        due=None,
    )
    kind = REPORT_READY_NOTICE
    notices.notify_supervisors(
        file_id=determination.file_id, kind=kind, record=determination.file_id, actor=actor
    )
    return determination


@transaction.atomic
def list_for_meeting(
    *,
    determination: Determination,
    columns: Columns,
    panel: Sequence[PanelMember],
    version: int,
    actor: Staff,
) -> Determination:
    """Lists a determination for the meeting on a day, with the members of its panel."""
    access.require(actor, Permission.APPROVE, determination)
    raise_if_refused(rules.reasons_against_report_change(determination.state))
    members = [*queries.list_panel(actor, determination), *panel]
    refused = panel_rules.reasons_against_persons(panel_persons.persons_of(members))
    raise_if_refused(panel_persons.name_persons(refused, members, ()))
    for member in panel:
        writing.add(member, actor=actor)
    is_ready = determination.reported_by is not None
    state = DeterminationState.LISTED if is_ready else determination.state
    return writing.change(determination, actor=actor, version=version, state=state, **columns)


@transaction.atomic
def change_member(*, member: PanelMember, columns: Columns, version: int, actor: Staff) -> None:
    """Changes a panel member, opened with new texts, such as a conflict declared later."""
    access.require(actor, Permission.APPROVE, member)
    raise_if_refused(rules.reasons_against_report_change(member.determination.state))
    before = access.visible(actor, PanelMember).select_related("staff").get(pk=member.pk)
    records.open_texts(before)
    raise_if_refused(
        panel_rules.reasons_against_member_change(
            before.conflict,
            columns.get("conflict", member.conflict),
            is_same_person=panel_persons.person_of(before).is_same(panel_persons.person_of(member)),
        )
    )
    writing.change(member, actor=actor, version=version, payload=payload_of(member), **columns)


@transaction.atomic
def defer_determination(
    *, determination: Determination, columns: Columns, version: int, actor: Staff
) -> Determination:
    """Defers a determination, opened with what is missing, for at most 30 days."""
    access.require(actor, Permission.APPROVE, determination)
    for name, value in columns.items():
        setattr(determination, name, value)
    until, today = determination.deferred_until, actor.office.today()
    raise_if_refused(rules.reasons_against_deferral(determination.state, until, today))
    end_duty(determination.due, actor)
    writing.change(
        determination,
        actor=actor,
        version=version,
        payload=payload_of(determination),
        state=DeterminationState.DEFERRED,
        due=add_duty(determination.case, Duty.BEST_INTERESTS, until, actor),
        **columns,
    )
    log_decision(audit.AuditKind.SENT_BACK, determination, actor)
    return determination


@dataclass(frozen=True)
class PanelDecision:
    """What the panel decided beside the fields of the determination itself."""

    columns: Columns
    votes: Mapping[UUID, PanelVote]  # by member
    set_aside: Mapping[UUID, str]  # by option: why it is set aside


@transaction.atomic
def decide_determination(
    *, determination: Determination, decision: PanelDecision, version: int, actor: Staff
) -> Determination:
    """Records the decision of the panel; `BestInterestsRefused` with all reasons.

    `determination` is opened and has the new texts. The child is to be informed within 3 days.
    """
    access.require(actor, Permission.APPROVE, determination)
    case = determination.case
    options, panel = _put_decision(determination, decision, actor)
    facts = queries.determination_facts(determination, options, panel, actor, decider=actor)
    refused = rules.reasons_against_decision(facts, decider=str(actor.pk))
    others = panel_persons.list_without_vote(determination, actor, decider=actor)
    raise_if_refused(panel_persons.name_persons(refused, panel, others))

    _save_options(options, actor)
    _save_votes(panel, actor)
    end_duty(determination.due, actor)
    tell_by = days_later(actor.office.today(), rules.TELL_DAYS)
    writing.change(
        determination,
        actor=actor,
        version=version,
        payload=payload_of(determination),
        **decision.columns,
        state=DeterminationState.DECIDED,
        decided_by=actor.pk,
        under_three=determination.under_three,
        is_reasoned=facts.is_reasoned,
        is_panel_named=True,  # `panel_rules`: distinct persons, each named, without a conflict
        is_supervised=facts.is_supervised,
        due=add_duty(case, Duty.TELL_DECISION, tell_by, actor),
        review_due=add_duty(case, Duty.BEST_INTERESTS_REVIEW, determination.review_on, actor),
    )
    log_decision(audit.AuditKind.APPROVED, determination, actor)
    notices.notify_staff(
        case.worker_id, kind=DECIDED_NOTICE, record=determination.file_id, actor=actor
    )
    return determination


def _put_decision(
    determination: Determination, decision: PanelDecision, actor: Staff
) -> tuple[list[SolutionOption], list[PanelMember]]:
    """Puts the decision on its record; the options and members with what was said. Nothing is saved."""
    for name, value in decision.columns.items():
        setattr(determination, name, value)
    child, on = determination.case.child, determination.decided_on or actor.office.today()
    determination.under_three = queries.is_under_three(child, actor, on)
    options = queries.list_options(actor, determination)
    panel = queries.list_panel(actor, determination)
    for option in options:
        if why := decision.set_aside.get(option.pk, "").strip():
            option.set_aside = why
    for member in panel:
        member.vote = decision.votes.get(member.pk, PanelVote.NOT_RECORDED)
    return options, panel


def _save_options(options: Sequence[SolutionOption], actor: Staff) -> None:
    for option in options:
        is_set_aside = bool(option.set_aside.strip())
        texts = payload_of(option)
        writing.change(option, actor=actor, payload=texts, is_set_aside=is_set_aside)


def _save_votes(panel: Sequence[PanelMember], actor: Staff) -> None:
    for member in panel:
        writing.change(member, actor=actor, vote=member.vote)


@transaction.atomic
def tell_child(
    *, determination: Determination, columns: Columns, version: int, actor: Staff
) -> Determination:
    """Records that the child was informed of the decision; opened with the child's response."""
    access.require(actor, Permission.WORK_ON_CASE, determination)
    for name, value in columns.items():
        setattr(determination, name, value)
    raise_if_refused(
        rules.reasons_against_informing(
            determination.state,
            determination.told_on,
            determination.decided_on,
            has_challenge=bool(determination.challenge.strip()),
            names_others=bool(
                queries.list_names_in_letter(actor, determination, determination.challenge)
            ),
        )
    )
    end_duty(determination.due, actor)
    return writing.change(
        determination,
        actor=actor,
        version=version,
        payload=payload_of(determination),
        **columns,
        is_challenge_said=True,  # `reasons_against_informing`
        state=DeterminationState.TOLD,
        due=None,
    )
