"""Reads for best interests: the facts that rules ask for, lists, and what counts today."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from saathi.agencies import access, records
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.infra.query_columns import count_column
from saathi.people.ages import age_view, completed_years
from saathi.people.around.models import Relation
from saathi.people.models import Child
from saathi.people.names import names_in_payload
from saathi.people.queries import code_of_file, list_age_statements
from saathi.protection.casework.cases.models import Case as CaseRecord
from saathi.protection.decisions.best_interests import (
    assessment_rules,
    letter_rules,
    panel_persons,
    report_rules,
    rules,
)
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
    PanelMember,
    Reconsideration,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    AssessmentExtent,
    AssessmentState,
    ChildViewAnswer,
    DeterminationState,
    ReconsiderationOutcome,
)
from saathi.vault import store as vault

MAX_COUNT = 1000
UNDER_THREE = 3


def assessment_facts(
    assessment: BestInterestsAssessment, actor: Staff
) -> assessment_rules.AssessmentFacts:
    """What the rules ask about an opened assessment."""
    options = access.visible(actor, AssessedOption).filter(assessment=assessment.pk)
    return assessment_rules.AssessmentFacts(
        extent=assessment.extent,
        occasion=assessment.occasion,
        state=assessment.state,
        is_view_complete=is_view_complete(assessment),
        is_recommended=bool(assessment.recommended or assessment.recommendation.strip()),
        place=assessment.place,
        safety=assessment.safety,
        sources=assessment.sources,
        assessed_on=assessment.assessed_on,
        review_on=assessment.review_on,
        has_options=bool(options),
        is_answered=all(
            assessment_rules.is_answered(
                [*_known(each), *each.not_known], is_explained=each.is_explained
            )
            for each in options
        ),
    )


def find_undecided_assessment(staff: Staff, case: CaseRecord) -> BestInterestsAssessment | None:
    """The full assessment of a case that is not approved yet; None without one."""
    assessments = access.visible(staff, BestInterestsAssessment).filter(
        case=case, extent=AssessmentExtent.FULL, state__in=assessment_rules.UNDECIDED_STATES
    )
    return assessments.order_by("recorded_at").first()


def _known(option: AssessedOption) -> list[str]:
    return [*option.supporting, *option.opposing, *option.neutral]


def is_view_complete(record: BestInterestsAssessment | Determination) -> bool:
    """Whether an opened record has the child's view, or the reason why there is none."""
    return assessment_rules.is_view_complete(
        record.view, said=record.said, why_not_heard=record.why_not_heard
    )


def list_options(staff: Staff, determination: Determination) -> list[SolutionOption]:
    """The options of a determination in the order of the vocabulary, opened."""
    solution_options = access.visible(staff, SolutionOption).filter(determination=determination)
    options = list(solution_options.order_by("recorded_at", "id"))
    records.open_texts_of_each(options)
    return options


def list_panel(staff: Staff, determination: Determination) -> list[PanelMember]:
    """The panel of a determination, opened."""
    panel_members = access.visible(staff, PanelMember).filter(determination=determination)
    members = list(panel_members.order_by("recorded_at", "id"))
    records.open_texts_of_each(members)
    return members


def list_assessed_options(
    staff: Staff, assessments: Collection[UUID]
) -> dict[UUID, list[AssessedOption]]:
    """The options of these assessments, opened, by assessment."""
    assessed_options = access.visible(staff, AssessedOption).filter(
        assessment__in=list(assessments)
    )
    options = list(assessed_options.order_by("recorded_at", "id"))
    records.open_texts_of_each(options)
    by_assessment: dict[UUID, list[AssessedOption]] = {}
    for option in options:
        by_assessment.setdefault(option.assessment_id, []).append(option)
    return by_assessment


def determination_facts(
    determination: Determination,
    options: Sequence[SolutionOption],
    panel: Sequence[PanelMember],
    actor: Staff,
    *,
    decider: Staff | None = None,
) -> rules.DeterminationFacts:
    """What the rules ask about an opened determination with its options and panel.

    `decider`: who records the decision, once that is known.
    """
    worker = determination.case.worker_id
    return rules.DeterminationFacts(
        state=determination.state,
        authors=_authors(determination),
        case_worker=str(worker),
        hearing=hearing_facts(determination),
        authority=determination.authority,
        solution=determination.solution,
        is_reasoned=bool(determination.reasons.strip()),
        weight=determination.weight,
        weight_why=determination.weight_why,
        siblings=determination.siblings,
        siblings_why=determination.siblings_why,
        opened_on=determination.opened_on,
        decided_on=determination.decided_on,
        review_on=determination.review_on,
        under_three=determination.under_three,
        is_supervised=bool(determination.supervisor_reasons.strip()),
        has_unexplained=_has_unexplained(determination, actor),
        options=_option_facts(options),
        panel=panel_persons.member_facts(
            panel, panel_persons.list_without_vote(determination, actor, decider=decider)
        ),
        has_dissent=bool(determination.dissent.strip()),
        country=determination.country,
        here=determination.file.office.country,
        meeting_on=determination.meeting_on,
        has_assessment=_has_assessment(determination, actor),
        is_based=_is_based(determination),
        has_view=determination.view == ChildViewAnswer.TOLD,
        names_others=_names_others(determination, actor),
    )


