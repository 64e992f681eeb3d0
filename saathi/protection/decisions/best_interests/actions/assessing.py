"""Writes best interests assessments: drafted, submitted, agreed or returned by another person."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, notices, records, writing
from saathi.agencies.authors import authors_of, with_editor
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra import clock
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.best_interests import assessment_rules, queries
from saathi.protection.decisions.best_interests.actions.steps import (
    add_duty,
    end_duty,
    log_decision,
    raise_if_refused,
)
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    ASSESSMENT_ANSWERED_NOTICE,
    ASSESSMENT_NOTICE,
    AssessmentExtent,
    AssessmentOccasion,
    AssessmentState,
)
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.vocabulary import LimitCode, LimitTrigger


@transaction.atomic
def add_assessment(
    *, assessment: BestInterestsAssessment, actor: Staff, is_submitted: bool = False
) -> BestInterestsAssessment:
    """Adds an assessment as a draft, or submits it at once; `BestInterestsRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    if assessment.extent == AssessmentExtent.FULL:
        undecided = queries.find_undecided_assessment(actor, assessment.case)
        raise_if_refused(
            assessment_rules.reasons_against_second(has_undecided=undecided is not None)
        )
    assessment.state = AssessmentState.DRAFT
    if is_submitted:
        raise_if_refused(
            assessment_rules.reasons_against_submission(queries.assessment_facts(assessment, actor))
        )
        assessment.state = AssessmentState.SUBMITTED
    writing.add(assessment, actor=actor)
    if is_submitted:
        _tell_supervisors(assessment, actor)
    return assessment


@transaction.atomic
def change_assessment(
    *,
    assessment: BestInterestsAssessment,
    columns: Mapping[str, Any],
    version: int,
    actor: Staff,
    is_submitted: bool = False,
) -> BestInterestsAssessment:
    """Changes a draft or returned assessment, opened with its new texts; may submit it at once."""
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    raise_if_refused(assessment_rules.reasons_against_submitting_again(assessment.state))
    for name, value in columns.items():
        setattr(assessment, name, value)
    state = assessment.state
    if is_submitted:
        raise_if_refused(
            assessment_rules.reasons_against_submission(queries.assessment_facts(assessment, actor))
        )
        state = AssessmentState.SUBMITTED
    changed = writing.change(
        assessment,
        actor=actor,
        version=version,
        payload=payload_of(assessment),
        **{**columns, "state": state, **with_editor(assessment, actor)},
    )
    if is_submitted:
        _tell_supervisors(assessment, actor)
    return changed


@transaction.atomic
def submit_assessment(
    *, assessment: BestInterestsAssessment, version: int, actor: Staff
) -> BestInterestsAssessment:
    """Submits a draft as it is; `BestInterestsRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    records.open_texts(assessment)
    return change_assessment(
        assessment=assessment, columns={}, version=version, actor=actor, is_submitted=True
    )


@transaction.atomic
def take_assessment_back(
    *, assessment: BestInterestsAssessment, version: int, actor: Staff
) -> BestInterestsAssessment:
    """Makes a submitted assessment a draft again for one of its authors; else `BestInterestsRefused`.

    A time limit that only this assessment met runs again; it stays met when it is returned for revision.
    """
    access.require(actor, Permission.WORK_ON_CASE, assessment)
    records.open_texts(assessment)
    raise_if_refused(
        assessment_rules.reasons_against_taking_back(
            assessment.state, authors=_authors(assessment), actor=str(actor.pk)
        )
    )
    if assessment.occasion == AssessmentOccasion.EMERGENCY_REMOVAL:
        _reopen_time_limits(assessment, actor)
    return writing.change(
        assessment,
        actor=actor,
        version=version,
        payload=payload_of(assessment),
        state=AssessmentState.DRAFT,
    )


def _tell_supervisors(assessment: BestInterestsAssessment, actor: Staff) -> None:
    kind = ASSESSMENT_NOTICE
    notices.notify_supervisors(
        file_id=assessment.file_id, kind=kind, record=assessment.file_id, actor=actor
    )
    _end_duty_to_assess(assessment, actor)
    if assessment.occasion == AssessmentOccasion.EMERGENCY_REMOVAL:
        _meet_time_limits(assessment, actor)


def _end_duty_to_assess(assessment: BestInterestsAssessment, actor: Staff) -> None:
    """The duty to assess, such as before family tracing, is done; those of determinations remain."""
    file_id = assessment.file_id
    others = access.visible(actor, Determination).filter(file_id=file_id, due__isnull=False)
    dues = access.visible(actor, Due).filter(
        file_id=file_id, duty=Duty.BEST_INTERESTS, done_on=None
    )
    for due in list(dues.exclude(pk__in=others.values("due")).values_list("pk", flat=True)):
        end_duty(due, actor)


def _meet_time_limits(assessment: BestInterestsAssessment, actor: Staff) -> None:
    """The assessment after an emergency removal meets the time limit that the removal started."""
    office = actor.office
    limits = access.visible(actor, RunningTimeLimit).filter(
        file_id=assessment.file_id,
        happening=LimitTrigger.REMOVED,
        code=LimitCode.ASSESS,
        met_at=None,
    )
    for limit in limits:
        if office.date_of(limit.happened_at) <= assessment.assessed_on:
            orders.meet_by_assessment(
                limit=limit,
                assessment=assessment.pk,
                met_at=_done_at(assessment, limit, actor),
                actor=actor,
            )


