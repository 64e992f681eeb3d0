"""Reads proceedings for their pages, the limits of a country's procedure, and what an approval asks."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from saathi.agencies import access
from saathi.agencies.configuration_rules import JUSTICE_TARGETS
from saathi.agencies.models import Configuration, Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ServiceKind
from saathi.protection.justice.proceedings import agreement_rules, rules, testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    ChildTestimonyDecision,
    Hearing,
    PresentationRequest,
    Proceeding,
    ProceedingStep,
    Summons,
)


def decisions_of_child(staff: Staff, file_id: UUID) -> list[ChildTestimonyDecision]:
    """The child's decisions in all proceedings of the file, as far as the reader may read them.

    A "no" holds in all of them. What another file of the child says against it is for the database
    to tell: `other_file_says`.
    """
    return list(access.visible(staff, ChildTestimonyDecision).filter(file_id=file_id))


def other_file_says(proceeding_id: UUID, file_id: UUID) -> str:
    """What another file of the child says against an agreement in this one.

    "no"; "alone" if whoever recorded a "no" there also recorded the agreement; "" otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT proceedings_other_file_says(%s, %s)", [proceeding_id, file_id])
        return str(cursor.fetchone()[0])


def latest_decision(staff: Staff, proceeding: Proceeding) -> ChildTestimonyDecision | None:
    """The child's decision that counts in a proceeding, also one recorded in another proceeding."""
    decisions = decisions_of_child(staff, proceeding.file_id)
    place = agreement_rules.current_position(_recorded(decisions, proceeding.pk))
    return None if place is None else decisions[place]


def _recorded(
    decisions: Iterable[ChildTestimonyDecision], proceeding_id: UUID
) -> list[agreement_rules.RecordedDecision]:
    return [
        agreement_rules.RecordedDecision(
            codes.TestimonyAnswer(each.answer),
            each.pressure,
            each.decided_on,
            each.recorded_at,
            str(each.recorded_by),
            each.withdrawn_on,
            is_elsewhere=each.proceeding_id != proceeding_id,
        )
        for each in decisions
    ]


def agreement_of(
    staff: Staff, proceeding: Proceeding, *, on: dt.date | None = None
) -> agreement_rules.TestimonyAgreement:
    """What the child has decided for a proceeding; `on`: as it was on this day."""
    recorded = _recorded(decisions_of_child(staff, proceeding.file_id), proceeding.pk)
    if on is not None:
        return agreement_rules.agreement_on(recorded, on)
    agreement = agreement_rules.agreement_of(recorded)
    if not agreement.is_given:
        return agreement
    elsewhere = other_file_says(proceeding.pk, proceeding.file_id)
    return replace(
        agreement,
        is_refused_elsewhere=elsewhere == "no",
        is_changed_alone=agreement_rules.is_changed_alone(recorded) or elsewhere == "alone",
    )


def proceedings_ended_by(
    staff: Staff, decision: ChildTestimonyDecision, withdrawn_on: dt.date | None = None
) -> list[UUID]:
    """The proceedings in which this decision, about to be saved or withdrawn, ends what was approved."""
    others = decisions_of_child(staff, decision.file_id)
    others = [each for each in others if each.pk != decision.pk]
    saved = agreement_rules.RecordedDecision(
        codes.TestimonyAnswer(decision.answer),
        decision.pressure,
        decision.decided_on,
        clock.now() if decision._state.adding else decision.recorded_at,
        str(staff.pk if decision._state.adding else decision.recorded_by),
        withdrawn_on,
    )
    if saved.agreement.keeps_approvals:
        return []
    proceedings = access.visible(staff, Proceeding).filter(file_id=decision.file_id)
    ended = []
    for proceeding_id in proceedings.values_list("pk", flat=True):
        own = replace(saved, is_elsewhere=proceeding_id != decision.proceeding_id)
        if agreement_rules.current_position([own, *_recorded(others, proceeding_id)]) == 0:
            ended.append(proceeding_id)
    return ended


def reasons_against_plan(
    staff: Staff, proceeding: Proceeding, plan: testimony_rules.HearingPlan
) -> tuple[Reason, ...]:
    """Why a coming hearing is not planned with the child telling what happened; empty if it is."""
    agreement = agreement_of(staff, proceeding)
    is_called = is_summoned(staff, proceeding.pk)
    return testimony_rules.reasons_against_plan(plan, agreement, is_summoned=is_called)


def explanation_of(decision: ChildTestimonyDecision) -> testimony_rules.TestimonyExplanation:
    """How testimony was explained before this decision."""
    return testimony_rules.TestimonyExplanation(
        codes.DecisionExplainer(decision.explained_by),
        decision.explained_how,
        decision.language,
        decision.understanding,
    )


def is_agreed(decision: ChildTestimonyDecision | None) -> bool:
    """Whether this decision, the one that counts in a proceeding, is the child's free agreement."""
    if decision is None:
        return False
    is_withdrawn = decision.withdrawn_on is not None
    answer = codes.TestimonyAnswer(decision.answer)
    return agreement_rules.TestimonyAgreement(answer, decision.pressure, is_withdrawn).is_given


