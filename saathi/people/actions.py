"""Writes about children: their files, names and ages."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Office, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.vocabulary import FileKind
from saathi.people import tokens
from saathi.people.evidence import payload as evidence_payload
from saathi.people.evidence import told_in
from saathi.people.models import AgeStatement, Child
from saathi.people.rules import AgeEvidence, age_at, age_view, birth_interval
from saathi.vault import store as vault

# No I, L, O, U, 0, 1: a code is read out over the telephone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Name:
    """One name as somebody writes or says it; `kind` is a `NameKind`, `language` may be empty."""

    kind: str
    text: str
    language: str = ""


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
    private: Mapping[str, Any] = field(default_factory=dict)  # address, phones, marks


@transaction.atomic
def open_file(*, new: NewChild, office: Office, by: Staff) -> Child:
    """A new child's file at an office, with her identity sealed and the tokens she is found by."""
    access.require(by, Permission.OPEN_CASE)

    view = age_view(new.ages)
    years = view.widest.years if view.widest else (None, None)

    file = writing.new_file(kind=FileKind.CHILD, office=office, by=by)
    child = Child(
        file=file,
        code=new_code(office.country),
        gender=new.gender,
        birth_year_low=years[0],
        birth_year_high=years[1],
        nationality_state=new.nationality_state,
        nationalities=list(new.nationalities),
        home_country=new.home_country,
        home_district=new.home_district,
        languages=list(new.languages),
    )
    writing.add(child, by=by, payload=payload(new.names, new.private))
    _add_ages(child, new.ages, by, new.age_note)
    tokens.give(child, [name.text for name in new.names])
    return child


@transaction.atomic
def change_identity(*, child: Child, to: NewChild, version: int, by: Staff) -> Child:
    """The child with other names and facts; what was sealed before is kept, her ages stay."""
    access.require(by, Permission.WORK_ON_CASE, child)

    earlier = vault.open(child)
    writing.change(
        child,
        by=by,
        version=version,
        payload=earlier | payload(to.names, to.private),
        gender=to.gender,
        nationality_state=to.nationality_state,
        nationalities=list(to.nationalities),
        home_country=to.home_country,
        home_district=to.home_district,
        languages=list(to.languages),
    )
    tokens.replace(child, [name.text for name in to.names])
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
    rows = list(access.visible(by, AgeStatement).filter(child=child))
    view = age_view(told.evidence for told in told_in(rows))
    if view.widest is not None:
        first, last = view.widest.years
        writing.change(child, by=by, birth_year_low=first, birth_year_high=last)
        tokens.replace(child, [name["text"] for name in vault.open(child)["names"]])
    return statements


def payload(names: Sequence[Name], private: Mapping[str, Any]) -> dict[str, Any]:
    """What a child's envelope holds."""
    return {"names": [vars(name) for name in names], **private}


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
    years = evidence.years or age_at(birth_interval(evidence), evidence.as_of)
    if years is None:
        return None
    return AgeStatement(
        file_id=child.file_id,
        child=child,
        basis=evidence.basis,
        low=years.youngest,
        high=years.oldest,
        as_of=evidence.as_of.latest,
    )
