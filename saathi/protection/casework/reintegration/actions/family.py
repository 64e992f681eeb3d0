"""Records the support of committees, the effect of livelihood, and aftercare plans."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.protection.care.care_committees.vocabulary import CommitteePledge
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration import family_queries, family_rules, queries
from saathi.protection.casework.reintegration import family_vocabulary as codes
from saathi.protection.casework.reintegration.actions.monitoring import (
    ReintegrationRefused,
    end_duties,
)
from saathi.protection.casework.reintegration.models import (
    AftercarePlan,
    CommitteeSupport,
    LivelihoodEffect,
)
from saathi.protection.casework.reintegration.outcome_rules import is_too_young


@transaction.atomic
def ask_committee(*, support: CommitteeSupport, actor: Staff) -> CommitteeSupport:
    """Records that we asked a committee to support the family; `ReintegrationRefused` with reasons.

    No member of the committee gets a right to the file.
    """
    access.require(actor, Permission.WORK_ON_CASE, support)
    age = queries.oldest_age(support.reintegration.child, support.began_on)
    reasons = family_rules.reasons_against_support(
        family=codes.FamilySupportAnswer(support.family_agreed),
        child=codes.ChildSupportAnswer(support.child_agreed),
        is_published=support.committee.state == EntryState.PUBLISHED,
        has_pledge=support.committee.pledge == CommitteePledge.YES,
        is_young=is_too_young(age),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    support.state = codes.CommitteeSupportState.ACTIVE
    return writing.add(support, actor=actor)


@transaction.atomic
def record_committee_by_others(*, support: CommitteeSupport, actor: Staff) -> CommitteeSupport:
    """Records support that others arranged: a fact, which is never refused."""
    access.require(actor, Permission.WORK_ON_CASE, support)
    support.state = codes.CommitteeSupportState.BY_OTHERS
    return writing.add(support, actor=actor)


@transaction.atomic
def end_committee_support(
    *, support: CommitteeSupport, columns: Mapping[str, Any], version: int, actor: Staff
) -> CommitteeSupport:
    """Ends the support of a committee, opened with the explanation, with its effect."""
    access.require(actor, Permission.WORK_ON_CASE, support)
    if support.state == codes.CommitteeSupportState.ENDED:
        raise access.NotAllowed
    reasons = family_rules.reasons_against_support_end(
        ended_on=columns["ended_on"],
        began_on=support.began_on,
        effect=columns["effect"],
        has_note=bool(support.end_note.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    return writing.change(
        support,
        actor=actor,
        version=version,
        payload=payload_of(support),
        state=codes.CommitteeSupportState.ENDED,
        **columns,
    )


@transaction.atomic
def record_effect(*, effect: LivelihoodEffect, actor: Staff) -> LivelihoodEffect:
    """Records what changed after livelihood support; ends the duty if no other review is due."""
    access.require(actor, Permission.WORK_ON_CASE, effect)
    reasons = family_rules.reasons_against_effect(
        reviewed_on=effect.reviewed_on,
        given_on=effect.livelihood.given_on,
        made_worse=effect.made_worse,
        has_harm=bool(effect.harm.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    writing.add(effect, actor=actor)
    if not family_queries.effects_due(effect.file_id, actor):
        end_duties(effect, Duty.LIVELIHOOD, actor)
    return effect


@transaction.atomic
def record_aftercare(*, plan: AftercarePlan, actor: Staff) -> AftercarePlan:
    """Records an aftercare plan and makes its review due; `ReintegrationRefused` with reasons."""
    access.require(actor, Permission.WORK_ON_CASE, plan)
    reasons = family_rules.reasons_against_aftercare(
        planned_on=plan.planned_on,
        next_on=plan.next_on,
        settled=plan.settled,
        lacking=plan.lacking,
        has_steps=bool(plan.steps.strip()),
        youth=plan.youth_agrees,
        has_wishes=bool(plan.wishes.strip()),
    )
    if reasons:
        raise ReintegrationRefused(reasons)
    writing.add(plan, actor=actor)
    end_duties(plan, Duty.AFTERCARE, actor)
    case = queries.open_case(plan.file_id, actor)
    if case is not None:
        duties.add_standalone_duty(case=case, duty=Duty.AFTERCARE, due_on=plan.next_on, actor=actor)
    return plan
