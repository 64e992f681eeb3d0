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
from saathi.people.age_evidence import age_payload as evidence_payload
from saathi.people.age_evidence import read_age_statements
from saathi.people.home_places import home_places
from saathi.people.models import AgeStatement, Child
from saathi.people.names import Name
from saathi.people.rules import (
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
from saathi.people.vocabulary import DocumentAvailability, ResidenceStatus, YesNo
from saathi.vault import store as vault

__all__ = [
    "ChildDetailsInput",
    "CommunicationInput",
    "Name",
    "NewChild",
    "OriginInput",
    "add_age_statements",
    "add_name",
    "change_communication",
    "change_details",
    "change_name",
    "change_origin",
    "child_payload",
    "new_code",
    "open_file",
    "open_files",
]  # fmt: skip

# No I, L, O, U, 0, 1: a code is read out over the telephone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


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
class ChildDetailsInput:
    """What else is known of who a child is and how to find her, beside names, ages and origin."""

    gender: str
    home_country: str
    home_district: str
    found_on: dt.date | None
    private: Mapping[str, Any]  # address, phones, marks


@dataclass(frozen=True)
class OriginInput:
    """Nationality, the ground of her stay, and whether there are documents; all may be unknown."""

    nationality_state: str
    nationalities: Sequence[str]
    residence_status: ResidenceStatus
    papers: DocumentAvailability
    about_papers: str = ""


@dataclass(frozen=True)
class CommunicationInput:
    """How to speak with a child: languages, the one she prefers, interpreter, other ways."""

    languages: Sequence[str]
    preferred: str
    needs_interpreter: YesNo
    communication_modes: Sequence[str]
    note: str = ""  # what helps, who interprets


@transaction.atomic
def open_file(*, new: NewChild, office: Office, actor: Staff) -> Child:
    """A new child's file at an office, with her identity sealed and the tokens she is found by."""
    access.require(actor, Permission.OPEN_CASE)

    child = _child(new, writing.new_file(kind=FileKind.CHILD, office=office, actor=actor), actor)
    writing.add(child, actor=actor, payload=_new_child_payload(new))
    _store_age_statements(child, new.ages, actor, new.age_note)
    tokens.add_tokens(child, hers.searchable_names(new.names), home_places(new.private))
    return child


@transaction.atomic
def open_files(*, new: Sequence[NewChild], office: Office, actor: Staff) -> list[Child]:
    """New children's files at an office, as `open_file` opens each, with few statements for all.

    For children who come from another system, by whoever may bring them in.
    """
    access.require(actor, Permission.IMPORT)

    files = writing.new_files(kind=FileKind.CHILD, office=office, count=len(new), actor=actor)
    children = [_child(one, file, actor) for one, file in zip(new, files, strict=True)]
    writing.add_all(children, actor=actor, payloads=[_new_child_payload(one) for one in new])
    told = [
        (statement, evidence_payload(each, one.age_note) or None)
        for one, child in zip(new, children, strict=True)
        for each in one.ages
        if (statement := _new_age_statement(child, each)) is not None
    ]
    writing.add_all(
        [one for one, _words in told], actor=actor, payloads=[words for _one, words in told]
    )
    named = [(hers.searchable_names(one.names), home_places(one.private)) for one in new]
    tokens.add_tokens_for_many((child, *told) for child, told in zip(children, named, strict=True))
    return children


def _child(new: NewChild, file: File, actor: Staff) -> Child:
    """The child of a file that was just opened, not saved yet."""
    view = age_view(new.ages)
    years = view.widest_interval.years if view.widest_interval else (None, None)
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
        **_age_when_identified(view, new.found_on or actor.office.today()),
    )


def _new_child_payload(new: NewChild) -> dict[str, Any]:
    found = {"found_on": new.found_on.isoformat()} if new.found_on else {}
    return child_payload(new.names, {**new.private, **found})


@transaction.atomic
def change_details(*, child: Child, data: ChildDetailsInput, version: int, actor: Staff) -> Child:
    """The child with other facts; what was sealed before is kept, names and ages stay."""
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child) | dict(data.private)
    sealed |= {"found_on": data.found_on.isoformat() if data.found_on else ""}
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
    tokens.replace_tokens(
        child,
        hers.searchable_names(hers.names_in_payload(sealed)),
        home_places(sealed),
        by=actor.pk,
    )
    return child