def _is_based(determination: Determination) -> bool:
    has_reason = bool(determination.no_assessment_why.strip())
    return determination.assessment_id is not None or has_reason


def _option_facts(options: Sequence[SolutionOption]) -> list[rules.OptionFacts]:
    return [
        rules.OptionFacts(each.option, each.real_today, bool(each.set_aside.strip()), each.pk.hex)
        for each in options
    ]


def _names_others(determination: Determination, actor: Staff) -> bool:
    texts = (determination.for_child, determination.weight_why)
    return bool(list_names_in_letter(actor, determination, *texts))


def list_names_in_letter(staff: Staff, determination: Determination, *texts: str) -> list[str]:
    """The names of people on the file, such as relatives, that these texts for the child say."""
    text = "\n".join(texts)
    if not text.strip():
        return []
    child = determination.case.child
    relations = list(access.visible(staff, Relation).filter(child=child))
    opened = vault.open_many(relations)
    names = [opened.get(relation.pk, {}).get("name", "") for relation in relations]
    own = [name.text for name in names_in_payload(vault.open(child)) if name.is_own_name]
    return letter_rules.names_in_text(text, names, own=own)


def hearing_facts(determination: Determination) -> report_rules.HearingFacts:
    """Whether the child and the persons around the child were heard, as the columns say."""
    return report_rules.HearingFacts(
        is_view_complete=determination.is_view_complete,
        guardian=determination.guardian,
        parents=determination.parents,
        caregiver=determination.caregiver,
        is_unheard_explained=determination.is_unheard_explained,
        on_record=list_on_record(determination.file_id),
    )