def _done_at(
    assessment: BestInterestsAssessment, limit: RunningTimeLimit, actor: Staff
) -> dt.datetime:
    """When an assessment met a limit: now if it is of today, otherwise at the earliest on its day."""
    if assessment.assessed_on >= actor.office.today():
        return clock.now()
    return max(actor.office.start_of(assessment.assessed_on), limit.happened_at)


def _reopen_time_limits(assessment: BestInterestsAssessment, actor: Staff) -> None:
    """The limits that this assessment met run again, unless another one for the removal counts."""
    office = actor.office
    counting = access.visible(actor, BestInterestsAssessment).filter(
        file_id=assessment.file_id,
        occasion=AssessmentOccasion.EMERGENCY_REMOVAL,
        state__in=(AssessmentState.SUBMITTED, AssessmentState.AGREED),
    )
    others = list(counting.exclude(pk=assessment.pk).order_by("assessed_on", "recorded_at"))
    limits = access.visible(actor, RunningTimeLimit).filter(
        file_id=assessment.file_id,
        happening=LimitTrigger.REMOVED,
        code=LimitCode.ASSESS,
        met_at__isnull=False,
        assessment=assessment.pk,
    )
    for limit in limits:
        removed_on = office.date_of(limit.happened_at)
        other = next((each for each in others if removed_on <= each.assessed_on), None)
        if other is None:
            orders.reopen_limit(limit=limit, case=assessment.case, actor=actor)
        else:
            met_at = _done_at(other, limit, actor)
            orders.meet_by_assessment(limit=limit, assessment=other.pk, met_at=met_at, actor=actor)


def _authors(assessment: BestInterestsAssessment) -> set[str]:
    """Who recorded it, and who else changed or submitted it."""
    return {str(author) for author in authors_of(assessment)}


@transaction.atomic
def agree_to_assessment(
    *, assessment: BestInterestsAssessment, version: int, actor: Staff
) -> BestInterestsAssessment:
    """Agrees to another person's assessment; its next review is due on the day it names."""
    access.require(actor, Permission.APPROVE, assessment)
    records.open_texts(assessment)
    facts = queries.assessment_facts(assessment, actor)
    raise_if_refused(
        (
            *assessment_rules.reasons_against_agreement(
                facts, authors=_authors(assessment), approver=str(actor.pk)
            ),
            *assessment_rules.reasons_against_submission(facts),
        )
    )
    due = add_duty(assessment.case, Duty.BEST_INTERESTS_REVIEW, assessment.review_on, actor)
    _end_earlier_review(assessment, actor)
    return _answer(assessment, AssessmentState.AGREED, version, actor, due=due)


@transaction.atomic
def return_assessment(
    *, assessment: BestInterestsAssessment, question: str, version: int, actor: Staff
) -> BestInterestsAssessment:
    """Returns an assessment to its author with what needs revision."""
    access.require(actor, Permission.APPROVE, assessment)
    records.open_texts(assessment)
    raise_if_refused(
        assessment_rules.reasons_against_agreement(
            queries.assessment_facts(assessment, actor),
            authors=_authors(assessment),
            approver=str(actor.pk),
        )
    )
    assessment.question = question.strip()
    return _answer(assessment, AssessmentState.RETURNED, version, actor, due=None)


def _answer(
    assessment: BestInterestsAssessment,
    state: AssessmentState,
    version: int,
    actor: Staff,
    *,
    due: UUID | None,
) -> BestInterestsAssessment:
    writing.change(
        assessment,
        actor=actor,
        version=version,
        payload=payload_of(assessment),
        state=state,
        due=due,
        decided_by=actor.pk,
        decided_at=clock.now(),
    )
    is_agreed = state == AssessmentState.AGREED
    log_decision(
        audit.AuditKind.APPROVED if is_agreed else audit.AuditKind.SENT_BACK, assessment, actor
    )
    notices.notify_staff(
        assessment.recorded_by,
        kind=ASSESSMENT_ANSWERED_NOTICE,
        record=assessment.file_id,
        actor=actor,
    )
    return assessment


def _end_earlier_review(assessment: BestInterestsAssessment, actor: Staff) -> None:
    """The reviews that earlier assessments of this case asked for are done by this one."""
    earlier = access.visible(actor, BestInterestsAssessment).filter(
        case=assessment.case, due__isnull=False
    )
    for due in list(earlier.exclude(pk=assessment.pk).values_list("due", flat=True)):
        end_duty(due, actor)


@transaction.atomic
def add_assessed_option(*, option: AssessedOption, actor: Staff) -> AssessedOption:
    """Adds an option with its factors to a draft assessment."""
    access.require(actor, Permission.WORK_ON_CASE, option)
    raise_if_refused(assessment_rules.reasons_against_submitting_again(option.assessment.state))
    if editor := with_editor(option.assessment, actor):
        writing.change(option.assessment, actor=actor, **editor)
    option.is_explained = bool(option.unknown_why.strip())
    return writing.add(option, actor=actor)


@transaction.atomic
def change_assessed_option(
    *, option: AssessedOption, columns: Mapping[str, Any], version: int, actor: Staff
) -> AssessedOption:
    """Changes an option of a draft or returned assessment, opened with its new texts."""
    access.require(actor, Permission.WORK_ON_CASE, option)
    raise_if_refused(assessment_rules.reasons_against_submitting_again(option.assessment.state))
    if editor := with_editor(option.assessment, actor):
        writing.change(option.assessment, actor=actor, **editor)
    is_explained = bool(option.unknown_why.strip())
    return writing.change(
        option,
        actor=actor,
        version=version,
        payload=payload_of(option),
        is_explained=is_explained,
        **columns,
    )
