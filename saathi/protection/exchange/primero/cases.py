"""Reads the cases of a Primero export as rows: the child, new records, text to keep."""

from collections.abc import Iterator, Mapping
from typing import Any

from saathi.agencies.models import Office
from saathi.engines.sheets import primero, problems
from saathi.engines.sheets.checking import CaseloadRecord
from saathi.engines.sheets.primero import PrimeroRecord
from saathi.engines.sheets.problems import SheetProblem
from saathi.engines.sheets.table import Sheet
from saathi.protection.casework.cases.queries import office_procedure
from saathi.protection.casework.cases.vocabulary import Stage
from saathi.protection.exchange.primero import (
    closing,
    codes,
    consents,
    family,
    identity,
    situation,
    work,
)
from saathi.protection.exchange.primero.case_reading import (
    CaseReading,
    ImportOccasion,
    PrimeroRow,
)
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of
from saathi.protection.exchange.primero.identity import OriginReading


def import_occasion(
    office: Office, source: str, closings: Mapping[str, str] | None = None
) -> ImportOccasion:
    """What all cases of an import at an office have in common."""
    today = office.today()
    days = office_procedure(office, on=today).referral_days
    return ImportOccasion(source, today, office.country, days, closings or {})


def read_rows(sheet: Sheet, occasion: ImportOccasion) -> Iterator[PrimeroRow]:
    """The checked cases in their order; a Primero number that occurs twice is an error."""
    first_rows: dict[str, int] = {}
    for number, (identifier, text) in enumerate(sheet.rows, 1):
        earlier = first_rows.setdefault(identifier, number) if identifier else number
        yield read_row(text, number, occasion, earlier)


def read_row(text: str, number: int, occasion: ImportOccasion, earlier: int = 0) -> PrimeroRow:
    """One case; `earlier` is the first row with the same number, if it is another one."""
    record = primero.read_record(text)
    fields = PrimeroFields(record.data, occasion.today)
    reading = CaseReading(fields, occasion, None)
    if record.is_incident:
        reading.problems.refuse(problems.NO_CASE)
        return _refused(number, reading)
    if earlier not in {0, number}:
        twice = SheetProblem(problems.TWICE, "case_id", {"row": earlier})
        reading.problems.errors.append(twice)
    return _read_case(number, record, reading)


def _refused(number: int, reading: CaseReading) -> PrimeroRow:
    return PrimeroRow(number, CaseloadRecord(), tuple(reading.problems.errors))


def _read_case(number: int, record: PrimeroRecord, reading: CaseReading) -> PrimeroRow:
    fields, result = reading.fields, reading.problems
    reading.registered_on = identity.read_day(reading, "registration_date")
    names = identity.read_names(reading)
    age, origin = identity.read_age(reading), identity.read_origin(reading)
    closed = closing.read_closing(reading)
    is_open = closed.closed_on is None
    parents = family.read_family(reading)
    has_plan = _read_records(record, reading, is_open=is_open)
    owner, owner_name = _read_owner(reading)
    _warn_of_record(record, reading)
    known: dict[str, Any] = {
        "names": names,
        "born": age.born,
        "ages": age.ages,
        "risk": fields.code("risk_level", codes.RISKS),
        "gender": fields.code("sex", codes.GENDERS),
        "closed_on": closed.closed_on,
        "closing_reason": closed.reason,
        "worker": owner_key(owner or owner_name),
        **parents,
    }
    _keep_rest(record, reading)
    return PrimeroRow(
        number,
        _case_record(record, reading, origin, known),
        tuple(result.errors),
        tuple(result.warnings),
        unread=tuple(reading.unread),
        records=reading.records,
        counts=reading.counts,
        ages=age.evidence,
        age_note=age.note,
        residence_status=origin.residence_status,
        nationality_state=origin.nationality_state,
        stage=Stage.PLANNING if has_plan and is_open else Stage.REGISTRATION,
        closure=closed.undecided,
        owner=owner,
        owner_name=owner_name,
    )


def _case_record(
    record: PrimeroRecord, reading: CaseReading, origin: OriginReading, known: Mapping[str, Any]
) -> CaseloadRecord:
    """The case as a row of any table, with what all imports have in common."""
    return CaseloadRecord(
        source_id=record.id,
        nationalities=origin.nationalities,
        district=origin.district,
        languages=origin.languages,
        address=origin.address,
        phones=origin.phones,
        registered_on=reading.registered_on,
        extras=reading.kept,
        **known,
    )


def _read_records(record: PrimeroRecord, reading: CaseReading, *, is_open: bool) -> bool:
    """Reads all records of the case; whether it has a plan."""
    identity.read_identity_documents(reading)
    identity.read_religion_and_accompaniment(reading)
    family.read_care(reading)
    today, subform = reading.occasion.today, situation.INCIDENT_RECORDS
    incidents = [PrimeroFields(each.data, today, subform) for each in record.incidents]
    situation.read_concerns(reading, incidents)
    consents.read_consent(reading, is_open=is_open)
    work.read_notes(reading)
    work.read_follow_ups(reading, is_open=is_open)
    work.read_tracing(reading)
    work.read_services(reading, is_open=is_open)
    return work.read_plan(reading)


def _read_owner(reading: CaseReading) -> tuple[str, str]:
    """The user who owns the case in Primero, and the name of a person if one is given."""
    fields = reading.fields
    owner = fields.text("owned_by")
    named = ("owned_by_full_name", "owned_by_text", "caseworker_name")
    name = next((fields.text(each) for each in named if fields.has(each)), "")
    for each in ("owned_by", *named):
        fields.also_keep(each)  # who worked with the child in Primero stays on record
    if not owner and not name:
        reading.problems.warn(problems.NO_OWNER, "owned_by")
    return owner, name


def _warn_of_record(record: PrimeroRecord, reading: CaseReading) -> None:
    """Warns of a disabled record, or one that a second import would not recognise."""
    if reading.fields.is_no("record_state"):
        reading.problems.warn(problems.IS_DISABLED, "record_state")
    if not record.id:
        reading.problems.warn(problems.NO_ID, "case_id")


def owner_key(owner: str) -> str:
    """The key that identifies an owner."""
    return " ".join(owner.split()).casefold()


def _keep_subform(reading: CaseReading, name: str) -> None:
    """Keeps a subform for which there are no records, entry by entry."""
    reading.unread.append(SheetProblem(problems.NO_FIELD, name))
    for number, entry in family.entries_of(reading, name):
        reading.keep_entry(name, f"{label_of(name)} {number}", entry)


def _keep_rest(record: PrimeroRecord, reading: CaseReading) -> None:
    """Keeps every field that no record holds, with the links to other Primero records."""
    for name, value in reading.fields.values.items():
        is_subform = isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
        if is_subform and name not in reading.fields.was_read:
            _keep_subform(reading, name)
    reading.list_unread(reading.fields)
    for label, text in reading.fields.left():
        reading.keep(label, text)
    for name, value in record.links.items():
        reading.keep(label_of(name), str(value))
