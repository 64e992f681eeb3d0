"""Write actions for a child's file: names, ages, origin, communication."""

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
from saathi.people import names as child_names
from saathi.people import search_tokens
from saathi.people.age_evidence import age_payload as evidence_payload
from saathi.people.age_evidence import read_age_statements
from saathi.people.ages import (
    AgeEvidence,
    AgeView,
    PartialDate,
    age_at,
    age_view,
    birth_interval,
    completed_age,
    is_presumption_ended,
    minor_status,
)
from saathi.people.home_places import home_places
from saathi.people.models import AgeStatement, Child
from saathi.people.names import Name
from saathi.people.vocabulary import DocumentAvailability, ResidenceStatus, YesNo
from saathi.vault import store as vault

__all__ = [
    "CommunicationInput",
    "HomeAndContactInput",
    "Name",
    "NationalityAndStatusInput",
    "NewChild",
    "add_age_statements",
    "add_name",
    "change_child_details",
    "change_communication",
    "change_name",
    "change_nationality_and_status",
    "child_payload",
    "new_code",
    "open_file",
    "open_files",
]  # fmt: skip

# I, L, O, U, 0 and 1 are left out: codes are read out over the telephone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class NewChild:
    """What is known about a child when the file is opened; everything but a name may be missing."""

    names: Sequence[Name]
    ages: Sequence[AgeEvidence] = ()
    age_note: str = ""  # who said it, or which document
    gender: str = ""
    nationality_state: str = ""
    nationalities: Sequence[str] = ()
    residence_status: str = ""
    home_country: str = ""
    home_district: str = ""
    languages: Sequence[str] = ()
    identified_on: dt.date | None = None  # empty means the day the file is opened
    private: Mapping[str, Any] = field(default_factory=dict)  # address, phones, marks


@dataclass(frozen=True)
class HomeAndContactInput:
    """Personal details other than names, ages and origin, and how to find the child."""

    gender: str
    home_country: str
    home_district: str
    identified_on: dt.date | None
    private: Mapping[str, Any]  # address, phones, marks


@dataclass(frozen=True)
class NationalityAndStatusInput:
    """Nationality, residence status and available documents; all may be unknown."""

    nationality_state: str
    nationalities: Sequence[str]
    residence_status: ResidenceStatus
    papers: DocumentAvailability
    about_papers: str = ""


@dataclass(frozen=True)
class CommunicationInput:
    """How to speak with a child: languages, preferred language, interpreter, other modes."""

    languages: Sequence[str]
    preferred: str
    needs_interpreter: YesNo
    communication_modes: Sequence[str]
    note: str = ""  # what helps, who interprets


@transaction.atomic
def open_file(*, new: NewChild, office: Office, actor: Staff) -> Child:
    """Opens a child's file at an office, seals the identity and writes the search tokens.

    Returns the child.
    """
    access.require(actor, Permission.OPEN_CASE)

    child = _child(new, writing.create_file(kind=FileKind.CHILD, office=office, actor=actor), actor)
    writing.add(child, actor=actor, payload=_new_child_payload(new))
    _store_age_statements(child, new.ages, actor, new.age_note)
    search_tokens.add_tokens(
        child, child_names.searchable_names(new.names), home_places(new.private)
    )
    return child


@transaction.atomic
def open_files(*, new: Sequence[NewChild], office: Office, actor: Staff) -> list[Child]:
    """Opens many files at an office with few SQL statements; returns the children.

    For children imported from another system, by staff who may import.
    """
    access.require(actor, Permission.IMPORT)

    files = writing.create_files(kind=FileKind.CHILD, office=office, count=len(new), actor=actor)
    children = [_child(new_child, file, actor) for new_child, file in zip(new, files, strict=True)]
    writing.add_all(
        children,
        actor=actor,
        payloads=[_new_child_payload(new_child) for new_child in new],
    )
    statements = [
        (statement, evidence_payload(evidence, new_child.age_note) or None)
        for new_child, child in zip(new, children, strict=True)
        for evidence in new_child.ages
        if (statement := _new_age_statement(child, evidence)) is not None
    ]
    writing.add_all(
        [statement for statement, _words in statements],
        actor=actor,
        payloads=[words for _one, words in statements],
    )
    searchable = [
        (child_names.searchable_names(new_child.names), home_places(new_child.private))
        for new_child in new
    ]
    search_tokens.add_tokens_for_many(
        (child, *search_names) for child, search_names in zip(children, searchable, strict=True)
    )
    return children


