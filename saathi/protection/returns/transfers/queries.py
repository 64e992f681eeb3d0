"""What is known about a transfer for a step of it, and who reads which transfer."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.best_interests.vocabulary import PersonHeard
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.protection_screening.queries import unexplained_corrections
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import (
    basis_rules,
    journey_facts,
    paper_rules,
    step_rules,
    view_rules,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.basis_queries import (
    basis_facts,
    counting_answer,
    unusable_basis,
)
from saathi.protection.returns.transfers.court_rules import OpenCourtMatter
from saathi.protection.returns.transfers.crossing_texts import (
    TEXTS_OF_JOURNEY,
    TEXTS_OF_PAPER,
    TEXTS_OF_PLACEMENT,
    TEXTS_OF_REQUEST,
    TEXTS_OF_TRANSFER,
    texts_of,
)
from saathi.protection.returns.transfers.decision_queries import TransferBasis, find_basis
from saathi.protection.returns.transfers.evidence_queries import (
    counting_placement,
    counting_safety,
    court_facts,
    latest_threats,
    open_courts,
    permit_facts,
    safety_facts,
)
from saathi.protection.returns.transfers.evidence_rules import ThreatFacts
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
from saathi.protection.returns.transfers.origin_queries import origin_findings
from saathi.protection.returns.transfers.other_file_queries import refused_by_other_file
from saathi.protection.returns.transfers.view_queries import (
    sort_views,
    stopped_by_child_on,
    views_of_child,
)
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit

GUARDIAN_HEARD_OR_ABSENT = (PersonHeard.HEARD, PersonHeard.DECLINED, PersonHeard.MISSING)


def transfers_of(child: Child, reader: Staff) -> list[Transfer]:
    """The transfers of a child that the reader may read, the latest first, with their texts."""
    found = access.visible(reader, Transfer).filter(child=child)
    listed = list(found.order_by("-opened_on", "-leg", "-recorded_at"))
    open_transfer_texts(listed, reader)
    return listed


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
    result = access.visible(reader, model).filter(transfer=transfer, **where)
    record = result.order_by(*order, "-recorded_at", "-pk").first()
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


def newest_papers(transfer: Transfer, reader: Staff) -> dict[str, TransferDocument]:
    """The newest entry of each document of the checklist."""
    transfer_documents = access.visible(reader, TransferDocument).filter(transfer=transfer)
    by_paper = {each.paper: each for each in transfer_documents.order_by("recorded_at", "pk")}
    records.open_texts_of_each(by_paper.values())
    return by_paper


def addressee_now(transfer: Transfer, actor: Staff) -> UUID | None:
    """For whom in this system a placement or plan is recorded: to whom the newest request went.

    A receiver, who reads their own requests alone, records for themselves.
    """
    transfer_requests = access.visible(actor, TransferRequest).filter(transfer=transfer)
    return transfer_requests.order_by("-recorded_at").values_list("addressee", flat=True).first()


def leading_to_origin(transfers: Iterable[UUID]) -> set[UUID]:
    """Those of these transfers that lead to a country of origin; for readers of legal records.

    The database answers, also from records that the reader may not read: verifications, contacts,
    the child's way.
    """
    statement = "SELECT t FROM unnest(%s::uuid[]) AS t WHERE transfers_leads_to_origin(t)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(transfers)])
        return {item for (item,) in cursor.fetchall()}


# The latest request to contact the country of a transfer, as far as the reader may read it.
_LACKING_PERMISSION = """
    SELECT t.id, (SELECT p.state FROM protection_screening_contactpermission p
                   WHERE p.file_id = t.file_id AND p.country = t.to_country
                   ORDER BY p.asked_on DESC, p.recorded_at DESC LIMIT 1)
      FROM transfers_transfer t WHERE t.id = ANY (%s::uuid[]) AND transfers_lacks_permission(t.id)
