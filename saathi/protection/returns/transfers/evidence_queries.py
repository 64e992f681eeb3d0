"""Which of the records behind a transfer count, with those of the child's other transfers."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers import authorisation_rules as rules
from saathi.protection.returns.transfers import evidence_rules, safety_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.court_rules import OpenCourtMatter
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferSafetyAssessment,
)
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit
from saathi.protection.returns.verifications.vocabulary import CourtNeedKind, PermitState


def counting_safety(transfer: Transfer, reader: Staff) -> dict[str, TransferSafetyAssessment]:
    """The safety assessment that counts of each subject, opened: what is unsafe counts first.

    What another transfer of the child to the same country found unsafe counts as well.
    """
    result = access.visible(reader, TransferSafetyAssessment).filter(
        file=transfer.file_id,
        transfer__direction=transfer.direction,
        transfer__to_country=transfer.to_country,
    )
    by_subject = evidence_rules.counting_safety(
        result.order_by("assessed_on", "recorded_at", "pk"), transfer.pk, _zone(transfer)
    )
    records.open_texts_of_each(by_subject.values())
    return by_subject


def counting_placement(transfer: Transfer, reader: Staff) -> ReceivingPlacement | None:
    """The receiving placement that counts, opened; None if there is none."""
    receiving_placements = access.visible(reader, ReceivingPlacement).filter(transfer=transfer)
    listed = list(receiving_placements.order_by("recorded_at", "pk"))
    placement = evidence_rules.counting_placement(listed, transfer.receiver_id)
    if placement is not None:
        records.open_texts_of_each([placement])
    return placement


def _zone(transfer: Transfer) -> ZoneInfo:
    return ZoneInfo(transfer.file.office.time_zone)


def latest_threats(transfers: Iterable[UUID]) -> dict[UUID, evidence_rules.ThreatFacts]:
    """The latest news of a threat to the child of each transfer; for readers of legal records.

    The database answers, also from threats that the reader may not read.
    """
    statement = (
        "SELECT t, threat.at, threat.is_shown FROM unnest(%s::uuid[]) AS t, "
        "transfers_latest_threat(t) AS threat WHERE threat.at IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(transfers)])
        return {key: evidence_rules.ThreatFacts(*item) for key, *item in cursor.fetchall()}


def open_courts(transfers: Iterable[UUID]) -> dict[UUID, list[OpenCourtMatter]]:
    """What courts leave open for the child of each transfer; for readers of legal records.

    The database answers: proceedings belong to a higher domain.
    """
    statement = "SELECT t, transfers_open_courts(t) FROM unnest(%s::uuid[]) AS t"
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(transfers)])
        return {key: [OpenCourtMatter(each) for each in found] for key, found in cursor.fetchall()}


def safety_facts(
    found: Iterable[TransferSafetyAssessment],
    threat: evidence_rules.ThreatFacts | None,
    zone: ZoneInfo,
) -> dict[codes.SafetySubject, safety_rules.SafetyAssessmentFacts]:
    """What the rules ask about the assessments that count."""
    return {
        codes.SafetySubject(each.subject): safety_rules.SafetyAssessmentFacts(
            each.assessed_on,
            codes.SafetyResult(each.result),
            is_outdated=evidence_rules.is_outdated(each, threat, zone),
            is_threat_shown=threat is None or threat.is_shown,
        )
        for each in found
    }


def permit_facts(found: Iterable[TravelPermit], zone: ZoneInfo) -> list[rules.PermitFacts]:
    """What the rules ask about the permit that counts of each type; the oldest come first."""
    return [
        rules.PermitFacts(PermitState(each.state), each.valid_until)
        for each in evidence_rules.counting_permits(found, zone)
    ]


def court_facts(found: Iterable[CourtNeed], zone: ZoneInfo) -> list[rules.CourtNeedFacts]:
    """The statements that count on each case, and of each source, opened; the oldest come first.

    The database cannot read the case, and asks each source.
    """
    said = defaultdict[tuple[str, str], list[CourtNeed]](list)
    for each in found:
        said["case", " ".join(each.court_case.casefold().split())].append(each)
        said["source", str(each.source)].append(each)
    return [
        rules.CourtNeedFacts(CourtNeedKind(each.need), each.until)
        for listed in said.values()
        for each in evidence_rules.counting_needs(listed, zone)
    ]
