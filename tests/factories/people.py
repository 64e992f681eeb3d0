"""Family and contacts, accusations and personal details of a child, through the actions."""

import datetime as dt

from django.db.models import Model

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.actions import add_record
from saathi.people.around import actions
from saathi.people.around.models import AllegedPerpetrator, Outcome, Relation
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegedPerpetratorKind,
    AuthorityBody,
    AuthorityOutcomeKind,
    RelationKind,
)
from saathi.people.identity import actions as identity
from saathi.people.identity.models import DiscriminationGrounds, IdentityDocument, Movement
from saathi.people.identity.vocabulary import (
    GroundsReaders,
    IdentityDocumentKind,
    IdentityDocumentState,
    MovementKind,
    TravelCompanion,
)
from saathi.people.models import Child

DAY = dt.date(2026, 3, 2)


def _of_child[RecordT: Model](model: type[RecordT], child: Child, **values: object) -> RecordT:
    """A new record of a child with these columns and sealed texts, not saved."""
    record = model(file_id=child.file_id, child=child)
    for name, value in values.items():
        setattr(record, name, value)
    return record


def person(child: Child, actor: Staff, name: str = "Maya Devi", **fields: object) -> Relation:
    usual = {"kind": RelationKind.MOTHER, "name": name} | fields
    return actions.add_relation(relation=_of_child(Relation, child, **usual), actor=actor)


def alleged(
    child: Child, actor: Staff, name: str = "Bikram Lal", **fields: object
) -> AllegedPerpetrator:
    usual = {
        "subject": AllegedPerpetratorKind.PERSON,
        "said_by": AllegationSource.CHILD,
        "said_on": DAY,
        "name": name,
        "on_what": "She said it to her teacher",
    } | fields
    said = _of_child(AllegedPerpetrator, child, **usual)
    return add_record(record=said, actor=actor)


def outcome(
    said: AllegedPerpetrator, actor: Staff, kind: AuthorityOutcomeKind, on: dt.date = DAY
) -> Outcome:
    told = Outcome(
        file_id=said.file_id, alleged=said, kind=kind, body=AuthorityBody.COURT, decided_on=on
    )
    told.name = "Court of Dhanusha"
    return add_record(record=told, actor=actor)


def paper(child: Child, actor: Staff, **fields: object) -> IdentityDocument:
    usual = {
        "kind": IdentityDocumentKind.PASSPORT,
        "state": IdentityDocumentState.WITHHELD,
        "country": "NPL",
        "ends_on": None,
        "number": "0771188",
        "keeper": "The agent",
    } | fields
    return add_record(record=_of_child(IdentityDocument, child, **usual), actor=actor)


def grounds(
    child: Child, actor: Staff, readers: GroundsReaders = GroundsReaders.TEAM
) -> DiscriminationGrounds:
    words = {"words": "They call me by my caste"}
    told = identity.DiscriminationGroundsInput(DAY, readers, ["caste", "gender"], words)
    return identity.record_grounds(child=child, data=told, actor=actor)


def movement(child: Child, actor: Staff) -> Movement:
    told = _of_child(
        Movement, child, kind=MovementKind.WORK, with_whom=TravelCompanion.AGENT, year=2025,
        from_country="NPL", to_country="IND", effects=["hidden_way"], rights=["no_papers"],
        account="She crossed at night",
    )  # fmt: skip
    return add_record(record=told, actor=actor)
