"""People around a child, accusations, and what else is known of who she is, through the actions."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.people.around import actions
from saathi.people.around.models import Alleged, Outcome, Relation
from saathi.people.around.vocabulary import Body, OutcomeKind, RelationKind, SaidBy, Subject
from saathi.people.identity import actions as identity
from saathi.people.identity.models import Grounds, Movement, Paper
from saathi.people.identity.vocabulary import (
    MovementKind,
    PaperKind,
    PaperState,
    Readers,
    WithWhom,
)
from saathi.people.models import Child

DAY = dt.date(2026, 3, 2)


def person(child: Child, by: Staff, name: str = "Maya Devi", **told: object) -> Relation:
    usual = {"kind": RelationKind.MOTHER, "words": {"name": name}} | told
    return actions.add_person(child=child, told=actions.PersonTold(**usual), by=by)


def alleged(child: Child, by: Staff, name: str = "Bikram Lal", **told: object) -> Alleged:
    usual = {
        "subject": Subject.PERSON,
        "said_by": SaidBy.CHILD,
        "said_on": DAY,
        "words": {"name": name, "on_what": "She said it to her teacher"},
    } | told
    return actions.add_alleged(child=child, told=actions.AllegedTold(**usual), by=by)


def outcome(said: Alleged, by: Staff, kind: OutcomeKind, on: dt.date = DAY) -> Outcome:
    told = actions.OutcomeTold(kind, Body.COURT, on, {"name": "Court of Dhanusha"})
    return actions.add_outcome(alleged=said, told=told, by=by)


def paper(child: Child, by: Staff, **told: object) -> Paper:
    usual = {
        "kind": PaperKind.PASSPORT,
        "state": PaperState.WITHHELD,
        "country": "NPL",
        "ends_on": None,
        "words": {"number": "0771188", "keeper": "The agent"},
    } | told
    return identity.add_paper(child=child, told=identity.PaperTold(**usual), by=by)


def grounds(child: Child, by: Staff, readers: Readers = Readers.TEAM) -> Grounds:
    words = {"words": "They call me by my caste"}
    told = identity.GroundsTold(DAY, readers, ["caste", "gender"], words)
    return identity.record_grounds(child=child, told=told, by=by)


def movement(child: Child, by: Staff) -> Movement:
    told = identity.MovementTold(
        MovementKind.WORK, WithWhom.AGENT, 2025, "NPL", "IND", ["hidden_way"], ["no_papers"],
        {"account": "She crossed at night"},
    )  # fmt: skip
    return identity.add_movement(child=child, told=told, by=by)
