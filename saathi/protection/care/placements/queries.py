"""Reads of placements, family assessments and reviews, and of the occupancy of facilities."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.sections import Section
from saathi.consent.queries import active_consents
from saathi.consent.vocabulary import ConsentScope, LegalBasis
from saathi.infra.query_columns import count_column
from saathi.infra.reasons import Reason
from saathi.people.models import Child
from saathi.people.queries import code_of_file, log_child_section_view, require_file_rights
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.facilities.queries import placement_obstacles, with_list_columns
from saathi.protection.care.facilities.rules import Occupancy, PlacementNeed
from saathi.protection.care.placements import country_rules, family_rules, rules, second_person
from saathi.protection.care.placements.earlier_queries import (
    had_short_stay,
    is_end_unconfirmed,
    is_ordered,
    placement_orders,
    refused_in_other_file,
)
from saathi.protection.care.placements.models import (
    FamilyAssessment,
    Placement,
    PlacementReview,
)
from saathi.protection.care.placements.vocabulary import (
    FACILITY_KINDS,
    FamilyResult,
    PlacementBasis,
    PlacementEnd,
    PlacementKind,
    PlacementReviewState,
    PlacementState,
    PlacementView,
    ReviewOccasion,
)
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.orders.models import Order
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.vocabulary import MissingReportState
from saathi.protection.returns.tracing.models import Reunification

MAX_COUNTED: Final = 1_000
# What allows a placement where the child or guardian did not consent.
_OVER_REFUSAL: Final = (
    LegalBasis.DUTY,
    LegalBasis.ORDER,
    LegalBasis.VITAL,
    LegalBasis.BEST_INTERESTS,
)
LIVED: Final = (PlacementState.CURRENT, PlacementState.ENDED)
OPEN_PROPOSALS: Final = (PlacementState.PROPOSED, PlacementState.RETURNED)


def open_case(file_id: UUID, staff: Staff) -> Case | None:
    """The open case of a file with its office; None without one."""
    cases = access.visible(staff, Case).filter(file_id=file_id, status__in=OPEN_STATUSES)
    return cases.select_related("office").order_by("-opened_on").first()


def current_placement(file_id: UUID, staff: Staff) -> Placement | None:
    """Where the child lives now by a decision; None if no placement is current."""
    found = access.visible(staff, Placement).filter(file_id=file_id, state=PlacementState.CURRENT)
    return found.first()


def current_placement_of_file(staff: Staff, file_id: UUID, section: Section) -> Placement:
    """The current placement with its child, for a form that writes `section`; the view is logged.

    NotAllowed (404) if there is none.
    """
    require_file_rights(staff, file_id, section)
    found = access.visible(staff, Placement).filter(file_id=file_id, state=PlacementState.CURRENT)
    placement = found.select_related("child").first()
    if placement is None:
        raise access.NotAllowed
    log_child_section_view(staff, placement.child, section)
    return placement


def has_proposal(file_id: UUID, staff: Staff) -> bool:
    """Whether an exception was requested and is not decided."""
    found = access.visible(staff, Placement).filter(file_id=file_id, state__in=OPEN_PROPOSALS)
    return found.exists()


def due_reviews(placement: Placement, staff: Staff) -> list[PlacementReview]:
    """The reviews of a placement that are to be held, the earliest first."""
    placement_reviews = access.visible(staff, PlacementReview).filter(
        placement=placement, state=PlacementReviewState.DUE
    )
    return list(placement_reviews.order_by("due_on", "pk"))


def family_assessments(file_id: UUID, staff: Staff) -> QuerySet[FamilyAssessment]:
    """The assessments of families for a child, the latest first."""
    found = access.visible(staff, FamilyAssessment).filter(file_id=file_id)
    return found.order_by("-assessed_on", "-recorded_at")


def latest_of_family(assessment: FamilyAssessment, staff: Staff) -> FamilyAssessment:
    """The assessment that counts of a family: the latest of all that are linked with this one."""
    listed = list(family_assessments(assessment.file_id, staff))
    families = family_rules.join_families({each.pk: each.same_family_as for each in listed})
    own = families.get(assessment.pk)
    return next((each for each in listed if families[each.pk] == own), assessment)


def counting_assessments(assessments: Iterable[FamilyAssessment]) -> list[UUID]:
    """The assessments of a child that count: the latest of each family."""
    listed = sorted(
        assessments, key=lambda each: (each.assessed_on, each.recorded_at), reverse=True
    )
    families = family_rules.join_families({each.pk: each.same_family_as for each in listed})
    ids = [each.pk for each in listed]
    return family_rules.latest_of_each([families[key] for key in ids], ids)


def find_placement_needs(placement: Placement, actor: Staff) -> rules.PlacementNeeds:
    """What the database knows of the needs of a placement, before it is decided."""
    child = placement.child
    age = rules.least_age(child.birth_year_high, on=placement.started_on)
    days = _days_judged(placement, actor)
    consents = active_consents(
        actor, ConsentScope.SHELTER, actor.office.today(), over_refusal=_OVER_REFUSAL
    )
    family = latest_of_family(placement.assessment, actor) if placement.assessment else None
    facility = placement.facility
    return rules.PlacementNeeds(
        kind=PlacementKind(placement.kind),
        on=days[-1],
        age=age,
        has_basis=consents.filter(child=child).exclude(refused_in_other_file()).exists(),
        view=PlacementView(placement.view),
        had_short_stay=had_short_stay(placement),
        is_sex_unknown=second_person.is_sex_unknown(placement),
        agreements=second_person.reasons_of_other_domains(placement),
        options=(placement.parents_option, placement.kin_option, placement.foster_option),
        family=rules.FamilyFacts(FamilyResult(family.result), family.assessed_on)
        if family
        else None,
        obstacles=()
        if facility is None
        else _obstacles_on(days, facility, PlacementNeed(child.gender, age), placement),
        is_not_listed=placement.kind in FACILITY_KINDS and facility is None,
        country_faults=country_rules.reasons_against_country(
            country_of(placement), here=placement.file.office.country
        ),
    )


def _days_judged(placement: Placement, actor: Staff) -> list[dt.date]:
    """The first day, and for a decision of ours also the day it is made."""
    today = actor.office.today()
    is_ours = placement.basis == PlacementBasis.OURS
    return sorted({placement.started_on, *([today] if is_ours else [])})


def _obstacles_on(
    days: Iterable[dt.date], facility: Facility, need: PlacementNeed, placement: Placement
) -> tuple[Reason, ...]:
    occupancy = _occupancy_without(placement)
    return rules.join_obstacles(
        placement_obstacles(facility, sex=need.sex, age=need.age, on=day, occupancy=occupancy)
        for day in days
    )


def country_of(placement: Placement) -> str:
    """The country of the facility, the assessed family or the place in words; empty if not known."""
    if placement.facility is not None:
        return placement.facility.country
    return placement.assessment.country if placement.assessment else placement.country


def _occupancy_without(placement: Placement) -> Occupancy:
    """The children who live in the facility, without the child of the placement."""
    assert placement.facility_id is not None
    occupancy_without = list_occupancy([placement.facility_id]).get(
        placement.facility_id, Occupancy()
    )
    stays = Placement.objects.filter(
        child=placement.child_id, state=PlacementState.CURRENT, facility=placement.facility_id
    ).first()
    if stays is None:
        return occupancy_without
    counts = {
        "girl": occupancy_without.girls,
        "boy": occupancy_without.boys,
        "other": occupancy_without.others,
    }
    counts[stays.counted_as] -= 1
    return Occupancy(counts["girl"], counts["boy"], counts["other"])


def list_occupancy(facilities: Iterable[UUID]) -> dict[UUID, Occupancy]:
    """The number of children in each facility, as far as the reader may see it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facility, girls, boys, others FROM placement_occupancy(%s)", [list(facilities)]
        )
        return {row[0]: Occupancy(*row[1:]) for row in cursor.fetchall()}


