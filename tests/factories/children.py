"""Children with a file and a case, opened through the actions by a member of staff."""

import datetime as dt

from saathi.agencies.models import Staff
from saathi.people.actions import NewChild, open_file
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.actions import open_case
from saathi.protection.casework.cases.models import Case
from tests.roles import acting

TODAY = dt.date(2026, 3, 2)


def new_child(name: str = "Sunita", **fields: object) -> NewChild:
    stated = AgeEvidence(basis=AgeBasis.STATED, years=AgeRange(14, 15), as_of=PartialDate.on(TODAY))
    values = {"names": [Name("given", name, "ne")], "ages": [stated], "home_district": "NP-DHA"}
    return NewChild(**(values | fields))


def child(actor: Staff, name: str = "Sunita", **fields: object) -> Child:
    with acting(actor):
        return open_file(new=new_child(name, **fields), office=actor.office, actor=actor)


def case(actor: Staff, name: str = "Sunita", **fields: object) -> Case:
    with acting(actor):
        return open_case(child=child(actor, name, **fields), opened_on=TODAY, actor=actor)
