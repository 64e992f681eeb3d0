"""What is missing for each of many transfers: one query for each kind of record, not for each child."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.permissions import TEAM_READS
from saathi.agencies.sections import Section
from saathi.protection.decisions.best_interests import rules as best_interests
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.decisions.best_interests.queries import unread_facts
from saathi.protection.decisions.orders.models import Order
from saathi.protection.decisions.orders.vocabulary import OrderKind
from saathi.protection.returns.protection_screening.vocabulary import ContactGate
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import basis_queries, evidence_rules, models, queries
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit

type Grouped[RecordT: Scoped] = Mapping[UUID, list[RecordT]]


@dataclass(frozen=True)
class GroupRecords:
    """The records behind many transfers: each kind by its transfer, child or file, the oldest first."""

    answers: Grouped[models.TransferAnswer]
    views: Grouped[models.TransferView]
    safety: Grouped[models.TransferSafetyAssessment]
    placements: Grouped[models.ReceivingPlacement]
    journeys: Grouped[models.TransferJourney]
    requests: Grouped[models.TransferRequest]
    papers: Grouped[models.TransferDocument]
    permits: Grouped[TravelPermit]
    courts: Grouped[CourtNeed]
    determinations: Grouped[Determination]
    unread: Collection[UUID]
    gates: Mapping[UUID, ContactGate]
    to_origin: Collection[UUID]
    ordered: Collection[UUID]


def reads_transfers(staff: Staff) -> bool:
    """Whether the role of a staff member reads transfers of the files that they work on."""
    return Section.TRANSFER in TEAM_READS.get(staff.bundle, Section(0))


def groups_of_agency(staff: Staff) -> QuerySet[models.TransferGroup]:
    """The groups of the agency, the newest first, for those whose role reads transfers.

    They name no child.
    """
    if not reads_transfers(staff):
        return models.TransferGroup.objects.none()
    groups = models.TransferGroup.objects.filter(agency=staff.agency_id)
    return groups.order_by("-recorded_at", "pk")


def count_missing(transfers: Sequence[models.Transfer], reader: Staff) -> dict[UUID, int]:
    """How much is missing for the authorisation of each transfer, as its own page lists it.

    The transfers come with their child and the office of their file.
    """
    if not transfers:
        return {}
    on = reader.office.today()
    records.open_texts_of_each(transfers)
    loaded = _load(transfers, reader)
    return {
        each.pk: len(rules.missing_for_authorisation(_facts(each, loaded, reader, on), on=on))
        for each in transfers
    }


def _load(transfers: Sequence[models.Transfer], reader: Staff) -> GroupRecords:
    files = [transfer.file_id for transfer in transfers]
    children = [transfer.child_id for transfer in transfers]
    ids = [transfer.pk for transfer in transfers]

    def own[RecordT: Scoped](model: type[RecordT], *order: str) -> Grouped[RecordT]:
        found = access.visible(reader, model).filter(transfer__in=ids)
        return _grouped(found.order_by(*order, "recorded_at", "pk"), lambda each: each.transfer_id)

    def of_child[RecordT: Scoped](model: type[RecordT], *order: str) -> Grouped[RecordT]:
        found = access.visible(reader, model).filter(child__in=children)
        return _grouped(found.order_by(*order, "recorded_at", "pk"), lambda each: each.child_id)

    decided = [state.value for state in best_interests.DECIDED]
    determined = access.visible(reader, Determination).filter(file__in=files, state__in=decided)
    determinations = _grouped(
        determined.order_by("decided_on", "recorded_at"), lambda each: each.file_id
    )
    newest = [each[-1].pk for each in determinations.values()]
    orders = access.visible(reader, Order).filter(file__in=files, kind=OrderKind.REPATRIATION)
    return GroupRecords(
        answers=own(models.TransferAnswer, "answered_on"),
        views=own(models.TransferView, "asked_at"),
        safety=own(models.TransferSafetyAssessment, "assessed_on"),
        placements=_opened(own(models.ReceivingPlacement)),
        journeys=_opened(own(models.TransferJourney)),
        requests=_opened(own(models.TransferRequest, "sent_on")),
        papers=_opened(own(models.TransferDocument)),
        permits=of_child(TravelPermit, "asked_on"),
        courts=_opened(of_child(CourtNeed, "said_on")),
        determinations=determinations,
        unread=unread_facts(reader, newest),
        gates=_gates(files),
        to_origin=queries.leading_to_origin(ids),
        ordered=set(orders.values_list("file_id", flat=True)),
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


def _gates(files: Sequence[UUID]) -> dict[UUID, ContactGate]:
    """Whether the country of origin may be contacted, for each file; one query."""
    statement = "SELECT f, (origin_contact_gate(f)).gate FROM unnest(%s::uuid[]) AS f"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(set(files))])
        return {file_id: ContactGate(gate) for file_id, gate in cursor.fetchall()}


def _newest[RecordT](listed: Sequence[RecordT]) -> RecordT | None:
    return listed[-1] if listed else None


def _facts(
    transfer: models.Transfer, loaded: GroupRecords, reader: Staff, on: dt.date
) -> rules.TransferFacts:
    """What `queries.load_facts` says of one transfer, without a query of its own."""
    determination = _determination_in_force(transfer, loaded, on)
    papers = {paper.paper: paper for paper in loaded.papers[transfer.pk]}
    kept = queries.NewestRecords(
        determination=determination,
        has_order=determination is None
        and transfer.file_id in loaded.ordered
        and queries.find_order(transfer, reader, on) is not None,
        answer=basis_queries.answer_of(
            transfer, loaded.answers[transfer.pk], loaded.requests[transfer.pk]
        ),
        views=loaded.views[transfer.pk],
        safety=evidence_rules.counting_safety(loaded.safety[transfer.pk]).values(),
        gate=loaded.gates[transfer.file_id],
        is_to_origin=transfer.pk in loaded.to_origin,
        placement=_newest(loaded.placements[transfer.pk]),
        permits=loaded.permits[transfer.child_id],
        courts=loaded.courts[transfer.child_id],
        journey=_newest(loaded.journeys[transfer.pk]),
        request=_newest(loaded.requests[transfer.pk]),
        papers=papers,
    )
    return queries.facts_of(transfer, kept)


def _determination_in_force(
    transfer: models.Transfer, loaded: GroupRecords, on: dt.date
) -> Determination | None:
    """As `best_interests.queries.find_in_force`: only the newest of a file counts."""
    found = _newest(loaded.determinations[transfer.file_id])
    if found is None:
        return None
    status = best_interests.DeterminationStatus(
        found.state, found.solution, found.decided_on, has_unread_fact=found.pk in loaded.unread
    )
    solutions = rules.FITTING_SOLUTIONS[codes.TransferKind(transfer.kind)]
    return found if best_interests.counts_for(status, solutions, today=on) else None
