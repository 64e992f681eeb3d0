"""Generates protection concerns of simulated children, and reports kept in their files.

Its random numbers are its own, seeded by the file, so the rest of the simulated nation is
unchanged.
"""

import random
from uuid import UUID

from saathi.protection.identification.intake.simulation import SimulatedReport
from saathi.synthetic.child_draws import PREVENTED, TRAFFICKED
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.tables import NULL, SCOPED_COLUMNS

_OTHERS = ("neglect", "physical_violence", "child_labour", "child_marriage", "separated",
           "emotional_violence", "sexual_abuse", "street")  # fmt: skip
_SOURCES = ("child", "child", "family", "worker", "worker", "service", "")
_KNOWN_STATUSES = ("verified", "verified", "suspected", "not_confirmed")


def add_concerns(chunk: LoadChunk, children: list[SimulatedChild]) -> None:
    """Adds the report and the concerns of each child."""
    for child in children:
        own = random.Random(f"concerns {child.file}")  # noqa: S311 - an invented world
        report = child.attached.get(SimulatedReport)
        if isinstance(report, SimulatedReport):
            _add_report(chunk, child, report, own)
            for code in dict.fromkeys(report.concerns):
                status = "reported" if own.random() < 0.4 else own.choice(_KNOWN_STATUSES)
                _add_concern(
                    chunk, child, own, (code, report.received, "report", status, report.id)
                )
        known = set(report.concerns) if isinstance(report, SimulatedReport) else set()
        for code in sorted(_later_concerns(child, own) - known):  # sets have no stable order
            source, status = own.choice(_SOURCES), own.choice(_KNOWN_STATUSES)
            _add_concern(chunk, child, own, (code, child.opened, source, status, NULL))


def _later_concerns(child: SimulatedChild, own: random.Random) -> set[str]:
    """The concerns found after the case was opened; at least one if there was no report."""
    codes = {"trafficking"} if child.trafficking in {TRAFFICKED, PREVENTED} else set()
    if not codes or own.random() < 0.3:
        codes.add(own.choice(_OTHERS))
    return codes


def _add_report(
    chunk: LoadChunk, child: SimulatedChild, report: SimulatedReport, own: random.Random
) -> None:
    row, at = _new_id(own), _recorded_at(chunk, child, report.received)
    kept = {"what": report.texts["what"], "place": report.texts["place"]}
    chunk.rows.add_row(
        "concerns_casereport", row, child.file, at, child.worker_id, "1", child.id, report.id, "t",
        report.received_at, report.urgency, report.channel, report.reporter, "t", report.timing,
        report.known_from, chunk.seal(child.key, "concerns.report", row, kept),
    )  # fmt: skip


type _Concern = tuple[str, int, str, str, str]  # code, day, source, status, report


def _add_concern(
    chunk: LoadChunk, child: SimulatedChild, own: random.Random, concern: _Concern
) -> None:
    code, since, source, status, report = concern
    if child.is_closed and status in {"reported", "suspected", "verified"}:
        status = "ended"
    at = _recorded_at(chunk, child, since)
    chunk.rows.add_row(
        "concerns_protectionconcern", _new_id(own), child.file, at, child.worker_id, "1", child.id,
        code, iso_date(min(since, chunk.today - 1)), source, status, report,
    )  # fmt: skip


def _new_id(own: random.Random) -> str:
    return UUID(int=own.getrandbits(128), version=4).hex


def _recorded_at(chunk: LoadChunk, child: SimulatedChild, on: int) -> str:
    return f"{iso_date(min(max(on, child.recorded), chunk.today - 1))} 11:30:00+00"


SIMULATION = SimulationPart(
    tables={
        "concerns_casereport": f"{SCOPED_COLUMNS} child_id report is_opening received_at urgency "
        "channel reporter_kind reporter_is_confidential timing known_from sealed",
        "concerns_protectionconcern": f"{SCOPED_COLUMNS} child_id concern since source status "
        "report",
    },
    for_chunk=(SimulationStep("concerns", add_concerns, after=("intake",)),),
)
