"""The family, and who cares for the child."""

from collections.abc import Iterator
from typing import Any, Final

from saathi.engines.sheets import problems
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import RelationKind
from saathi.people.vocabulary import YesNo
from saathi.protection.exchange.primero import codes
from saathi.protection.exchange.primero.case_reading import SHORT_NOTE, CaseReading, PreparedRecord
from saathi.protection.exchange.primero.fields import PrimeroFields, label_of

FAMILY: Final = "family_details_section"
CARE: Final = "care_arrangements_section"
_LIMITS: Final = {"name": 200, "where": 500, "phone": 200}


def entries_of(reading: CaseReading, subform: str) -> Iterator[tuple[int, PrimeroFields]]:
    """A subform's entries with their numbers; a value that is not a list is kept as text."""
    value: Any = reading.fields.values.get(subform)
    if not reading.fields.has(subform):
        return
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        reading.problems.warn(problems.NOT_ENTRIES, subform)
        return
    reading.fields.was_read.add(subform)
    reading.count(subform).entries = len(value)
    for number, entry in enumerate(value, 1):
        yield number, PrimeroFields(entry, reading.occasion.today, subform)


def warn_of_entry(reading: CaseReading, entry: PrimeroFields, name: str) -> None:
    """Says why an entry is kept as text: the word of a list field has no code, or is missing."""
    if words := entry.words(name):
        for word in words:
            problem = entry.no_code(name, word)
            reading.problems.warn(problem.reason, problem.column, problem.values)
    else:
        reading.problems.warn(problems.NO_PLACE, entry.subform)


def read_family(reading: CaseReading) -> dict[str, str]:
    """Reads family members; one whose relation to the child is unknown is kept as text.

    Returns the names of the parents, by which a child can be found too.
    """
    parents: dict[str, str] = {}
    for number, entry in entries_of(reading, FAMILY):
        label = f"{label_of(FAMILY)} {number}"
        kind = entry.code("relation", codes.RELATIONS)
        if not kind:
            reading.keep_entry(FAMILY, label, entry)
            warn_of_entry(reading, entry, "relation")
            continue
        _keep_exact_word(entry, "relation")
        relation = Relation(kind=kind, life=entry.code("relation_is_alive", codes.LIFE))
        if entry.is_ticked("relation_is_caregiver"):
            relation.is_carer = YesNo.YES
        relation.name = bounded_line(reading, entry, "relation_name", _LIMITS["name"], label)
        relation.where = bounded_line(
            reading, entry, "relation_address_current", _LIMITS["where"], label
        )
        relation.phone = bounded_line(reading, entry, "relation_telephone", _LIMITS["phone"], label)
        relation.note = reading.note(entry, label, SHORT_NOTE)
        reading.add(PreparedRecord(relation, FAMILY))
        if kind in {RelationKind.FATHER, RelationKind.MOTHER} and relation.name:
            parents.setdefault(kind, relation.name)
    return parents


def read_care(reading: CaseReading) -> None:
    """Reads caregivers with a known relation, matched to the family; keeps the rest as text."""
    for number, entry in entries_of(reading, CARE):
        label = f"{label_of(CARE)} {number}"
        kind = entry.code("relationship_caregiver", codes.RELATIONS)
        if not kind or not entry.has("name_caregiver"):
            entry.was_read.discard("relationship_caregiver")
            reading.keep_entry(CARE, label, entry)
            if kind:
                reading.problems.warn(problems.NO_PLACE, CARE)
            else:
                warn_of_entry(reading, entry, "relationship_caregiver")
            continue
        _keep_exact_word(entry, "relationship_caregiver")
        relation = Relation(kind=kind)
        relation.name = bounded_line(reading, entry, "name_caregiver", _LIMITS["name"], label)
        # Primero does not say of an entry whether the arrangement is the present one.
        relation.note = reading.note(entry, label, SHORT_NOTE, "Caregiver in a care arrangement.")
        reading.add(PreparedRecord(relation, CARE))


def _keep_exact_word(entry: PrimeroFields, name: str) -> None:
    """Keeps the word in the note if our code is less exact, as for aunt or uncle."""
    if set(entry.words(name)) & codes.INEXACT_RELATIONS:
        entry.also_keep(name)


def bounded_line(
    reading: CaseReading, entry: PrimeroFields, name: str, limit: int, label: str
) -> str:
    """A line of an entry; a text that is too long is kept in full beside the record."""
    text = entry.text(name)
    if len(text) > limit:
        reading.keep(f"{label}: {label_of(name)}", text)
        reading.problems.warn(problems.CUT, name)
    return text[:limit].rstrip()


__all__ = [
    "CARE",
    "FAMILY",
    "bounded_line",
    "entries_of",
    "read_care",
    "read_family",
    "warn_of_entry",
]
