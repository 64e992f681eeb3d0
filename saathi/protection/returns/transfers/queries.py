"""What is known about a transfer for a step of it, and who reads which transfer."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.best_interests.models import BestInterestsAssessment, Determination
from saathi.protection.decisions.best_interests.queries import (
    find_agreed_assessment,
    find_in_force,
)
from saathi.protection.decisions.best_interests.vocabulary import AssessmentOccasion, PersonHeard
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import Appeal, OrderKind
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import (
    basis_rules,
    evidence_rules,
    journey_facts,
    step_rules,
    view_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.basis_queries import (
    basis_facts,
    counting_answer,
    unusable_basis,
)
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferDocument,
    TransferJourney,
    TransferRequest,
    TransferSafetyAssessment,
    TransferView,
)
from saathi.protection.returns.transfers.view_queries import view_facts, views_of
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit
from saathi.protection.returns.verifications.vocabulary import CourtNeedKind, PermitState

# Our own assessments that count beside an order of an authority.
ASSESSED_FOR = (AssessmentOccasion.DETERMINATION, AssessmentOccasion.OTHER)
GUARDIAN_WORD = (PersonHeard.HEARD, PersonHeard.DECLINED, PersonHeard.MISSING)


def transfers_of(child: Child, reader: Staff) -> list[Transfer]:
    """The transfers of a child that the reader may read, the latest first, with their texts."""
    found = access.visible(reader, Transfer).filter(child=child)
    listed = list(found.order_by("-opened_on", "-leg", "-recorded_at"))
    open_transfer_texts(listed, reader)
    return listed


def transfers_received_by(reader: Staff) -> QuerySet[Transfer]:
    """The transfers of which the reader is the receiver, as long as the right lasts."""
    return access.visible(reader, Transfer).filter(receiver=reader).order_by("-state_since", "pk")


def chain_of(reference: str, reader: Staff) -> list[Transfer]:
    """The legs under one reference that the reader may read, in order: origin, transit, destination."""
    found = access.visible(reader, Transfer).filter(reference=reference)
    listed = list(found.order_by("leg", "opened_on", "recorded_at"))
    open_transfer_texts(listed, reader)
    return listed


def open_transfer_texts(listed: Iterable[Scoped], reader: Staff) -> None:
    """Opens texts of records of transfers; those of sections that the reader does not read are empty."""
    opened = list(listed)
    records.open_texts_of_each(opened)
    sections = access.readable_sections(reader, {record.file_id for record in opened})
    for record in opened:
        reads = sections.get(record.file_id, 0)
        for name, section in record.sections_of_texts.items():
            if not section & reads:
                setattr(record, name, "")


def open_case(file_id: UUID, reader: Staff) -> Case | None:
    """The open case of a file, if there is one that the reader may read."""
    cases = _cases(file_id, reader).filter(status__in=OPEN_STATUSES)
    return cases.first()


def newest_case(file_id: UUID, reader: Staff) -> Case | None:
    """The open case of a file, or else the newest closed one: a violation is recorded in any case."""
    return open_case(file_id, reader) or _cases(file_id, reader).first()


def _cases(file_id: UUID, reader: Staff) -> QuerySet[Case]:
    cases = access.visible(reader, Case).filter(file_id=file_id)
    return cases.select_related("office").order_by("-opened_on", "-pk")


def newest[RecordT: Scoped](
    model: type[RecordT], transfer: Transfer, reader: Staff, *order: str, **where: Any
) -> RecordT | None:
    """The newest record of this kind of a transfer, opened; None if there is none."""
    found = access.visible(reader, model).filter(transfer=transfer, **where)
    record = found.order_by(*order, "-recorded_at", "-pk").first()
    if record is not None:
        open_transfer_texts([record], reader)
    return record


def newest_request(transfer: Transfer, reader: Staff) -> TransferRequest | None:
    """The newest request of a transfer."""
    return newest(TransferRequest, transfer, reader, "-sent_on")


def newest_placement(transfer: Transfer, reader: Staff) -> ReceivingPlacement | None:
    """The receiving placement as it was recorded last."""
    return newest(ReceivingPlacement, transfer, reader)


def newest_journey(transfer: Transfer, reader: Staff) -> TransferJourney | None:
    """The plan of the journey as it was recorded last."""
    return newest(TransferJourney, transfer, reader)


def newest_safety(transfer: Transfer, reader: Staff) -> dict[str, TransferSafetyAssessment]:
    """The safety assessment that counts of each subject: the newest, unless an unsafe one does."""
    found = access.visible(reader, TransferSafetyAssessment).filter(transfer=transfer)
    by_subject = evidence_rules.counting_safety(found.order_by("assessed_on", "recorded_at", "pk"))
    records.open_texts_of_each(by_subject.values())
    return by_subject


def newest_papers(transfer: Transfer, reader: Staff) -> dict[str, TransferDocument]:
    """The newest entry of each document of the checklist."""
    found = access.visible(reader, TransferDocument).filter(transfer=transfer)
    by_paper = {each.paper: each for each in found.order_by("recorded_at", "pk")}
    records.open_texts_of_each(by_paper.values())
    return by_paper


def leading_to_origin(transfers: Iterable[UUID]) -> set[UUID]:
    """Those of these transfers that lead to a country of origin; for readers of legal records.

    The database answers, also from records that the reader may not read: verifications, contacts,
    the child's way.
    """
    statement = "SELECT t FROM unnest(%s::uuid[]) AS t WHERE transfers_leads_to_origin(t)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(transfers)])
        return {found for (found,) in cursor.fetchall()}


def repatriation_order(file_id: UUID, reader: Staff, on: dt.date) -> Order | None:
    """The newest order of an authority to return the child to another country in force on a day."""
    orders = access.visible(reader, Order).filter(file_id=file_id, kind=OrderKind.REPATRIATION)
    in_force = orders.filter(
        Q(expires_on=None) | Q(expires_on__gte=on),
        Q(ended_on=None) | Q(ended_on__gt=on),
        made_on__lte=on,
    ).exclude(appeal=Appeal.SET_ASIDE)
    return in_force.order_by("-made_on", "-recorded_at").first()


def find_determination(transfer: Transfer, reader: Staff, on: dt.date) -> Determination | None:
    """The determination in force that fits a transfer; None if there is none."""
    solutions = rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)]
    return find_in_force(reader, transfer.file_id, solutions, today=on)


def find_order(
    transfer: Transfer, reader: Staff, on: dt.date
) -> tuple[Order, BestInterestsAssessment] | None:
    """The order of an authority with our full, approved assessment; None unless there are both."""
    order = repatriation_order(transfer.file_id, reader, on)
    solutions = rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)]
    since = on - dt.timedelta(days=rules.ASSESSED_DAYS)
    assessment = find_agreed_assessment(
        reader, transfer.file_id, ASSESSED_FOR, solutions, since=since
    )
    return (order, assessment) if order and assessment else None


@dataclass(frozen=True)
class NewestRecords:
    """What counts of the records behind a transfer: the newest of each kind, with their texts opened."""

    determination: Determination | None
    has_order: bool
    answer: TransferAnswer | None
    views: Iterable[TransferView]  # in the order in which the child was asked
    safety: Iterable[TransferSafetyAssessment]  # the newest of each subject
    gate: ContactGate
    is_to_origin: bool
    placement: ReceivingPlacement | None
    permits: Iterable[TravelPermit]  # of the child, the oldest first
    courts: Iterable[CourtNeed]  # of the child, the oldest first
    journey: TransferJourney | None
    request: TransferRequest | None
    papers: Mapping[str, TransferDocument]  # the newest entry of each document


def load_facts(transfer: Transfer, reader: Staff, *, on: dt.date) -> rules.TransferFacts:
    """What stands for and against an opened transfer on a day."""
    determination = find_determination(transfer, reader, on)
    of_child = {"child_id": transfer.child_id}
    permits = access.visible(reader, TravelPermit).filter(**of_child)
    courts = list(access.visible(reader, CourtNeed).filter(**of_child).order_by(*_SAID))
    records.open_texts_of_each(courts)
    newest_records = NewestRecords(
        determination=determination,
        has_order=determination is None and find_order(transfer, reader, on) is not None,
        answer=counting_answer(transfer, reader),
        views=views_of(transfer, reader),
        safety=newest_safety(transfer, reader).values(),
        gate=ask_gate(transfer.file_id).gate,
        is_to_origin=transfer.pk in leading_to_origin([transfer.pk]),
        placement=newest_placement(transfer, reader),
        permits=permits.order_by("asked_on", "recorded_at", "pk"),
        courts=courts,
        journey=newest_journey(transfer, reader),
        request=newest_request(transfer, reader),
        papers=newest_papers(transfer, reader),
    )
    return facts_of(transfer, newest_records)


_SAID = ("said_on", "recorded_at", "pk")


def facts_of(transfer: Transfer, found: NewestRecords) -> rules.TransferFacts:
    """What the rules ask about an opened transfer, from the records that count."""
    zone = zone_of(transfer)
    views = [view_facts(view, zone) for view in found.views]
    leaving = [
        facts
        for facts, view in zip(views, found.views, strict=True)
        if view.moment == codes.TransferViewMoment.DEPARTURE
        # Whoever authorised it does not also hear the last word, unless it is no.
        and (
            view.recorded_by != transfer.decided_by or view.wish == codes.TransferWish.DOES_NOT_WANT
        )
    ]
    return rules.TransferFacts(
        kind=codes.TransferKind(transfer.kind),
        from_country=transfer.from_country,
        to_country=transfer.to_country,
        coordination=transfer.coordination,
        has_agreement=transfer.agreement_id is not None,
        has_focal_points=None not in {transfer.our_focal_point_id, transfer.their_focal_point_id},
        unusable_basis=unusable_basis(transfer, today_of(transfer)),
        basis_faults=basis_rules.reasons_against_basis(basis_facts(transfer)),
        acting_office=transfer.acting_office,
        answer=codes.TransferAnswerCode(found.answer.answer) if found.answer else None,
        has_best_interests=found.determination is not None or found.has_order,
        has_guardian_word=_has_guardian_word(found.determination, found.papers),
        view=view_rules.counting_view(views),
        departure_view=leaving[-1] if leaving else None,
        is_off=view_rules.is_journey_off(views, transfer.decided_on),
        safety=_safety_facts(found.safety),
        gate=found.gate,
        is_to_origin=found.is_to_origin,
        placement=_placement_facts(found.placement),
        permits=_permit_facts(found.permits),
        court_needs=_court_facts(found.courts),
        journey=journey_facts_of(found.journey, zone) if found.journey else None,
        papers=_paper_facts(found.papers),
        disclosing_texts=disclosing_texts(transfer, found),
    )


def zone_of(transfer: Transfer) -> ZoneInfo:
    """The time zone of the office that holds the child's file."""
    return ZoneInfo(transfer.file.office.time_zone)