def with_free_place(facilities: QuerySet[Facility], sex: str) -> QuerySet[Facility]:
    """The facilities with a free place for a child of this sex. One more query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement_free_facilities(%s)", [sex])
        free_place = [row[0] for row in cursor.fetchall()]
    return facilities.filter(pk__in=free_place)


def with_occupancy(facilities: QuerySet[Facility]) -> QuerySet[Facility]:
    """The facilities with the children who live there by sex, and the free places. One more query.

    The database counts all of them at once; the list is sorted by these numbers and exported with them.
    """
    found = list_occupancy(facilities.values_list("pk", flat=True))
    numbers = {
        name: _of_facility({str(key): getattr(item, name) for key, item in found.items()})
        for name in ("girls", "boys", "others")
    }
    places = Coalesce("girls_places", 0) + Coalesce("boys_places", 0) + Coalesce("mixed_places", 0)
    by_sex = facilities.annotate(**{f"{name}_lived": number for name, number in numbers.items()})
    counted = by_sex.annotate(lived=F("girls_lived") + F("boys_lived") + F("others_lived"))
    return counted.annotate(free=places - F("lived"))


def _of_facility(numbers: dict[str, int]) -> Any:
    """A column with the number of each facility."""
    number = Func(
        Value(numbers, JSONField()),
        Cast("pk", TextField()),
        arg_joiner=" ->> ",
        template="(%(expressions)s)::integer",
        output_field=IntegerField(),
    )
    return Coalesce(number, 0)


def occupancy_of(row: Any) -> Occupancy:
    """The children who live in a facility from `with_occupancy`."""
    return Occupancy(row.girls_lived, row.boys_lived, row.others_lived)


def published_facilities(today: dt.date) -> QuerySet[Facility]:
    """The published facilities with the status of their licence, and whether they are stopped."""
    published = Facility.objects.filter(state=EntryState.PUBLISHED)
    return with_list_columns(published, today)


def counted_as(child: Child) -> str:
    """The place that a child takes, as the database counts it."""
    return child.gender if child.gender in {Gender.GIRL, Gender.BOY} else "other"


@dataclass(frozen=True)
class AroundPlacement:
    """What other domains know that belongs on the page of placements."""

    orders: list[Order]  # placement orders in force
    returned: Reunification | None  # a handover to the family after the placement began
    missing: MissingReport | None  # the open report of the missing child, for those who may read it
    searched_since: dt.date | None  # when it was reported, for the whole team


def around_placement(child: Child, current: Placement | None, staff: Staff) -> AroundPlacement:
    """What other domains know, as far as the reader may read it."""
    orders = placement_orders(staff, staff.office.today()).filter(file_id=child.file_id)
    returned = None
    if current is not None:
        handed = access.visible(staff, Reunification).filter(
            file_id=child.file_id, handed_over_on__gte=current.started_on
        )
        returned = handed.order_by("-handed_over_on").first()
    return AroundPlacement(
        list(orders.order_by("-made_on")[:5]),
        returned,
        open_search(child.file_id, staff),
        searched_since(child.file_id, staff),
    )


def open_search(file_id: UUID, staff: Staff) -> MissingReport | None:
    """The report of the missing child of a file, while the search goes on, if the reader may read it."""
    open_states = (MissingReportState.OPEN, MissingReportState.FOLLOWED)
    found = access.visible(staff, MissingReport).filter(child_file=file_id, state__in=open_states)
    return found.order_by("-reported_at").first()


def searched_since(file_id: UUID, staff: Staff) -> dt.date | None:
    """The day the child of a file was reported missing, while the search goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT placement_search_since(%s)", [file_id])
        reported_at: dt.datetime | None = cursor.fetchone()[0]
    return staff.office.date_of(reported_at) if reported_at else None


