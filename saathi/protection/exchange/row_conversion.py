"""Converts a row to the input of Saathi's actions. It makes no other decision."""

import datetime as dt
import hmac
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from saathi.agencies.models import Office
from saathi.engines.sheets.checking import CaseloadRecord, CheckedRow
from saathi.engines.sheets.fields import CaseloadField
from saathi.infra import district_list
from saathi.people.actions import NewChild
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate, date_in_calendar
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis, Calendar, NameKind, NationalityState
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.vocabulary import (
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.vault import store as vault


def source_record_key(agency_id: UUID, source: str, source_id: str) -> bytes | None:
    """The key that recognises the same record of the same system within an agency."""
    if not source_id:
        return None
    system = " ".join(source.casefold().split())
    key_text = f"imported\0{agency_id}\0{system}\0{source_id.strip()}"
    return hmac.digest(vault.get_token_key(), key_text.encode(), "sha256")


def build_child(record: CaseloadRecord, *, today: dt.date, note: str) -> NewChild:
    """The child's identity. The origin of the age is unknown: it counts as stated, with the note."""
    private = {"address": record.address, "phones": list(record.phones)}
    return NewChild(
        names=build_names(record),
        ages=_ages(record, today),
        age_note=note,
        gender=record.gender,
        nationality_state=NationalityState.KNOWN
        if record.nationalities
        else NationalityState.NOT_RECORDED,
        nationalities=record.nationalities,
        home_country=district_list.country_of_district(record.district),
        home_district=record.district,
        languages=record.languages,
        identified_on=record.registered_on,
        private={key: value for key, value in private.items() if value},
    )


def build_new_child(row: CheckedRow, today: dt.date, source: str) -> NewChild:
    """The identity of a row; a Primero case has more about the age and the residence."""
    new = build_child(row.record, today=today, note=source)
    if not isinstance(row, PrimeroRow):
        return new
    return replace(
        new,
        ages=row.ages,
        age_note=row.age_note,
        nationality_state=row.nationality_state,
        residence_status=row.residence_status,
    )


def build_names(record: CaseloadRecord) -> list[Name]:
    """The child's names: the full name, or its parts joined; then other names."""
    texts = dict(record.names)
    parts = (
        texts.get(field, "")
        for field in (
            CaseloadField.GIVEN_NAME,
            CaseloadField.MIDDLE_NAME,
            CaseloadField.FAMILY_NAME,
        )
    )
    full_name = texts.get(CaseloadField.NAME) or " ".join(part for part in parts if part)
    kinds = [
        (NameKind.GIVEN, full_name),
        (NameKind.PET, texts.get(CaseloadField.PET_NAME, "")),
        (NameKind.ALIAS, texts.get(CaseloadField.ALIAS, "")),
        (NameKind.FATHER, record.father),
        (NameKind.MOTHER, record.mother),
    ]
    return [Name(kind, text) for kind, text in kinds if text]


def _ages(record: CaseloadRecord, today: dt.date) -> list[AgeEvidence]:
    on = record.registered_on or today
    statements = []
    if (birth := record.born) is not None:
        calendar = Calendar.BIKRAM_SAMBAT if birth.is_bikram_sambat else Calendar.GREGORIAN
        born = date_in_calendar(calendar, birth.year, birth.month, birth.day)
        if born.latest and born.latest > on:  # the year of registration, not yet over
            born = replace(born, latest=on)
        statements.append(AgeEvidence(AgeBasis.IMPORTED, born=born, as_of=PartialDate.on(today)))
    if record.ages is not None:
        years = AgeRange(*record.ages)
        statements.append(AgeEvidence(AgeBasis.IMPORTED, years=years, as_of=PartialDate.on(on)))
    return statements


def build_report(record: CaseloadRecord, *, office: Office, today: dt.date) -> ReportInput | None:
    """The report of a concern, if the row has one; the source is not known."""
    if not record.concerns and not record.description:
        return None
    on, zone = record.registered_on or today, ZoneInfo(office.time_zone)
    low, high = record.ages or (None, None)
    return ReportInput(
        received_at=dt.datetime.combine(on, dt.time(0), zone),
        is_time_unknown=True,
        channel=ReportChannel.OTHER,
        reporter_kind=ReportingPersonKind.OTHER,
        urgency=Urgency.NOT_KNOWN,
        concerns=record.concerns,
        country=district_list.country_of_district(record.district),
        district=record.district,
        language=record.languages[0] if record.languages else "",
        child_gender=record.gender,
        child_age_low=low,
        child_age_high=high,
        texts={"what": record.description},
    )