def today_of(transfer: Transfer) -> dt.date:
    """Today by the clock of the office that holds the child's file."""
    return clock.now().astimezone(zone_of(transfer)).date()


def _has_guardian_word(
    determination: Determination | None, papers: Mapping[str, TransferDocument]
) -> bool:
    if determination is not None and determination.guardian in GUARDIAN_WORD:
        return True
    paper = papers.get(codes.TransferPaper.GUARDIAN_VIEW)
    return paper is not None and paper.state in codes.SETTLED_PAPERS


def _safety_facts(
    found: Iterable[TransferSafetyAssessment],
) -> dict[codes.SafetySubject, rules.SafetyFacts]:
    return {
        codes.SafetySubject(each.subject): rules.SafetyFacts(
            each.assessed_on, codes.SafetyResult(each.result)
        )
        for each in found
    }


def _placement_facts(placement: ReceivingPlacement | None) -> rules.PlacementFacts | None:
    if placement is None:
        return None
    return rules.PlacementFacts(
        codes.ReceivingCare(placement.care),
        codes.PlacementStanding(placement.standing),
        bool(placement.worker.strip()),
        placement.first_visit_on,
        placement.has_reasons,
    )


def _permit_facts(found: Iterable[TravelPermit]) -> list[rules.PermitFacts]:
    by_kind = {each.kind: each for each in found}
    return [
        rules.PermitFacts(PermitState(each.state), each.valid_until) for each in by_kind.values()
    ]


