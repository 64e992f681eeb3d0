"""What is known about a transfer for a step of it, and who reads which transfer."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from saathi.agencies import access, records
from saathi.agencies.authors import authors_of
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
from saathi.protection.returns.transfers import evidence_rules, journey_facts, step_rules
from saathi.protection.returns.transfers import vocabulary as codes
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


def authors_of_transfer(transfer: Transfer) -> frozenset[UUID | None]:
    """Whoever opened, changed or submitted a transfer, or recorded its preparation: they do not decide."""
    return authors_of(transfer) | {transfer.submitted_by}


def open_case(file_id: UUID, reader: Staff) -> Case | None:
    """The open case of a file, if there is one that the reader may read."""
    cases = access.visible(reader, Case).filter(file_id=file_id, status__in=OPEN_STATUSES)
    return cases.select_related("office").order_by("-opened_on", "-pk").first()


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


def counting_answer(transfer: Transfer, reader: Staff) -> TransferAnswer | None:
    """The answer of the other country that counts since the newest request."""
    answers = access.visible(reader, TransferAnswer).filter(transfer=transfer)
    requests = access.visible(reader, TransferRequest).filter(transfer=transfer)
    return answer_of(
        transfer,
        answers.order_by("answered_on", "recorded_at", "pk"),
        requests.order_by("sent_on", "recorded_at", "pk"),
    )


def answer_of(
    transfer: Transfer, answers: Iterable[TransferAnswer], requests: Iterable[TransferRequest]
) -> TransferAnswer | None:
    """Which of these answers counts; the newest request is the last."""
    asked = [request.recorded_at for request in requests]
    return evidence_rules.counting_answer(
        list(answers), requested_at=asked[-1] if asked else None, receiver=transfer.receiver_id
    )


def newest_placement(transfer: Transfer, reader: Staff) -> ReceivingPlacement | None:
    """The receiving placement as it was recorded last."""
    return newest(ReceivingPlacement, transfer, reader)


def newest_journey(transfer: Transfer, reader: Staff) -> TransferJourney | None:
    """The plan of the journey as it was recorded last."""
    return newest(TransferJourney, transfer, reader)


def newest_view(
    transfer: Transfer, reader: Staff, moment: codes.TransferViewMoment | None = None
) -> TransferView | None:
    """What the child said last, at any moment or at this one."""
    where = {"moment": moment} if moment else {}
    return newest(TransferView, transfer, reader, "-asked_at", **where)


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


def is_to_origin(transfer: Transfer) -> bool:
    """Whether a transfer leads to the child's country of origin."""
    child = transfer.child
    origins = {child.home_country, *child.nationalities}
    return transfer.kind in rules.TO_ORIGIN or transfer.to_country in origins


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
    view: TransferView | None
    departure_view: TransferView | None
    safety: Iterable[TransferSafetyAssessment]  # the newest of each subject
    gate: ContactGate
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
        view=newest_view(transfer, reader),
        departure_view=newest_view(transfer, reader, codes.TransferViewMoment.DEPARTURE),
        safety=newest_safety(transfer, reader).values(),
        gate=ask_gate(transfer.file_id).gate,
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
    return rules.TransferFacts(
        kind=codes.TransferKind(transfer.kind),
        from_country=transfer.from_country,
        to_country=transfer.to_country,
        coordination=transfer.coordination,
        has_agreement=transfer.agreement_id is not None,
        has_focal_points=None not in {transfer.our_focal_point_id, transfer.their_focal_point_id},
        ended_basis=_ended_basis(transfer),
        acting_office=transfer.acting_office,
        answer=codes.TransferAnswerCode(found.answer.answer) if found.answer else None,
        has_best_interests=found.determination is not None or found.has_order,
        has_guardian_word=_has_guardian_word(found.determination, found.papers),
        view=_view_facts(found.view, zone),
        departure_view=_view_facts(found.departure_view, zone),
        safety=_safety_facts(found.safety),
        gate=found.gate,
        is_to_origin=is_to_origin(transfer),
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


def _ended_basis(transfer: Transfer) -> list[str]:
    """What was withdrawn from its register or has ended, by the form field where another is chosen."""
    agreement, today = transfer.agreement, today_of(transfer)
    ended = [
        name
        for name in ("our_focal_point", "their_focal_point")
        if (point := getattr(transfer, name)) is not None and point.withdrawn_on is not None
    ]
    if agreement is not None and (
        agreement.withdrawn_on is not None or (agreement.ends_on and agreement.ends_on < today)
    ):
        ended.append("agreement")
    return ended


def today_of(transfer: Transfer) -> dt.date:
    """Today by the clock of the office that holds the child's file."""
    return clock.now().astimezone(zone_of(transfer)).date()


def departure_view(transfer: Transfer, reader: Staff) -> rules.ViewFacts | None:
    """What the child said last before the departure or on the way."""
    view = newest_view(transfer, reader, codes.TransferViewMoment.DEPARTURE)
    return _view_facts(view, zone_of(transfer))


def _view_facts(view: TransferView | None, zone: ZoneInfo) -> rules.ViewFacts | None:
    if view is None:
        return None
    wish = codes.TransferWish(view.wish)
    return rules.ViewFacts(wish, view.asked_at.astimezone(zone), view.is_replied)


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