def _child(new_child: NewChild, file: File, actor: Staff) -> Child:
    """An unsaved child for a file that was just opened."""
    view = age_view(new_child.ages)
    years = view.widest_interval.years if view.widest_interval else (None, None)
    return Child(
        file=file,
        code=new_code(file.office.country),
        gender=new_child.gender,
        birth_year_low=years[0],
        birth_year_high=years[1],
        nationality_state=new_child.nationality_state,
        nationalities=list(new_child.nationalities),
        residence_status=new_child.residence_status,
        home_country=new_child.home_country,
        home_district=new_child.home_district,
        languages=list(new_child.languages),
        **_age_when_identified(view, new_child.identified_on or actor.office.today()),
    )


def _new_child_payload(new_child: NewChild) -> dict[str, Any]:
    on = new_child.identified_on
    payload = {"identified_on": on.isoformat()} if on else {}
    return child_payload(new_child.names, {**new_child.private, **payload})


@transaction.atomic
def change_child_details(
    *, child: Child, data: HomeAndContactInput, version: int, actor: Staff
) -> Child:
    """Changes the personal details and returns the child.

    The earlier sealed data is kept; names and ages do not change.
    """
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child) | dict(data.private)
    sealed |= {"identified_on": data.identified_on.isoformat() if data.identified_on else ""}
    writing.change(
        child,
        actor=actor,
        version=version,
        payload=sealed,
        gender=data.gender,
        home_country=data.home_country,
        home_district=data.home_district,
        **_age_when_identified(
            _current_age_view(child, actor),
            _identification_day(child, sealed, actor),
            rebutted=_is_presumption_ended(child, actor),
        ),
    )
    search_tokens.replace_tokens(
        child,
        child_names.searchable_names(child_names.names_in_payload(sealed)),
        home_places(sealed),
        by=actor.pk,
    )
    return child


@transaction.atomic
def add_name(*, child: Child, name: Name, version: int, actor: Staff) -> Child:
    """Adds a name to a child and to the search tokens; returns the child."""
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    return _rename(child, [*child_names.names_in_payload(sealed), name], sealed, version, actor)


@transaction.atomic
def change_name(*, child: Child, index: int, new_name: Name, version: int, actor: Staff) -> Child:
    """Changes one name or marks it as not the child's; the earlier version stays sealed.

    Names are never removed, so the index of a name never changes. Raises IndexError for an unknown
    index.
    """
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    names = child_names.names_in_payload(sealed)
    names[index] = new_name
    return _rename(child, names, sealed, version, actor)


@transaction.atomic
def change_nationality_and_status(
    *, child: Child, data: NationalityAndStatusInput, version: int, actor: Staff
) -> Child:
    """Changes nationality, residence status and documents; returns the child."""
    access.require(actor, Permission.WORK_ON_CASE, child)

    return writing.change(
        child,
        actor=actor,
        version=version,
        payload=vault.open(child) | {"about_papers": data.about_papers},
        nationality_state=data.nationality_state,
        nationalities=list(data.nationalities),
        residence_status=data.residence_status,
        papers=data.papers,
    )


@transaction.atomic
def change_communication(
    *, child: Child, data: CommunicationInput, version: int, actor: Staff
) -> Child:
    """Changes how to speak with the child; returns the child."""
    access.require(actor, Permission.WORK_ON_CASE, child)

    return writing.change(
        child,
        actor=actor,
        version=version,
        payload=vault.open(child) | {"about_speech": data.note},
        languages=list(data.languages),
        preferred_language=data.preferred,
        needs_interpreter=data.needs_interpreter,
        communicates=list(data.communication_modes),
    )