# --- lists -----------------------------------------------------------------------------------------


def list_placements(staff: Staff) -> QuerySet[Placement]:
    """The placements that this person may read, with case ID, facility and number of moves."""
    return (
        access.visible(staff, Placement)
        .select_related("facility")
        .annotate(
            child_code=code_of_file(staff),
            moves=_moves(),
            is_ordered=is_ordered(staff, staff.office.today()),
            is_unconfirmed=ExpressionWrapper(is_end_unconfirmed(), output_field=BooleanField()),
        )
    )


def _moves() -> Any:
    """How often the child moved from one placement to another."""
    moved = Placement.objects.filter(child=OuterRef("child"), end_reason=PlacementEnd.MOVED)
    counted = moved.order_by().values("child").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def residents(facility: Facility, staff: Staff) -> list[Placement]:
    """The children who live in a facility, as far as this person may read their files."""
    current = access.visible(staff, Placement, by_row=True)
    found = current.filter(facility=facility, state=PlacementState.CURRENT)
    stopped = PlacementReview.objects.filter(
        placement=OuterRef("pk"), state=PlacementReviewState.DUE
    ).exclude(occasion__in=(ReviewOccasion.PLANNED, ReviewOccasion.SEX))
    found = found.annotate(child_code=code_of_file(staff), is_stopped=Exists(stopped))
    return list(found.order_by(F("next_review_on").asc(nulls_last=True), "pk")[:100])


def missing_from(facility: Facility, staff: Staff) -> list[Placement]:
    """The children who left a facility without notice and are not back, as far as this person may read it."""
    placements = access.visible(staff, Placement, by_row=True)
    result = placements.filter(is_missing(), facility=facility)
    return list(result.annotate(child_code=code_of_file(staff)).order_by("ended_on", "pk")[:100])


def history_of_file(staff: Staff, file_id: UUID) -> list[Placement]:
    """Where the child lived by a decision and lives now, the earliest first."""
    placements = access.visible(staff, Placement).filter(file_id=file_id, state__in=LIVED)
    return list(placements.select_related("facility", "assessment").order_by("started_on", "pk"))


def is_missing() -> Q:
    """The condition on placements from which a child left and is not back."""
    return Q(end_reason=PlacementEnd.LEFT, back_on=None)


def is_review_late(today: dt.date) -> Q:
    """The condition on placements whose review is overdue."""
    return Q(state=PlacementState.CURRENT, next_review_on__lt=today)


def waiting_exceptions_column(staff: Staff, _files: object) -> Any:
    """How many exceptions wait for a supervisor who did not request them."""
    waiting = access.visible(staff, Placement, by_row=True).filter(state=PlacementState.PROPOSED)
    return count_column(waiting.exclude(submitted_by=staff.pk), MAX_COUNTED)


def missing_column(rights: access.FileRights, _today: dt.date) -> Any:
    """Whether the child of a file is missing from care, as a column of the query for the child."""
    return Exists(rights.records(Placement).filter(is_missing(), child=OuterRef("pk")))
