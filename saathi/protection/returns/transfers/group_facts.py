"""What is missing for each of many transfers: one query for each kind of record, not for each child."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.protection.decisions.best_interests import rules as best_interests
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.best_interests.queries import unread_facts
from saathi.protection.decisions.orders.models import Order
from saathi.protection.returns.protection_screening.queries import (
    files_with_unexplained_corrections,
)
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import (
    basis_queries,
    decision_queries,
    evidence_rules,
    leg_rules,
    models,
    queries,
)
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.court_rules import OpenCourtMatter
from saathi.protection.returns.transfers.evidence_queries import latest_threats, open_courts
from saathi.protection.returns.transfers.journey_rules import missing_for_departure
from saathi.protection.returns.transfers.origin_queries import origin_findings
from saathi.protection.returns.transfers.other_file_queries import refused_by_other_file
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit

type Grouped[RecordT: Scoped] = Mapping[UUID, list[RecordT]]

_OUTGOING = codes.TransferDirection.OUTGOING


@dataclass(frozen=True)
class GroupRecords:
    """The records behind many transfers: each kind by its transfer, child or file, the oldest first."""

    answers: Grouped[models.TransferAnswer]
    views: Grouped[models.TransferView]  # of all transfers of the child
    child_stopped_on: Mapping[UUID, dt.date]
    safety: Grouped[models.TransferSafetyAssessment]
    threats: Mapping[UUID, evidence_rules.ThreatFacts]
    placements: Grouped[models.ReceivingPlacement]
    journeys: Grouped[models.TransferJourney]
    requests: Grouped[models.TransferRequest]
    papers: Grouped[models.TransferDocument]
    permits: Grouped[TravelPermit]
    courts: Grouped[CourtNeed]
    open_courts: Mapping[UUID, list[OpenCourtMatter]]
    undecided: Collection[UUID]  # files with a newer determination in preparation
    determinations: Grouped[Determination]
    unread: Collection[UUID]
    gates: Mapping[UUID, tuple[ContactGate, bool]]
    to_origin: Collection[UUID]
    unpermitted: Mapping[UUID, str]
    against_elsewhere: Collection[UUID]
    origins: Mapping[UUID, rules.OriginFinding]
    unexplained: Collection[UUID]  # files
    orders: Grouped[Order]
    departed: Collection[leg_rules.DepartedLeg]


def reads_transfers(staff: Staff) -> bool:
    """Whether the role of a staff member reads transfers of the files that they work on."""
    return Section.TRANSFER in TEAM_READS.get(staff.role_kind, Section(0))


def groups_of_agency(staff: Staff) -> QuerySet[models.TransferGroup]:
    """The groups of the agency, the newest first, for those whose role reads transfers.

    They name no child.
    """
    if not reads_transfers(staff):
        return models.TransferGroup.objects.none()
    groups = models.TransferGroup.objects.filter(agency=staff.agency_id)
    return groups.order_by("-recorded_at", "pk")


def count_missing(transfers: Sequence[models.Transfer], reader: Staff) -> dict[UUID, int]:
    """How much is missing for the next decision of each transfer, as its own page lists it."""
    return {key: len(reasons) for key, reasons in missing_of_each(transfers, reader).items()}


def missing_of_each(
    transfers: Sequence[models.Transfer], reader: Staff
) -> dict[UUID, Sequence[Reason]]:
    """What is missing for the authorisation of each transfer or, once authorised, for its departure.

    The transfers come with their child and the office of their file.
    """
    if not transfers:
        return {}
    on = reader.office.today()
    records.open_texts_of_each(transfers)
    loaded = _load(transfers, reader)
    now = clock.now()
    found: dict[UUID, Sequence[Reason]] = {}
    for each in transfers:
        facts = _facts(each, loaded, reader, on)
        if each.state == codes.TransferState.AUTHORISED:
            found[each.pk] = missing_for_departure(facts, at=now)
        else:
            found[each.pk] = rules.missing_for_authorisation(facts, on=on)
    return found


def _load(transfers: Sequence[models.Transfer], reader: Staff) -> GroupRecords:
    files, ids = [each.file_id for each in transfers], [each.pk for each in transfers]

    def own[RecordT: Scoped](model: type[RecordT], *order: str) -> Grouped[RecordT]:
        found = _rows(reader, model).filter(transfer__in=ids)
        return _grouped(found.order_by(*order, "recorded_at", "pk"), lambda each: each.transfer_id)

    def of_file[RecordT: Scoped](model: type[RecordT], *order: str) -> Grouped[RecordT]:
        found = _rows(reader, model).filter(transfer__direction=_OUTGOING, file__in=files)
        listed = found.annotate(to_country=F("transfer__to_country"))
        return _grouped(listed.order_by(*order, "recorded_at", "pk"), lambda each: each.file_id)

    def of_child[RecordT: Scoped](model: type[RecordT], *order: str) -> Grouped[RecordT]:
        result = _rows(reader, model).filter(child__in=[t.child_id for t in transfers])
        return _grouped(result.order_by(*order, "recorded_at", "pk"), lambda each: each.child_id)

    determinations = _decided_determinations(files, reader)
    return GroupRecords(
        answers=own(models.TransferAnswer, "answered_on"),
        views=of_file(models.TransferView, "asked_at"),
        child_stopped_on=_stops_by_child(files, reader),
        safety=of_file(models.TransferSafetyAssessment, "assessed_on"),
        threats=latest_threats(ids),
        placements=_opened(own(models.ReceivingPlacement)),
        journeys=_opened(own(models.TransferJourney)),
        requests=_opened(own(models.TransferRequest, "sent_on")),
        papers=_opened(own(models.TransferDocument)),
        permits=of_child(TravelPermit, "asked_on"),
        courts=_opened(of_child(CourtNeed, "said_on")), open_courts=open_courts(ids),
        determinations=determinations,
        undecided=decision_queries.undecided_files(files, reader),
        unread=unread_facts(reader, [each[-1].pk for each in determinations.values()]),
        gates=_gates(files), to_origin=queries.leading_to_origin(ids),
        unpermitted=queries.lacking_permission(ids),
        against_elsewhere=refused_by_other_file(ids),
        origins=origin_findings(transfers, reader),
        unexplained=files_with_unexplained_corrections(reader, files),
        orders=_orders(files, reader),
        departed=decision_queries.departed_determinations(files, reader),
    )  # fmt: skip


def _rows[RecordT: Scoped](reader: Staff, model: type[RecordT]) -> QuerySet[RecordT]:
    """The records that the reader may see, for a query that finds few rows by its own condition."""
    return access.visible(reader, model, by_row=True)


def _orders(files: Sequence[UUID], reader: Staff) -> Grouped[Order]:
    return _grouped(decision_queries.return_orders(files, reader), lambda each: each.file_id)


def _decided_determinations(files: Sequence[UUID], reader: Staff) -> Grouped[Determination]:
    decided = [state.value for state in best_interests.DECIDED]
    decided_determinations = access.visible(reader, Determination, by_row=True).filter(
        file__in=files, state__in=decided
    )
    return _grouped(
        decided_determinations.order_by("decided_on", "recorded_at"), lambda each: each.file_id
    )


def _grouped[RecordT: Scoped](
    found: Iterable[RecordT], key: Callable[[Any], UUID]
) -> Grouped[RecordT]:
    grouped = defaultdict[UUID, list[RecordT]](list)
    for record in found:
        grouped[key(record)].append(record)
    return grouped


def _opened[RecordT: Scoped](grouped: Grouped[RecordT]) -> Grouped[RecordT]:
    """The same, with the texts opened: all keys in one query."""
    records.open_texts_of_each([record for listed in grouped.values() for record in listed])
    return grouped


def _gates(files: Sequence[UUID]) -> dict[UUID, tuple[ContactGate, bool]]:
    """Whether the country of origin may be contacted, and by the representative, for each file."""
    statement = (
        "SELECT f, answer.gate, answer.represented "
        "FROM unnest(%s::uuid[]) AS f, origin_contact_gate(f) AS answer"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(set(files))])
        return {
            file_id: (ContactGate(gate), is_represented)
            for file_id, gate, is_represented in cursor.fetchall()
        }


def _newest[RecordT](listed: Sequence[RecordT]) -> RecordT | None:
    return listed[-1] if listed else None


def _facts(
    transfer: models.Transfer, loaded: GroupRecords, reader: Staff, on: dt.date
) -> rules.TransferFacts:
    """What `queries.load_facts` says of one transfer, without a query of its own."""
    papers = {paper.paper: paper for paper in loaded.papers[transfer.pk]}
    kept = queries.NewestRecords(
        basis=_basis(transfer, loaded, reader, on),
        answer=basis_queries.answer_of(
            transfer, loaded.answers[transfer.pk], loaded.requests[transfer.pk]
        ),
        views=loaded.views[transfer.file_id],
        child_stopped_on=loaded.child_stopped_on.get(transfer.file_id),
        safety=_safety(transfer, loaded),
        threat=loaded.threats.get(transfer.pk),
        gate=loaded.gates[transfer.file_id][0],
        is_represented=loaded.gates[transfer.file_id][1],
        is_to_origin=transfer.pk in loaded.to_origin,
        unpermitted=loaded.unpermitted.get(transfer.pk, ""),
        is_against_elsewhere=transfer.pk in loaded.against_elsewhere,
        origin=loaded.origins[transfer.pk],
        placement=evidence_rules.counting_placement(
            loaded.placements[transfer.pk], transfer.receiver_id
        ),
        permits=loaded.permits[transfer.child_id],
        courts=loaded.courts[transfer.child_id],
        open_courts=loaded.open_courts[transfer.pk],
        journey=_newest(loaded.journeys[transfer.pk]),
        request=_newest(loaded.requests[transfer.pk]),
        papers=papers,
        is_unexplained=transfer.file_id in loaded.unexplained,
    )
    return queries.facts_of(transfer, kept)


def _safety(
    transfer: models.Transfer, loaded: GroupRecords
) -> list[models.TransferSafetyAssessment]:
    """As `evidence_queries.counting_safety`: of all transfers of the child to the same country."""
    results = [
        each
        for each in loaded.safety[transfer.file_id]
        if getattr(each, "to_country", "") == transfer.to_country
    ]
    zone = queries.zone_of(transfer)
    return list(evidence_rules.counting_safety(results, transfer.pk, zone).values())


def _stops_by_child(files: Sequence[UUID], reader: Staff) -> dict[UUID, dt.date]:
    """The last day on which the child of each file stopped a transfer."""
    stopped = access.visible(reader, models.Transfer, by_row=True).filter(
        file__in=files,
        direction=codes.TransferDirection.OUTGOING,
        state=codes.TransferState.STOPPED,
        stopped_by=codes.TransferStopper.CHILD,
    )
    return dict(stopped.values_list("file_id").annotate(last=Max("ended_on")))


def _basis(
    transfer: models.Transfer, loaded: GroupRecords, reader: Staff, on: dt.date
) -> decision_queries.TransferBasis:
    """As `decision_queries.find_basis`; an assessment is looked for only beside an order."""
    newest = _newest(loaded.determinations[transfer.file_id])
    decision_records = decision_queries.DecisionRecords(
        newest=newest,
        has_unread_fact=newest is not None and newest.pk in loaded.unread,
        has_newer_undecided=transfer.file_id in loaded.undecided,
        orders=loaded.orders[transfer.file_id],
        departed=loaded.departed,
        has_assessment=lambda: decision_queries.has_assessment(transfer, reader, on),
    )
    return decision_queries.basis_of(transfer, decision_records, on)
