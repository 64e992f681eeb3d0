"""Writes about children: their files, names, ages, where they are from, how to speak with them."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import File, Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.people import names as hers
from saathi.people import tokens
from saathi.people.evidence import payload as evidence_payload
from saathi.people.evidence import told_in
from saathi.people.homes import places_of
from saathi.people.models import AgeStatement, Child
from saathi.people.names import Name
from saathi.people.rules import (
    AgeEvidence,
    AgeView,
    PartialDate,
    age_at,
    age_view,
    birth_interval,
    completed,
    minority,
    presumption_ended,
)
from saathi.people.vocabulary import Papers, ResidenceStatus, YesNo
from saathi.vault import store as vault

__all__ = [
    "Facts", "Name", "NewChild", "Origin", "Speech", "add_ages", "add_name", "change_facts",
    "change_name", "change_origin", "change_speech", "new_code", "open_file", "open_files",
    "payload",
]  # fmt: skip

# No I, L, O, U, 0, 1: a code is read out over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class NewChild:
    """What is known of a child when her file is opened. Everything but a name may be missing."""

    names: Sequence[Name]
    ages: Sequence[AgeEvidence] = ()
    age_note: str = ""  # who said it, or which document
    gender: str = "not_said"
    nationality_state: str = "unknown"
    nationalities: Sequence[str] = ()
    home_country: str = ""
    home_district: str = ""
    languages: Sequence[str] = ()
    found_on: dt.date | None = None  # empty: the day the file is opened
    private: Mapping[str, Any] = field(default_factory=dict)  # address, phones, marks


@dataclass(frozen=True)
class Facts:
    """What else is known of who a child is and how to find her, beside names, ages and origin."""

    gender: str
    home_country: str
    home_district: str
    found_on: dt.date | None
    private: Mapping[str, Any]  # address, phones, marks


@dataclass(frozen=True)
class Origin:
    """Nationality, the ground of her stay, and whether there are documents; all may be unknown."""

    nationality_state: str
    nationalities: Sequence[str]
    residence_status: ResidenceStatus
    papers: Papers
    about_papers: str = ""


@dataclass(frozen=True)
class Speech:
    """How to speak with a child: languages, the one she prefers, interpreter, other ways."""

    languages: Sequence[str]
    preferred: str
    needs_interpreter: YesNo
    ways: Sequence[str]
    note: str = ""  # what helps, who interprets


@transaction.atomic
def open_file(*, new: NewChild, office: Office, by: Staff) -> Child:
    """A new child's file at an office, with her identity sealed and the tokens she is found by."""
    access.require(by, Permission.OPEN_CASE)

    child = _child(new, writing.new_file(kind=FileKind.CHILD, office=office, by=by), by)
    writing.add(child, by=by, payload=_first_payload(new))
    _add_ages(child, new.ages, by, new.age_note)
    tokens.give(child, hers.to_find(new.names), places_of(new.private))
    return child


@transaction.atomic
def open_files(*, new: Sequence[NewChild], office: Office, by: Staff) -> list[Child]:
    """New children's files at an office, as `open_file` opens each, with few statements for all.

    For children who come from another system, by whoever may bring them in.
    """
    access.require(by, Permission.IMPORT)

    files = writing.new_files(kind=FileKind.CHILD, office=office, count=len(new), by=by)
    children = [_child(one, file, by) for one, file in zip(new, files, strict=True)]
    writing.add_all(children, by=by, payloads=[_first_payload(one) for one in new])
    told = [
        (statement, evidence_payload(each, one.age_note) or None)
        for one, child in zip(new, children, strict=True)
        for each in one.ages
        if (statement := _statement(child, each)) is not None
    ]
    writing.add_all([one for one, _words in told], by=by, payloads=[words for _one, words in told])
    named = [(hers.to_find(one.names), places_of(one.private)) for one in new]
    tokens.give_all((child, *told) for child, told in zip(children, named, strict=True))
    return children


def _child(new: NewChild, file: File, by: Staff) -> Child:
    """The child of a file that was just opened, not saved yet."""
    view = age_view(new.ages)
    years = view.widest.years if view.widest else (None, None)
    return Child(
        file=file,
        code=new_code(file.office.country),
        gender=new.gender,
        birth_year_low=years[0],
        birth_year_high=years[1],
        nationality_state=new.nationality_state,
        nationalities=list(new.nationalities),
        home_country=new.home_country,
        home_district=new.home_district,
        languages=list(new.languages),
        **_when_found(view, new.found_on or by.office.today()),
    )


def _first_payload(new: NewChild) -> dict[str, Any]:
    found = {"found_on": new.found_on.isoformat()} if new.found_on else {}
    return payload(new.names, {**new.private, **found})


@transaction.atomic
def change_facts(*, child: Child, to: Facts, version: int, by: Staff) -> Child:
    """The child with other facts; what was sealed before is kept, names and ages stay."""
    access.require(by, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child) | dict(to.private)
    sealed |= {"found_on": to.found_on.isoformat() if to.found_on else ""}
    writing.change(
        child,
        by=by,
        version=version,
        payload=sealed,
        gender=to.gender,
        home_country=to.home_country,
        home_district=to.home_district,
        **_when_found(
            _all_ages(child, by), _found_on(child, sealed, by), rebutted=_declared(child, by)
        ),
    )
    tokens.replace(child, hers.to_find(hers.in_envelope(sealed)), places_of(sealed), by=by.pk)
    return child


