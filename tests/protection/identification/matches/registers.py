"""Children of one office for the nightly run, and the run as the matcher, in the test's transaction."""

import random
from collections.abc import Sequence

from saathi.agencies.models import Staff
from saathi.engines.matching.generator import generate_records
from saathi.people.ages import AgeEvidence, PartialDate
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis
from saathi.protection.identification.matches import nightly
from saathi.protection.identification.matches.models import MatchPair
from tests.factories import children
from tests.roles import role

SEXES = {"f": "girl", "m": "boy"}


def born(text: str) -> list[AgeEvidence]:
    """The birth as recorded by the clerk, if it is a date."""
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return []
    date = PartialDate.gregorian(*parts)
    return [AgeEvidence(AgeBasis.STATED, born=date, as_of=PartialDate.on(children.TODAY))]


def names_of(row: dict[str, str]) -> list[Name]:
    kinds = {
        "given": "given_name",
        "family": "family_name",
        "father": "father_name",
        "mother": "mother_name",
    }
    return [Name(kind, row[column], "ne") for kind, column in kinds.items() if row[column]]


def register(actor: Staff, count: int, seed: int = 3) -> list[Child]:
    """Invented children, more than a third of them duplicated with typical errors."""
    records = generate_records(count, seed=seed)
    draw = random.Random(seed)
    districts = ["NP-DHA", "NP-KAT", "NP-MOR"]
    return [
        children.child(
            actor,
            names=names_of(row),
            gender=SEXES.get(row["sex"], "not_said"),
            home_district=draw.choice(districts),
            private={"phones": row["phone"]},
            ages=born(row["birth_date"]),
        )
        for row in records.rows
    ]


def night(**options: bool) -> nightly.MatchRunSummary:
    with role("matcher"):
        return nightly.run_matching(nightly.MatchRunOptions(**options), using="default")


def pairs(**fields: object) -> Sequence[MatchPair]:
    with role("maintenance"):
        return list(MatchPair.objects.filter(**fields).order_by("file", "other"))
