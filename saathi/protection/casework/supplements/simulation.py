"""The demo agency's own form, a copy of the example that ships with Saathi, and its answers."""

import json
import random
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from saathi.agencies.sections import Section
from saathi.engines.xlsform import form_reader
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.engines.xlsform.form_state import FormState
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from saathi.synthetic.children import SimulatedChild, scoped_fields
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.parts import Day, SimulationPart, SimulationStep
from saathi.synthetic.tables import SCOPED_COLUMNS, CopyRows

CHILDREN_PER_FORM = 4  # the form is filled in for one in so many demo children
# Invented answers of the demo's children, chosen by the number of the child.
_ANSWERS: tuple[dict[str, Any], ...] = (
    {
        "lives_with": "relatives",
        "people_at_home": "7",
        "safe": "yes",
        "in_school": "yes",
        "school_province": "madhesh",
        "school_district": "dhanusha",
        "helper": [{"helper_name": "Didi next door", "helper_how": "listens"}],
    },
    {
        "lives_with": "parents",
        "people_at_home": "5",
        "safe": "_not_said",
        "in_school": "no",
        "why_not_school": "far papers",
    },
    {"lives_with": "care", "safe": "no", "why_not_safe": "The gate is open at night."},
)


@cache
def sample_form() -> XlsformDefinition:
    """The example form that ships with Saathi."""
    form = form_reader.read_form(SAMPLE_WORKBOOK.read_bytes()).form
    assert form is not None  # a test reads the form
    return form


@cache
def version_id(agency: UUID) -> UUID:
    """The id of the demo agency's form version, the same in each process of the load."""
    bits = random.Random(f"forms {agency}").getrandbits(128)  # noqa: S311 - an invented world
    return UUID(int=bits, version=4)


def add_form_version(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the published version: requested by one demo person, published by another."""
    maker, second = nation.demo["administrator"], nation.demo["oversight"]
    agency = maker.office.agency.id
    body = json.dumps(sample_form().to_json(), ensure_ascii=False).replace("\\", "\\\\")
    rows.add_row(
        "supplements_formversion", version_id(agency).hex, agency.hex, sample_form().code, "1",
        str(int(Section.SUPPORT)), body, "f", maker.id.hex, day(400) + " 05:00:00+00",
        second.id.hex, day(399) + " 05:00:00+00", "agreed",
    )  # fmt: skip


def add_form(chunk: LoadChunk, child: SimulatedChild) -> None:
    """Adds the completed form for some children of the demo's office; no random numbers."""
    if not child.is_demo or child.index % CHILDREN_PER_FORM or child.stage < 2:
        return
    answers = _ANSWERS[(child.index // CHILDREN_PER_FORM) % len(_ANSWERS)]
    on = max(child.opened, chunk.today - 5)
    counted = FormState(sample_form(), answers, date.fromordinal(on)).statistical_answers()
    base = scoped_fields(chunk, child, on=on)
    payload = {"answers": answers, "against": []}
    chunk.rows.add_row(
        "supplements_supportanswers", *base, child.id, version_id(child.office.agency.id).hex,
        sample_form().code, "1", iso_date(on), "en", json.dumps(counted),
        chunk.seal(child.key, "supplements.support", base[0], payload),
    )  # fmt: skip


SIMULATION = SimulationPart(
    tables={
        "supplements_formversion": "id agency_id code version section body is_end asked_by "
        "asked_at decided_by decided_at outcome",
        "supplements_supportanswers": f"{SCOPED_COLUMNS} child_id form_id form_code form_version "
        "filled_on language counted sealed",
    },
    nation=add_form_version,
    for_child=(
        SimulationStep("supplements", add_form, after=("cases",), before=("participation",)),
    ),
)
