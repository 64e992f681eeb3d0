"""Who the child is: names, age, origin, documents, contact."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saathi.consent.models import Accompaniment
from saathi.engines.sheets import dates, problems
from saathi.engines.sheets.checking import ADULT_AGE, MAX_AGE, MAX_LINE_LENGTH
from saathi.engines.sheets.dates import DateOrder, WrittenDate
from saathi.engines.sheets.fields import CaseloadField, guess_value_codes
from saathi.infra import district_list
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate, date_in_calendar
from saathi.people.identity.actions import prepare_religion
from saathi.people.identity.models import IdentityDocument
from saathi.people.identity.vocabulary import IdentityDocumentKind
from saathi.people.vocabulary import AgeBasis, Calendar, NationalityState
from saathi.protection.exchange import import_codes
from saathi.protection.exchange.primero import codes
from saathi.protection.exchange.primero.case_reading import SHORT_NOTE, CaseReading, PreparedRecord
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of

FORM: Final = "basic_identity"
# The number of each document, with what it is. Only the first is of a kind that we know.
DOCUMENTS: Final[Mapping[str, IdentityDocumentKind]] = {
    "national_id_no": IdentityDocumentKind.IDENTITY,
    "ration_card_no": IdentityDocumentKind.OTHER,
    "icrc_ref_no": IdentityDocumentKind.OTHER,
    "rc_id_no": IdentityDocumentKind.OTHER,
    "unhcr_id_no": IdentityDocumentKind.OTHER,
    "unhcr_individual_no": IdentityDocumentKind.OTHER,
    "un_no": IdentityDocumentKind.OTHER,
    "other_id_no": IdentityDocumentKind.OTHER,
}
_NAMES: Final = {
    "name_first": CaseloadField.GIVEN_NAME,
    "name_middle": CaseloadField.MIDDLE_NAME,
    "name_last": CaseloadField.FAMILY_NAME,
    "name_nickname": CaseloadField.PET_NAME,
    "name_other": CaseloadField.ALIAS,
}
_NUMBER_LENGTH: Final = 80


@dataclass(frozen=True)
class AgeReading:
    """The birth date or age of a child, as evidence and as shown."""

    born: WrittenDate | None
    ages: tuple[int, int] | None
    evidence: tuple[AgeEvidence, ...]
    note: str


def read_names(reading: CaseReading) -> tuple[tuple[CaseloadField, str], ...]:
    """The parts of the name, else the full name; without a name the row is refused."""
    fields = reading.fields
    names = [(ours, _line(reading, name)) for name, ours in _NAMES.items() if fields.has(name)]
    parts = {CaseloadField.GIVEN_NAME, CaseloadField.MIDDLE_NAME, CaseloadField.FAMILY_NAME}
    has_parts = any(name in parts for name, _text in names)
    if fields.has("name"):
        joined = " ".join(text for name, text in names if name in parts)
        full = " ".join(str(fields.values["name"]).split())
        if not has_parts:
            names.append((CaseloadField.NAME, _line(reading, "name")))
        elif full == joined:
            fields.text("name")  # Primero builds it from the parts
    if not names:
        reading.problems.refuse(problems.NO_NAME, "name")
    return tuple(names)


def _line(reading: CaseReading, name: str) -> str:
    """A text of one line; one that is too long is kept in full beside it."""
    text = reading.fields.text(name)
    if len(text) > MAX_LINE_LENGTH:
        reading.keep(label_of(name), text)
        reading.problems.warn(problems.CUT, name)
    return text[:MAX_LINE_LENGTH].rstrip()


def read_day(reading: CaseReading, name: str) -> dt.date | None:
    """A past day that the case itself needs; an unreadable or future one refuses the row."""
    if not reading.fields.has(name):
        return None
    day = reading.fields.date(name)
    if day is None:
        written = dates.parse_date(str(reading.fields.values[name]), DateOrder.DAY_FIRST)
        is_date = bool(written and written.span)
        reading.problems.refuse(problems.TO_COME if is_date else problems.NO_DATE, name)
    elif day.year < reading.occasion.today.year - MAX_AGE:
        reading.problems.refuse(problems.TOO_LONG_AGO, name)
    return day


def read_age(reading: CaseReading) -> AgeReading:
    """The birth date, only the year if estimated; else the age on the day of registration.

    Primero recalculates the age each year from the birth date, so that beside it the age is no
    evidence.
    """
    fields, today = reading.fields, reading.occasion.today
    born_on = read_day(reading, "date_of_birth")
    is_estimated = fields.is_ticked("estimated")
    notes = [reading.occasion.mark]
    if is_estimated:
        notes.append("The age is marked as estimated.")
    if born_on is not None:
        if reading.registered_on and born_on > reading.registered_on:
            reading.problems.refuse(problems.BORN_LATER, "date_of_birth")
        written = WrittenDate(born_on.year) if is_estimated else _whole_date(born_on)
        if is_estimated:
            notes.append(f"Date of birth: {born_on.isoformat()}.")
        born = date_in_calendar(Calendar.GREGORIAN, written.year, written.month, written.day)
        evidence = AgeEvidence(AgeBasis.IMPORTED, born=born, as_of=PartialDate.on(today))
        _warn_of_adult(reading, _completed_years(born_on, reading.known_on))
        return AgeReading(written, None, (evidence,), " ".join(notes))
    age = _age(reading)
    if age is None:
        return AgeReading(None, None, (), " ".join(notes))
    _warn_of_adult(reading, age)
    as_of = PartialDate.on(reading.known_on)
    evidence = AgeEvidence(AgeBasis.IMPORTED, years=AgeRange(age, age), as_of=as_of)
    return AgeReading(None, (age, age), (evidence,), " ".join(notes))


def _completed_years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _whole_date(day: dt.date) -> WrittenDate:
    return WrittenDate(day.year, day.month, day.day)


def _age(reading: CaseReading) -> int | None:
    fields = reading.fields
    if not fields.has("age"):
        return None
    text = str(fields.values["age"]).strip().removesuffix(".0")
    if not (text.isascii() and text.isdecimal() and int(text) <= MAX_AGE):
        reading.problems.refuse(problems.NO_AGE, "age")
        return None
    fields.text("age")
    return int(text)


def _warn_of_adult(reading: CaseReading, years: int) -> None:
    if years >= ADULT_AGE:
        reading.problems.warn(problems.ADULT)


@dataclass(frozen=True)
class OriginReading:
    """Where a child comes from and lives, and which languages they speak."""

    nationalities: tuple[str, ...]
    nationality_state: str
    residence_status: str
    district: str
    languages: tuple[str, ...]
    address: str
    phones: tuple[str, ...]


def read_origin(reading: CaseReading) -> OriginReading:
    """Reads nationality, residence, languages and address; keeps other values as text."""
    fields = reading.fields
    nationalities = guess_codes(fields, "nationality", CaseloadField.NATIONALITY)
    state = NationalityState.KNOWN if nationalities else NationalityState.NOT_RECORDED
    if "stateless_person" in fields.words("displacement_status"):
        fields.text("displacement_status")
        state = NationalityState.STATELESS
    district = read_district(fields, reading.occasion.country)
    phone = fields.text("telephone_current")
    return OriginReading(
        nationalities=nationalities,
        nationality_state=state,
        residence_status=fields.code("displacement_status", codes.RESIDENCE),
        district=district,
        languages=guess_codes(fields, "language", CaseloadField.LANGUAGE),
        address=fields.long_text("address_current"),
        phones=(phone,) if phone else (),
    )


def guess_codes(fields: PrimeroFields, name: str, ours: CaseloadField) -> tuple[str, ...]:
    """Our codes for the values of a list, found by their labels; no code is read if one value has none."""
    words = fields.words(name)
    known = guess_value_codes(ours, words, import_codes.codes_with_labels(ours))
    return fields.codes(name, {word: known.get(word, "") for word in words})


def read_district(fields: PrimeroFields, country: str) -> str:
    """The district with the current location's code or name; none if several match."""
    word = next(iter(fields.words("location_current")), "").casefold()
    districts = district_list.load_districts().values()
    results = [d for d in districts if word in {d.code.casefold(), d.name.casefold()}]
    here = [district for district in results if district.country == country] or results
    if not word or len(here) != 1:
        fields.miss_code("location_current", fields.words("location_current"))
        return ""
    fields.text("location_current")
    return here[0].code