def is_agreed_of_hearing(staff: Staff, *, by_row: bool = False) -> Subquery:
    """For a query of hearings: whether the child agrees to testify; NULL if no decision is recorded.

    As `agreement_rules.agreement_of`. `by_row`: see `access.visible`.
    """
    visible = access.visible(staff, ChildTestimonyDecision, by_row=by_row)
    said_no = visible.filter(
        Q(answer=codes.TestimonyAnswer.DOES_NOT_WANT) | Q(withdrawn_on__isnull=False),
        Q(withdrawn_on__gte=OuterRef("decided_on"))
        | Q(withdrawn_on__isnull=True, decided_on__gte=OuterRef("decided_on"))
        | Q(recorded_at__gt=OuterRef("recorded_at")),
        file=OuterRef("file"),  # in whichever proceeding: see `decisions_of_child`
    )
    agrees = Q(
        answer__in=codes.MAY_BE_PRESENTED,
        withdrawn_on__isnull=True,
        pressure__contained_by=[
            codes.TestimonyPressure.NONE.value,
            codes.TestimonyPressure.NOT_KNOWN.value,
        ],
    )
    decisions = (
        visible.filter(proceeding=OuterRef("proceeding"))
        .order_by("-decided_on", "-recorded_at")
        .annotate(agrees=ExpressionWrapper(agrees & ~Exists(said_no), output_field=BooleanField()))
    )
    return Subquery(decisions.values("agrees")[:1])


def is_summoned(staff: Staff, proceeding_id: UUID) -> bool:
    """Whether an authority summoned the child in a proceeding: then what protects the child goes on."""
    return access.visible(staff, Summons).filter(proceeding=proceeding_id).exists()


def reasons_against_court_letter(
    hearing: Hearing, staff: Staff, *, asks_to_hear: bool
) -> tuple[Reason, ...]:
    """Why no letter with these requests goes to the court of this hearing; empty if one may."""
    return testimony_rules.reasons_against_court_letter(
        hearing.purpose,
        agreement_of(staff, hearing.proceeding),
        is_summoned=is_summoned(staff, hearing.proceeding_id),
        asks_to_hear=asks_to_hear,
    )


def count_accounts(staff: Staff, file_id: UUID) -> int:
    """How often the child gave an account of what happened, in all proceedings of the file."""
    hearings = access.visible(staff, Hearing).filter(file_id=file_id)
    return rules.accounts_given(hearings.values_list("state", "mode", "times_told"))


def presentation_facts(
    request: PresentationRequest, staff: Staff
) -> testimony_rules.PresentationFacts:
    """What decides on a request now: the latest decision of the child, and the accounts given."""
    decisions = decisions_of_child(staff, request.file_id)
    recorded = _recorded(decisions, request.proceeding_id)
    place = agreement_rules.current_position(recorded)
    decision = None if place is None else decisions[place]
    accounts = max(request.told_before, count_accounts(staff, request.file_id))
    elsewhere = other_file_says(request.proceeding_id, request.file_id)
    return testimony_rules.PresentationFacts(
        answer=codes.TestimonyAnswer(decision.answer) if decision else None,
        is_withdrawn=decision is not None and decision.withdrawn_on is not None,
        pressure=decision.pressure if decision else (),
        told_before=accounts,
        reason_code=codes.RepeatedAccountReason(request.reason_code),
        is_explained=decision is None or explanation_of(decision).is_complete,
        is_own=request.recorded_by == staff.id,
        state=codes.PresentationState(request.state),
        is_changed_alone=agreement_rules.is_changed_alone(recorded) or elsewhere == "alone",
        is_refused_elsewhere=elsewhere == "no",
    )


def limits_of(countries: Iterable[str]) -> dict[str, dict[str, int]]:
    """The limits of each country's procedure today; the usual ones where it sets none."""
    wanted = set(countries)
    limits = {country: dict(rules.DEFAULT_LIMITS) for country in wanted}
    versions = Configuration.objects.filter(
        kind=ConfigurationKind.PROCEDURE,
        country__in=wanted,
        valid_from__lte=clock.now().date(),  # ast-grep-ignore: no-utc-date - of several countries
    ).order_by("country", "valid_from", "version")
    for country, body in versions.values_list("country", "body"):
        limits[country] = dict(rules.DEFAULT_LIMITS) | _targets(body)
    return limits


def _targets(body: Mapping[str, Any]) -> dict[str, int]:
    return {
        name.removeprefix("justice_"): body[name]
        for name in JUSTICE_TARGETS
        if isinstance(body.get(name), int)
    }


def stages_of(steps: Iterable[ProceedingStep]) -> list[rules.StageReached]:
    """The stages that these steps record."""
    return [
        rules.StageReached(codes.ProceedingStage(step.stage), step.reached_on) for step in steps
    ]


def legal_referrals(staff: Staff, file_id: UUID) -> list[Referral]:
    """The referrals to legal help that the reader may read, the latest first."""
    referrals = access.visible(staff, Referral).filter(file_id=file_id, kind=ServiceKind.LEGAL)
    return list(referrals.select_related("service").order_by("-offered_on", "-recorded_at")[:20])


def calendar_hearings(staff: Staff) -> QuerySet[Any]:
    """The hearings in the files of the reader, with case ID and case worker."""
    newest = (F("closed_on").desc(nulls_first=True), "-opened_on", "-pk")
    cases = access.visible(staff, Case).filter(file=OuterRef("file_id")).order_by(*newest)
    return (
        access.visible(staff, Hearing)
        .select_related("proceeding__special_court")
        .annotate(
            child_code=code_of_file(staff),
            case_worker=Subquery(cases.values("worker_id")[:1]),
            is_agreed=is_agreed_of_hearing(staff),
        )
    )