@transaction.atomic
def add_name(*, child: Child, name: Name, version: int, actor: Staff) -> Child:
    """The child with one more name, beside those she has; she is found by it from now on."""
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    return _rename(child, [*hers.names_in_payload(sealed), name], sealed, version, actor)


@transaction.atomic
def change_name(*, child: Child, index: int, new_name: Name, version: int, actor: Staff) -> Child:
    """The child with one name changed or marked as not hers; as it stood before stays sealed.

    Names are never taken away, so the place of a name stays what it is. IndexError where there is
    no such name.
    """
    access.require(actor, Permission.WORK_ON_CASE, child)

    sealed = vault.open(child)
    names = hers.names_in_payload(sealed)
    names[index] = new_name
    return _rename(child, names, sealed, version, actor)


@transaction.atomic
def change_origin(*, child: Child, data: OriginInput, version: int, actor: Staff) -> Child:
    """The child with what is known of nationality, stay and documents."""
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
    """The child with how to speak with her."""
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
    kept = {**sealed, "names": [name.to_payload() for name in names]}
    writing.change(child, actor=actor, version=version, payload=kept)
    tokens.replace_tokens(child, hers.searchable_names(names), home_places(sealed), by=actor.pk)
    return child


@transaction.atomic
def add_age_statements(
    *, child: Child, evidence: Sequence[AgeEvidence], note: str, actor: Staff
) -> list[AgeStatement]:
    """More statements of her age beside the others; the years she is found by follow from all.

    Ages on a day, or a birth date as far as it is known; one that says neither adds nothing.
    """
    access.require(actor, Permission.WORK_ON_CASE, child)

    statements = _store_age_statements(child, evidence, actor, note)
    if not statements:
        return []
    view = _current_age_view(child, actor)
    if view.widest_interval is not None:
        first, last = view.widest_interval.years
        sealed = vault.open(child)
        found = _age_when_identified(
            view,
            _identification_day(child, sealed, actor),
            rebutted=_is_presumption_ended(child, actor),
        )
        writing.change(child, actor=actor, birth_year_low=first, birth_year_high=last, **found)
        tokens.replace_tokens(
            child,
            hers.searchable_names(hers.names_in_payload(sealed)),
            home_places(sealed),
            by=actor.pk,
        )
    return statements


def child_payload(names: Sequence[Name], sealed_details: Mapping[str, Any]) -> dict[str, Any]:
    """What a child's envelope holds."""
    return {"names": [name.to_payload() for name in names], **sealed_details}


def new_code(country: str) -> str:
    """A random code for a file, e.g. NP-7K3F-92: nothing of the child is in it."""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(6)]
    return f"{country[:2] or 'XX'}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def _store_age_statements(
    child: Child, evidence: Sequence[AgeEvidence], actor: Staff, note: str = ""
) -> list[AgeStatement]:
    found = [(each, _new_age_statement(child, each)) for each in evidence]
    whole = [(each, statement) for each, statement in found if statement is not None]
    payloads = [evidence_payload(each, note) or None for each, _statement in whole]
    return writing.add_all(
        [statement for _each, statement in whole], actor=actor, payloads=payloads
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
    return age_view(
        told.evidence for told in read_age_statements(_load_age_statements(child, actor))
    )


def _is_presumption_ended(child: Child, actor: Staff) -> bool:
    return is_presumption_ended(
        told.evidence for told in read_age_statements(_load_age_statements(child, actor))
    )


def _load_age_statements(child: Child, actor: Staff) -> list[AgeStatement]:
    found = access.visible(actor, AgeStatement).filter(child=child)
    return list(found.order_by("as_of", "recorded_at"))


def _identification_day(child: Child, sealed: Mapping[str, Any], actor: Staff) -> dt.date:
    """The day she was found, where nobody said it the day her file was opened."""
    if told := sealed.get("found_on", ""):
        return dt.date.fromisoformat(told)
    return child.recorded_at.astimezone(ZoneInfo(actor.office.time_zone)).date()


def _age_when_identified(view: AgeView, on: dt.date, *, rebutted: bool = False) -> dict[str, Any]:
    """Her age when she was found, and whether she was presumed a child (IDN-013)."""
    best, widest = (
        age_at(born, PartialDate.on(on)) for born in (view.best_interval, view.widest_interval)
    )
    return {
        "found_age_low": best.youngest if best else None,
        "found_age_high": best.oldest if best else None,
        "found_as": minor_status(widest, rebutted=rebutted),
    }