def _rename(
    child: Child, names: Sequence[Name], sealed: Mapping[str, Any], version: int, actor: Staff
) -> Child:
    payload = {**sealed, "names": [name.to_payload() for name in names]}
    writing.change(child, actor=actor, version=version, payload=payload)
    search_tokens.replace_tokens(
        child, child_names.searchable_names(names), home_places(sealed), by=actor.pk
    )
    return child


@transaction.atomic
def add_age_statements(
    *, child: Child, evidence: Sequence[AgeEvidence], note: str, actor: Staff
) -> list[AgeStatement]:
    """Adds statements of age to those on record; the searchable birth years follow from all of them.

    A statement is an age on a day or a birth date as far as it is known; an empty one adds nothing.
    """
    access.require(actor, Permission.WORK_ON_CASE, child)

    statements = _store_age_statements(child, evidence, actor, note)
    if not statements:
        return []
    view = _current_age_view(child, actor)
    if view.widest_interval is not None:
        first, last = view.widest_interval.years
        sealed = vault.open(child)
        age_then = _age_when_identified(
            view,
            _identification_day(child, sealed, actor),
            rebutted=_is_presumption_ended(child, actor),
        )
        writing.change(child, actor=actor, birth_year_low=first, birth_year_high=last, **age_then)
        search_tokens.replace_tokens(
            child,
            child_names.searchable_names(child_names.names_in_payload(sealed)),
            home_places(sealed),
            by=actor.pk,
        )
    return statements


def child_payload(names: Sequence[Name], sealed_details: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a child's envelope."""
    return {"names": [name.to_payload() for name in names], **sealed_details}


def new_code(country: str) -> str:
    """A random file code, e.g. NP-7K3F-92; it contains nothing about the child."""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(6)]
    return f"{country[:2] or 'XX'}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def _store_age_statements(
    child: Child, evidence: Sequence[AgeEvidence], actor: Staff, note: str = ""
) -> list[AgeStatement]:
    pairs = [(item, _new_age_statement(child, item)) for item in evidence]
    stored = [(item, statement) for item, statement in pairs if statement is not None]
    payloads = [evidence_payload(item, note) or None for item, _statement in stored]
    return writing.add_all(
        [statement for _each, statement in stored], actor=actor, payloads=payloads
    )


def _new_age_statement(child: Child, evidence: AgeEvidence) -> AgeStatement | None:
    if evidence.as_of is None or evidence.as_of.latest is None:
        return None
    years = completed_age(evidence) or age_at(birth_interval(evidence), evidence.as_of)
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


def _current_age_view(child: Child, actor: Staff) -> AgeView:
    return age_view(_read_evidence(child, actor))


def _is_presumption_ended(child: Child, actor: Staff) -> bool:
    return is_presumption_ended(_read_evidence(child, actor))


def _read_evidence(child: Child, actor: Staff) -> list[AgeEvidence]:
    statements = access.visible(actor, AgeStatement).filter(child=child)
    read = read_age_statements(list(statements.order_by("as_of", "recorded_at")))
    return [readable.evidence for readable in read]


def _identification_day(child: Child, sealed: Mapping[str, Any], actor: Staff) -> dt.date:
    """The day the child was identified, if it was not recorded when the file was opened."""
    if day := sealed.get("identified_on", ""):
        return dt.date.fromisoformat(day)
    return child.recorded_at.astimezone(ZoneInfo(actor.office.time_zone)).date()


def _age_when_identified(view: AgeView, on: dt.date, *, rebutted: bool = False) -> dict[str, Any]:
    """The age on the day of identification, and whether the child was presumed to be under 18 (IDN-013)."""
    best, widest = (
        age_at(born, PartialDate.on(on)) for born in (view.best_interval, view.widest_interval)
    )
    return {
        "identified_age_low": best.youngest if best else None,
        "identified_age_high": best.oldest if best else None,
        "identified_as": minor_status(widest, rebutted=rebutted),
    }