def _court_facts(found: Iterable[CourtNeed]) -> list[rules.CourtNeedFacts]:
    """The newest statement on each case, and of each source: the strictest counts.

    The database cannot read the case, and asks each source.
    """
    newest = {}
    for each in found:
        newest["case", " ".join(each.court_case.casefold().split())] = each
        newest["source", str(each.source)] = each
    return [rules.CourtNeedFacts(CourtNeedKind(each.need), each.until) for each in newest.values()]


def journey_facts_of(journey: TransferJourney, zone: ZoneInfo) -> journey_facts.JourneyFacts:
    """What the rules ask about a journey, in local times."""
    return journey_facts.JourneyFacts(
        departs_at=journey.departs_at.astimezone(zone),
        crosses_at=journey.crosses_at.astimezone(zone),
        arrives_at=journey.arrives_at.astimezone(zone),
        crossing=codes.BorderCrossing(journey.crossing),
        escort_choice=codes.EscortChoice(journey.escort_choice),
        escort_screening=codes.EscortScreening(journey.escort_screening),
        language=codes.SharedLanguage(journey.language),
        fitness=codes.TravelFitness(journey.fitness),
        is_child_told=journey.child_told_on is not None,
    )


def _paper_facts(
    papers: Mapping[str, TransferDocument],
) -> dict[codes.TransferPaper, rules.PaperFacts]:
    return {
        codes.TransferPaper(paper): rules.PaperFacts(
            codes.PaperState(found.state), found.valid_until
        )
        for paper, found in papers.items()
    }


TEXTS_OF_REQUEST = ("shared", "needs", "asks")
TEXTS_OF_JOURNEY = ("escort", "route", "care_on_way", "telephone", "belongings")
TEXTS_OF_PLACEMENT = ("place", "visited_by", "worker", "school_health", "support", "why_facility")
TEXTS_OF_PAPER = ("issuer", "note")
TEXTS_OF_TRANSFER = ("partner", "authority_paper")


def texts_of(record: Scoped, names: Iterable[str]) -> dict[str, str]:
    """These texts of an opened record, by name."""
    return {name: str(getattr(record, name)) for name in names}


def disclosing_texts(transfer: Transfer, found: NewestRecords) -> list[str]:
    """The texts that go over or on the way, of an opened transfer, that tell of exploitation."""
    going: list[tuple[Scoped | None, tuple[str, ...]]] = [
        (transfer, TEXTS_OF_TRANSFER),
        (found.request, TEXTS_OF_REQUEST),
        (found.placement, TEXTS_OF_PLACEMENT),
        (found.journey, TEXTS_OF_JOURNEY),
        *((paper, TEXTS_OF_PAPER) for paper in found.papers.values() if paper.goes),
    ]
    return [
        name
        for record, names in going
        if record is not None
        for name in step_rules.disclosing_fields(texts_of(record, names))
    ]
