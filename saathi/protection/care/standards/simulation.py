"""Generates minimum standards in force for each country, with criteria of the model set."""

import json
import random
from typing import Final

from saathi.protection.care.standards.rules import Criterion
from saathi.protection.care.standards.tables import model_criteria
from saathi.synthetic.nation import SimulatedNation, SimulatedWorker
from saathi.synthetic.parts import Day, SimulationPart
from saathi.synthetic.tables import CopyRows

# A country asks for all critical criteria of the model set, and leaves out each of so many others.
_LEFT_OUT: Final = {"NPL": 0, "IND": 5, "BGD": 4}


def standard_set_id(country: str) -> str:
    """The id of the standards of a country."""
    drawn = random.Random(f"standards {country}")  # noqa: S311 - invented
    return f"{drawn.getrandbits(128):032x}"


def criteria_of_country(country: str) -> list[Criterion]:
    """The criteria that a country asks for, in the order of the model set."""
    every = _LEFT_OUT[country]
    return [
        criterion
        for number, criterion in enumerate(model_criteria(), start=1)
        if criterion.is_critical or not every or number % every
    ]


def add_standards(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the standards of each country, published by a second person of an agency of that country."""
    at = f"{day(390)} 05:00:00+00"
    for country in sorted(_LEFT_OUT):
        author, second = _keepers(nation, country)
        criteria = [item.to_json() for item in criteria_of_country(country)]
        # COPY reads a backslash as the beginning of an escape.
        body = json.dumps(criteria, ensure_ascii=False).replace("\\", "\\\\")
        rows.add_row(
            "standards_standardset", standard_set_id(country), author.office.agency.id.hex,
            "published", author.id.hex, at, author.id.hex, at, "", second.id.hex, at, "", at,
            author.id.hex, "1", "Minimum standards of care (invented)", "1", country, "law",
            day(380), "", "Official journal (invented)", body,
        )  # fmt: skip


def _keepers(nation: SimulatedNation, country: str) -> tuple[SimulatedWorker, SimulatedWorker]:
    """A supervisor and a data officer of one agency of the country."""
    if country == nation.demo["supervisor"].office.agency.country:
        return nation.demo["supervisor"], nation.demo["data_officer"]
    staff = [worker for worker in nation.staff if worker.office.agency.country == country]
    author = next(worker for worker in staff if worker.role_kind == "supervisor")
    seconds = [
        worker
        for worker in staff
        if worker.role_kind == "data_officer" and worker.office.agency is author.office.agency
    ]
    return author, seconds[0]


SIMULATION = SimulationPart(
    tables={
        "standards_standardset": "id agency_id state changed_by changed_at proposed_by proposed_at "
        "why_returned published_by published_at why_withdrawn recorded_at recorded_by version name "
        "edition country standing in_force_from about source criteria",
    },
    nation=add_standards,
)
