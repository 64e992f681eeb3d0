"""Protection concerns, and incidents with what is said about a perpetrator.

Primero records neither who made an allegation nor when. An allegation needs both, so what is said
about a perpetrator stays in the details of the concern, in the section about what happened.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.sheets import problems
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.concerns.vocabulary import ConcernStatus
from saathi.protection.exchange.primero import codes
from saathi.protection.exchange.primero.case_reading import LONG_NOTE, CaseReading, PreparedRecord
from saathi.protection.exchange.primero.family import entries_of
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of, value_text
from saathi.protection.identification.intake.vocabulary import Concern

LIST: Final = "protection_concerns"
DETAILS: Final = "protection_concern_detail_subform_section"
INCIDENTS: Final = "incident_details"
VIOLENCE_TYPE: Final = "cp_incident_violence_type"
INCIDENT_RECORDS: Final = "incidents"  # records of their own, exported apart


@dataclass
class _Joined:
    """What several entries say about one concern: a child has one current record of each."""

    subform: str
    paragraphs: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def read_concerns(reading: CaseReading, incidents: list[PrimeroFields]) -> None:
    """Adds a record for each concern in the list, details and incidents, with all they say."""
    joined: dict[str, _Joined] = {}
    for subform, concern, text in _entries(reading, incidents):
        result = joined.setdefault(concern, _Joined(subform))
        if subform != LIST and subform in result.sources:
            reading.problems.warn(problems.SAME_CONCERN, subform)
        result.sources.add(subform)
        if text:
            result.paragraphs.append(text)
    for code in sorted(joined, key=list(Concern.values).index):
        result = joined[code]
        record = ProtectionConcern(
            concern=code, since=reading.known_on, status=ConcernStatus.REPORTED
        )
        record.note = _details(reading, code.replace("_", " "), result.paragraphs)
        reading.records.append(PreparedRecord(record, result.subform))


def _entries(
    reading: CaseReading, incidents: list[PrimeroFields]
) -> Iterator[tuple[str, str, str]]:
    """Each mention of a concern: its source, its code, and what is said."""
    for word in reading.fields.words(LIST):
        reading.count(LIST).entries += 1
        reading.count(LIST).imported += 1
        concern = _concern(reading, reading.fields, LIST, word)
        yield LIST, concern, f"{label_of(LIST)}: {value_text(LIST, word)}"
    reading.fields.was_read.add(LIST)
    if other := reading.fields.long_text("protection_concerns_other"):
        yield LIST, Concern.OTHER, other
    for _number, entry in entries_of(reading, DETAILS):
        reading.count(DETAILS).imported += 1
        name = "protection_concern_type"
        word = next(iter(entry.words(name)), "")
        concern = _concern(reading, entry, name, word)
        yield DETAILS, concern, _paragraph(reading, entry, "", name)
    for number, entry in entries_of(reading, INCIDENTS):
        reading.count(INCIDENTS).imported += 1
        title = f"Incident {number}"
        yield INCIDENTS, _violence(reading, entry), _paragraph(reading, entry, title, VIOLENCE_TYPE)
    for number, entry in enumerate(incidents, 1):
        reading.count(INCIDENT_RECORDS).entries += 1
        reading.count(INCIDENT_RECORDS).imported += 1
        text = _paragraph(reading, entry, f"Incident record {number}", VIOLENCE_TYPE)
        yield INCIDENT_RECORDS, _violence(reading, entry), text


def _violence(reading: CaseReading, entry: PrimeroFields) -> Concern:
    word = next(iter(entry.words(VIOLENCE_TYPE)), "")
    return _concern(reading, entry, VIOLENCE_TYPE, word, codes.VIOLENCE)


def _concern(
    reading: CaseReading,
    entry: PrimeroFields,
    name: str,
    word: str,
    known: Mapping[str, Concern] = codes.CONCERNS,
) -> Concern:
    """Our code for a word; other if there is none, which is a difference from the source."""
    concern = known.get(word.casefold())
    if word and concern is None:
        problem = entry.no_code(name, word)
        reading.unread += [problem] if problem not in reading.unread else []
    return concern or Concern.OTHER


def _paragraph(reading: CaseReading, entry: PrimeroFields, title: str, concern_in: str) -> str:
    """What an entry says, with the exact word for the concern that was read from one of its fields."""
    entry.was_read.add(concern_in)
    reading.list_unread(entry)
    entry.was_read.discard(concern_in)
    lines = [f"{name}: {text}" for name, text in entry.left()]
    return "\n".join([title, *lines] if title else lines)


def _details(reading: CaseReading, label: str, paragraphs: list[str]) -> str:
    """The paragraphs that the details of a concern can hold; the others are kept as text."""
    room, kept = LONG_NOTE - len(reading.occasion.mark) - 2, []
    for paragraph in paragraphs:
        if len(paragraph) + 2 <= room:
            kept.append(paragraph)
            room -= len(paragraph) + 2
        else:
            reading.keep(f"{label_of(LIST)}: {label}", paragraph)
            reading.problems.warn(problems.CUT, LIST)
    return "\n\n".join([*kept, reading.occasion.mark])