"""


def lacking_permission(transfers: Iterable[UUID]) -> dict[UUID, str]:
    """Those that lead to a country of origin while no permission to contact it is in force, with why."""
    with connection.cursor() as cursor:
        cursor.execute(_LACKING_PERMISSION, [list(transfers)])
        found = cursor.fetchall()
    texts = rules.UNPERMITTED_BY_STATE
    return {item: texts.get(state, rules.UNPERMITTED) for item, state in found}


@dataclass(frozen=True)
class NewestRecords:
    """What counts of the records behind a transfer: the newest of each kind, with their texts opened."""

    basis: TransferBasis
    answer: TransferAnswer | None
    views: Sequence[TransferView]  # of all transfers of the child, in the order of asking
    child_stopped_on: dt.date | None
    safety: Iterable[TransferSafetyAssessment]  # the one that counts of each subject
    threat: ThreatFacts | None  # the latest to the child
    gate: ContactGate
    is_represented: bool  # a supervisor opened contact by the representative, and the child agreed
    is_to_origin: bool
    unpermitted: str
    is_against_elsewhere: bool  # by another file of the child
    origin: rules.OriginFinding
    placement: ReceivingPlacement | None
    permits: Iterable[TravelPermit]  # of the child, the oldest first
    courts: Iterable[CourtNeed]  # of the child, the oldest first
    open_courts: Iterable[OpenCourtMatter]  # of proceedings
    journey: TransferJourney | None
    request: TransferRequest | None
    papers: Mapping[str, TransferDocument]  # the newest entry of each document
    is_unexplained: bool  # a country of origin was removed without a reason


def load_facts(transfer: Transfer, reader: Staff, *, on: dt.date) -> rules.TransferFacts:
    """The facts for and against an opened transfer on a day."""
    of_child = {"child_id": transfer.child_id}
    permits = access.visible(reader, TravelPermit).filter(**of_child)
    courts = list(access.visible(reader, CourtNeed).filter(**of_child).order_by(*_SAID))
    records.open_texts_of_each(courts)
    answer = ask_gate(transfer.file_id)
    newest_records = NewestRecords(
        basis=find_basis(transfer, reader, on),
        answer=counting_answer(transfer, reader),
        views=views_of_child(transfer, reader),
        child_stopped_on=stopped_by_child_on(transfer, reader),
        safety=counting_safety(transfer, reader).values(),
        threat=latest_threats([transfer.pk]).get(transfer.pk),
        gate=answer.gate,
        is_represented=answer.is_represented,
        is_to_origin=transfer.pk in leading_to_origin([transfer.pk]),
        unpermitted=lacking_permission([transfer.pk]).get(transfer.pk, ""),
        is_against_elsewhere=transfer.pk in refused_by_other_file([transfer.pk]),
        origin=origin_findings([transfer], reader)[transfer.pk],
        placement=counting_placement(transfer, reader),
        permits=permits.order_by("asked_on", "recorded_at", "pk"),
        courts=courts,
        open_courts=open_courts([transfer.pk])[transfer.pk],
        journey=newest_journey(transfer, reader),
        request=newest_request(transfer, reader),
        papers=newest_papers(transfer, reader),
        is_unexplained=unexplained_corrections(reader, transfer.file_id).exists(),
    )
    return facts_of(transfer, newest_records)


_SAID = ("said_on", "recorded_at", "pk")


def facts_of(transfer: Transfer, found: NewestRecords) -> rules.TransferFacts:
    """What the rules ask about an opened transfer, from the records that count."""
    said, views, leaving = sort_views(transfer, found.views, zone := zone_of(transfer))
    return rules.TransferFacts(
        kind=codes.TransferKind(transfer.kind),
        from_country=transfer.from_country,
        to_country=transfer.to_country,
        coordination=transfer.coordination,
        has_agreement=transfer.agreement_id is not None,
        has_focal_points=None not in {transfer.our_focal_point_id, transfer.their_focal_point_id},
        unusable_basis=unusable_basis(transfer, _travel_day(transfer, found.journey, zone)),
        basis_faults=basis_rules.reasons_against_basis(basis_facts(transfer)),
        acting_office=transfer.acting_office,
        answer=codes.TransferAnswerCode(found.answer.answer) if found.answer else None,
        has_receiver=transfer.receiver_id is not None,
        has_determination=found.basis.determination is not None,
        has_order=found.basis.order is not None,
        decision_faults=found.basis.faults,
        has_guardian_view=_has_guardian_view(found.basis.determination, found.papers),
        has_guardian=_has_guardian(found.basis.determination),
        view=view_rules.counting_view(views, said),
        has_open_doubt=view_rules.open_doubt(said) is not None,
        child_stopped_on=found.child_stopped_on,
        departure_view=leaving,
        is_off=view_rules.is_journey_off(said, transfer.decided_on),
        safety=safety_facts(found.safety, found.threat, zone),
        gate=found.gate,
        is_represented=found.is_represented,
        is_to_origin=found.is_to_origin,
        unpermitted=found.unpermitted,
        is_against_elsewhere=found.is_against_elsewhere,
        origin=found.origin,
        placement=_placement_facts(found.placement),
        permits=permit_facts(found.permits, zone),
        court_needs=court_facts(found.courts, zone),
        open_courts=tuple(found.open_courts),
        journey=journey_facts_of(found.journey, zone) if found.journey else None,
        papers=_paper_facts(found.papers),
        disclosing_texts=disclosing_texts(transfer, found),
        has_unexplained_correction=found.is_unexplained,
    )


def _travel_day(transfer: Transfer, journey: TransferJourney | None, zone: ZoneInfo) -> dt.date:
    """The day of the planned journey; today if none is planned or it is past."""
    today = today_of(transfer)
    return max(today, journey.departs_at.astimezone(zone).date()) if journey else today


def zone_of(transfer: Transfer) -> ZoneInfo:
    """The time zone of the office that holds the child's file."""
    return ZoneInfo(transfer.file.office.time_zone)


def today_of(transfer: Transfer) -> dt.date:
    """Today by the clock of the office that holds the child's file."""
    return clock.now().astimezone(zone_of(transfer)).date()


def _has_guardian(determination: Determination | None) -> bool:
    return determination is None or determination.guardian != PersonHeard.MISSING


def _has_guardian_view(
    determination: Determination | None, papers: Mapping[str, TransferDocument]
) -> bool:
    if determination is not None and determination.guardian in GUARDIAN_HEARD_OR_ABSENT:
        return True
    paper = papers.get(codes.TransferPaper.GUARDIAN_VIEW)
    return paper is not None and paper.state in {codes.PaperState.HELD, codes.PaperState.GIVEN}


def _placement_facts(placement: ReceivingPlacement | None) -> rules.PlacementFacts | None:
    if placement is None:
        return None
    return rules.PlacementFacts(
        codes.ReceivingCare(placement.care),
        codes.PlacementStanding(placement.standing),
        bool(placement.worker.strip()),
        placement.first_visit_on,
        placement.has_reasons,
        placement.visited_on is not None and bool(placement.visited_by.strip()),
    )


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
        has_telephone=bool(journey.telephone.strip()),
    )


def _paper_facts(
    papers: Mapping[str, TransferDocument],
) -> dict[codes.TransferPaper, paper_rules.PaperFacts]:
    return {
        codes.TransferPaper(paper): paper_rules.PaperFacts(
            codes.PaperState(item.state), item.valid_until, bool(item.issuer.strip())
        )
        for paper, item in papers.items()
    }


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