def read_identity_documents(reading: CaseReading) -> None:
    """Reads the number of each identity document; its kind is written in the note."""
    fields = reading.fields
    for name, kind in DOCUMENTS.items():
        number = fields.text(name)
        if not number:
            continue
        document = IdentityDocument(kind=kind)
        document.number = number[:_NUMBER_LENGTH]
        about = [] if kind == IdentityDocumentKind.IDENTITY else [label_of(name)]
        if name == "other_id_no" and (other := fields.text("other_id_type")):
            about = [other]
        if len(number) > _NUMBER_LENGTH:
            reading.keep(label_of(name), number)
        document.note = reading.note(PrimeroFields({}, fields.today), FORM, SHORT_NOTE, *about)
        reading.records.append(PreparedRecord(document, FORM))


def read_religion_and_accompaniment(reading: CaseReading) -> None:
    """Reads religion, and whether the child is unaccompanied or separated."""
    fields = reading.fields
    if religion := fields.text("religion"):
        record, texts = prepare_religion(religion, reading.occasion.mark)
        reading.records.append(PreparedRecord(record, "other_identity_details", texts))
    if state := fields.code("protection_status", codes.ACCOMPANIMENT):
        record_of_day = Accompaniment(state=state, as_of=reading.known_on)
        reading.records.append(PreparedRecord(record_of_day, "protection_concern"))