@transaction.atomic
def add_name(*, child: Child, name: Name, version: int, by: Staff) -> Child:
    """The child with one more name, beside those she has; she is found by it from now on."""
    access.require(by, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    return _rename(child, [*hers.in_envelope(sealed), name], sealed, version, by)


@transaction.atomic
def change_name(*, child: Child, place: int, to: Name, version: int, by: Staff) -> Child:
    """The child with one name changed or marked as not hers; as it stood before stays sealed.

    Names are never taken away, so the place of a name stays what it is. IndexError where there is
    no such name.
    """
    access.require(by, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    names = hers.in_envelope(sealed)
    names[place] = to
    return _rename(child, names, sealed, version, by)


@transaction.atomic
def change_origin(*, child: Child, to: Origin, version: int, by: Staff) -> Child:
    """The child with what is known of nationality, stay and documents."""
    access.require(by, Permission.WORK_ON_CASE, child)

    return writing.change(
        child,
        by=by,
        version=version,
        payload=vault.open(child) | {"about_papers": to.about_papers},
        nationality_state=to.nationality_state,
        nationalities=list(to.nationalities),
        residence_status=to.residence_status,
        papers=to.papers,
    )


@transaction.atomic
def change_speech(*, child: Child, to: Speech, version: int, by: Staff) -> Child:
    """The child with how to speak with her."""
    access.require(by, Permission.WORK_ON_CASE, child)

    return writing.change(
        child,
        by=by,
        version=version,
        payload=vault.open(child) | {"about_speech": to.note},
        languages=list(to.languages),
        preferred_language=to.preferred,
        needs_interpreter=to.needs_interpreter,
        communicates=list(to.ways),
    )


def _rename(
    child: Child, names: Sequence[Name], sealed: Mapping[str, Any], version: int, by: Staff
) -> Child:
    kept = {**sealed, "names": [name.kept() for name in names]}
    writing.change(child, by=by, version=version, payload=kept)
    tokens.replace(child, hers.to_find(names), places_of(sealed), by=by.pk)
    return child


@transaction.atomic
def add_ages(
    *, child: Child, told: Sequence[AgeEvidence], note: str, by: Staff
) -> list[AgeStatement]:
    """More statements of her age beside the others; the years she is found by follow from all.

    Ages on a day, or a birth date as far as it is known; one that says neither adds nothing.
    """
    access.require(by, Permission.WORK_ON_CASE, child)

    statements = _add_ages(child, told, by, note)
    if not statements:
        return []
    view = _all_ages(child, by)
    if view.widest is not None:
        first, last = view.widest.years
        sealed = vault.open(child)
        found = _when_found(view, _found_on(child, sealed, by), rebutted=_declared(child, by))
        writing.change(child, by=by, birth_year_low=first, birth_year_high=last, **found)
        tokens.replace(child, hers.to_find(hers.in_envelope(sealed)), places_of(sealed), by=by.pk)
    return statements


def payload(names: Sequence[Name], private: Mapping[str, Any]) -> dict[str, Any]:
    """What a child's envelope holds."""
    return {"names": [name.kept() for name in names], **private}


def new_code(country: str) -> str:
    """A random code for a file, e.g. NP-7K3F-92: nothing of the child is in it."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(6)]
    return f"{country[:2] or 'XX'}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def _add_ages(
    child: Child, told: Sequence[AgeEvidence], by: Staff, note: str = ""
) -> list[AgeStatement]:
    found = [(each, _statement(child, each)) for each in told]
    whole = [(each, statement) for each, statement in found if statement is not None]
    payloads = [evidence_payload(each, note) or None for each, _statement in whole]
    return writing.add_all([statement for _each, statement in whole], by=by, payloads=payloads)


def _statement(child: Child, evidence: AgeEvidence) -> AgeStatement | None:
    if evidence.as_of is None or evidence.as_of.latest is None:
        return None
    years = completed(evidence) or age_at(birth_interval(evidence), evidence.as_of)
    if years is None:
        return None
    return AgeStatement(
        file_id=child.file_id,
        child=child,
        basis=evidence.basis,
        low=years.youngest,
        high=years.oldest,
        as_of=evidence.as_of.latest,
        method=evidence.method,
        confidence=evidence.confidence,
        ends_presumption=evidence.ends_presumption,
    )


def _all_ages(child: Child, by: Staff) -> AgeView:
    return age_view(told.evidence for told in told_in(_ages(child, by)))


def _declared(child: Child, by: Staff) -> bool:
    return presumption_ended(told.evidence for told in told_in(_ages(child, by)))


def _ages(child: Child, by: Staff) -> list[AgeStatement]:
    found = access.visible(by, AgeStatement).filter(child=child)
    return list(found.order_by("as_of", "recorded_at"))


def _found_on(child: Child, sealed: Mapping[str, Any], by: Staff) -> dt.date:
    """The day she was found, where nobody said it the day her file was opened."""
    if told := sealed.get("found_on", ""):
        return dt.date.fromisoformat(told)
    return child.recorded_at.astimezone(ZoneInfo(by.office.time_zone)).date()


def _when_found(view: AgeView, on: dt.date, *, rebutted: bool = False) -> dict[str, Any]:
    """Her age when she was found, and whether she was presumed a child (IDN-013)."""
    best, widest = (age_at(born, PartialDate.on(on)) for born in (view.best, view.widest))
    return {
        "found_age_low": best.youngest if best else None,
        "found_age_high": best.oldest if best else None,
        "found_as": minority(widest, rebutted=rebutted),
    }
