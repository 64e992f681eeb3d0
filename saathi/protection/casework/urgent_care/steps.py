"""The steps of time-critical care: those shipped, to be verified, and those in a country's procedure."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from saathi.agencies.configuration_rules import CARE_STEP_PREFIX, parse_care_step
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.vocabulary import CareStepCode

DATA = Path(__file__).parent / "data" / "care_steps_VERIFY.csv"


@cache
def shipped_steps() -> tuple[CareStep, ...]:
    """The steps shipped with Saathi; none of them is verified."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            CareStep(row["starts"], row["code"], int(row["hours"]), "", row["source"])
            for row in rows
        )


def list_steps(procedure: Mapping[str, Any]) -> tuple[CareStep, ...]:
    """The steps of a country: those in its procedure replace shipped ones of the same code.

    `procedure` is the body of its configuration, where a line `care_CODE` is a step. Incomplete lines
    are skipped: a mistake in a configuration must not remove a step.
    """
    own = {(step.starts, step.code): step for step in _own_steps(procedure)}
    kept = [own.pop((step.starts, step.code), step) for step in shipped_steps()]
    return (*kept, *own.values())


def _own_steps(procedure: Mapping[str, Any]) -> Iterator[CareStep]:
    for line, meaning in procedure.items():
        parsed = parse_care_step(meaning) if isinstance(meaning, str) else None
        if line.startswith(CARE_STEP_PREFIX) and parsed is not None:
            code = line.removeprefix(CARE_STEP_PREFIX)
            yield CareStep(
                parsed.starts, code, parsed.hours, parsed.text, parsed.source, is_verified=True
            )


def step_text(step: CareStep) -> str:
    """A step in the words of the country, or of Saathi."""
    return step.text or str(CareStepCode(step.code).label)