def list_on_record(file_id: UUID) -> frozenset[str]:
    """Who of guardian, parents and caregiver is on the file, also for those who may not read of whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT best_interests_on_record(%s)", [file_id])
        return frozenset(cursor.fetchone()[0])


def _has_assessment(determination: Determination, actor: Staff) -> bool:
    """Whether a determination is based on an approved full assessment of the child."""
    if determination.assessment_id is None:
        return False
    agreed = list_agreed_assessments(actor, determination.case)
    return agreed.filter(pk=determination.assessment_id).exists()


def report_options(options: Sequence[SolutionOption]) -> list[report_rules.ReportOption]:
    """What the rules of a report ask about opened options."""
    return [
        report_rules.ReportOption(
            each.option, each.real_today, has_condition=bool(each.condition.strip())
        )
        for each in options
    ]


def _authors(determination: Determination) -> frozenset[str]:
    """Who opened, changed or submitted a report."""
    named = (*authors_of(determination), determination.reported_by)
    return frozenset(str(author) for author in named if author is not None)


def _has_unexplained(determination: Determination, actor: Staff) -> bool:
    if determination.assessment_id is None:
        return False
    options = list(
        access.visible(actor, AssessedOption).filter(assessment=determination.assessment_id)
    )
    return not options or any(
        assessment_rules.is_unexplained(_known(each), is_explained=each.is_explained)
        for each in options
    )


def is_under_three(child: Child, staff: Staff, on: dt.date) -> bool | None:
    """Whether the child is, or may be, under 3 by the evidence of age; None if no age is known."""
    statements = list_age_statements(child, staff)
    best = age_view(readable.evidence for readable in statements).best_interval
    return None if best is None else completed_years(best.latest, on) < UNDER_THREE


def determinations_of_reader(staff: Staff) -> QuerySet[Any]:
    """The determinations that the reader may see, with the case ID and since when they wait."""
    return access.visible(staff, Determination).annotate(
        child_code=code_of_file(staff),
        waiting_since=Case(
            When(state=DeterminationState.OPENED, then=F("opened_on")),
            When(
                state__in=[
                    DeterminationState.READY,
                    DeterminationState.LISTED,
                    DeterminationState.DEFERRED,
                ],
                then=Coalesce(F("reported_on"), F("opened_on")),
            ),
            When(state=DeterminationState.DECIDED, then=F("decided_on")),
            default=Value(None),
        ),
    )


def is_author(staff: Staff) -> Q:
    """The condition for records of which this person is an author."""
    return Q(recorded_by=staff.pk) | Q(editors__contains=[staff.pk])


def submitted_assessments(staff: Staff) -> QuerySet[Any]:
    """The assessments that wait for the approval of another person, the oldest first."""
    found = access.visible(staff, BestInterestsAssessment)
    waiting = found.filter(state=AssessmentState.SUBMITTED).exclude(is_author(staff))
    return waiting.annotate(child_code=code_of_file(staff)).order_by("recorded_at", "id")


def submitted_column(staff: Staff, _files: object) -> Any:
    """The number of assessments that wait for this person, at most a thousand."""
    found = access.visible(staff, BestInterestsAssessment, by_row=True)
    waiting = found.filter(state=AssessmentState.SUBMITTED).exclude(is_author(staff))
    return count_column(waiting, MAX_COUNT)


def meetings_column(staff: Staff, _files: object) -> Any:
    """The number of determinations whose report waits for a meeting, at most a thousand."""
    found = access.visible(staff, Determination, by_row=True)
    waiting = found.filter(state__in=[DeterminationState.READY, DeterminationState.LISTED])
    return count_column(waiting, MAX_COUNT)


def find_in_force(
    staff: Staff, file_id: UUID, solutions: Collection[str], *, today: dt.date
) -> Determination | None:
    """The determination of this file that is positive for these solutions and in force today.

    For approvals in other domains: a return needs one for `rules.RETURN_SOLUTIONS`. Only the newest
    counts: one that was reopened or ended does not bring an earlier one back. In SQL
    `best_interests_in_force` answers the same.
    """
    decided = access.visible(staff, Determination).filter(
        file_id=file_id, state__in=[state.value for state in rules.DECIDED]
    )
    newest = decided.order_by("-decided_on", "-recorded_at").first()
    if newest is None:
        return None
    has_unread = newest.pk in unread_facts(staff, [newest.pk])
    status = rules.DeterminationStatus(
        newest.state,
        newest.solution,
        newest.decided_on,
        has_unread_fact=has_unread,
        country=newest.country,
        here=newest.file.office.country,
    )
    return newest if rules.counts_for(status, solutions, today=today) else None


def has_determination(staff: Staff, file_id: UUID) -> bool:
    """Whether a panel decided for this file, and its determination did not end."""
    states = [state.value for state in rules.DECIDED if state != DeterminationState.ENDED]
    found = access.visible(staff, Determination).filter(file_id=file_id, state__in=states)
    return found.exists()


def unread_facts(staff: Staff, determinations: Collection[UUID]) -> set[UUID]:
    """Those of these determinations with a new fact or request that was not considered."""
    waiting = access.visible(staff, Reconsideration).filter(
        determination__in=list(determinations), outcome=ReconsiderationOutcome.OPEN
    )
    return set(waiting.values_list("determination_id", flat=True))


def find_agreed_assessment(
    staff: Staff,
    file_id: UUID,
    occasions: Collection[str],
    solutions: Collection[str],
    *,
    since: dt.date,
) -> BestInterestsAssessment | None:
    """The newest agreed assessment for these occasions, if it is full, recent and for a solution.

    In SQL `best_interests_assessed` answers the same.
    """
    agreed = access.visible(staff, BestInterestsAssessment).filter(
        file_id=file_id, state=AssessmentState.AGREED, occasion__in=list(occasions)
    )
    newest = agreed.order_by("-assessed_on", "-recorded_at").first()
    if newest is None or not assessment_rules.recommends(
        newest.extent, newest.recommended, solutions, newest.assessed_on, since=since
    ):
        return None
    return newest


def first_assessment_day(staff: Staff, file_id: UUID) -> dt.date | None:
    """The day of the first assessment of a file that is no draft; None if there is none."""
    result = access.visible(staff, BestInterestsAssessment).filter(file_id=file_id)
    done = result.exclude(state=AssessmentState.DRAFT).order_by("assessed_on")
    return done.values_list("assessed_on", flat=True).first()


def list_agreed_assessments(staff: Staff, case: CaseRecord) -> QuerySet[BestInterestsAssessment]:
    """The approved full assessments of a case; short ones have no factors for a panel."""
    agreed_assessments = access.visible(staff, BestInterestsAssessment).filter(
        case=case, state=AssessmentState.AGREED, extent=AssessmentExtent.FULL
    )
    return agreed_assessments.order_by("-assessed_on", "-recorded_at")
