"""What the pages of care, justice and reintegration cost at a million children, beside hand-written SQL in the same run.

Run: `python -m bench.care [children] [requests] [spread]`, in an installation as `bench/pages.py` has it. `spread` brings
it to a thousand facilities and to the records of `bench/care_spreading.py`, permanently; incidents in facilities are not
simulated, so their list is empty. The supervisor is the one of `bench/returns.py`; how many records this person reads
is printed, since a page costs as much as its reader may read. The least that a page can cost is the line "empty list":
the list of placements with a search that finds none.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.care_pages import SECTIONS, FileSection, Installation, list_pages
from bench.care_spreading import spread_care
from bench.measuring import (
    REQUESTS,
    WARM,
    ByHand,
    Measured,
    Visit,
    measure,
    nation,
    printed,
    signed_in,
)
from bench.returns import LEADER

SPREADS = "spread" in sys.argv[3:]
FULLEST = """
SELECT p.facility_id FROM placements_placement p JOIN cases_case c ON c.file_id = p.file_id
WHERE p.state = 'current' AND p.facility_id IS NOT NULL
GROUP BY 1 ORDER BY count(*) FILTER (WHERE c.office_id = ANY(%s)) DESC, count(*) DESC, 1 LIMIT 1
"""
DISTRICT = """
SELECT q.district FROM proceedings_hearing h JOIN proceedings_proceeding q ON q.id = h.proceeding_id
JOIN cases_case c ON c.file_id = h.file_id WHERE c.office_id = ANY(%s) AND q.district <> ''
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
SETS = "SELECT id FROM standards_standardset WHERE state = 'published' ORDER BY id LIMIT 2"
READ = """
SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {table} r JOIN cases_case c ON c.file_id = r.file_id
WHERE c.office_id = ANY(%s))
"""
# Files with a record that is no copy, so that its texts can be read, and the workers of their cases.
FILES = """
SELECT c.worker_id, c.child_id, c.file_id, r.id FROM {table} r JOIN cases_case c ON c.file_id = r.file_id
JOIN agencies_staff s ON s.id = c.worker_id AND s.is_active AND s.bundle = 'case_worker'
WHERE r.recorded_by = c.worker_id AND c.status = 'open'
AND EXISTS (SELECT 1 FROM vault_key k WHERE k.file_id = c.file_id)
AND EXISTS (SELECT 1 FROM agencies_grant g WHERE g.file_id = c.file_id AND g.principal = c.worker_id)
ORDER BY r.id LIMIT 15
"""


# --- The pages ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SectionVisits:
    """The requests of one section, one file after the other."""

    section: FileSection
    visits: Sequence[tuple[Visit, str, Callable[[str], Any]]]

    def measure(self, maintenance: Any, line: Measured, number: int) -> None:
        """One request of the next file."""
        visit, address, get = self.visits[number % len(self.visits)]
        hand = ByHand(maintenance, visit, self.section.by_hand)
        measure(line, partial(get, address), hand, 200)


def section_visits(maintenance: Any, section: FileSection) -> SectionVisits:
    """The files of a section with their workers, each signed in."""
    from django.urls import reverse

    from saathi.agencies.models import Staff

    rows = maintenance.execute(FILES.format(table=section.tables[0])).fetchall()
    staff = {each.pk: each for each in Staff.objects.filter(pk__in=[row[0] for row in rows])}
    clients = {key: signed_in(each) for key, each in staff.items()}
    visits = []
    for worker, child, file, record in rows:
        args = [file, record] if section.needs_record else [file]
        address = reverse(section.view, args=args)
        visits.append((Visit(staff[worker], child, file, {}), address, clients[worker].get))
    if not visits:
        print(f"{section.what}: no file has such a record", flush=True)
    return SectionVisits(section, visits)


def find_installation(maintenance: Any, leader: Any) -> Installation:
    """The offices of the supervisor, the facility where most of their children live, and more; printed."""
    own = "SELECT principal FROM agencies_principal WHERE staff_id = %s"
    offices = [row[0] for row in maintenance.execute(own, [leader.pk])]
    [(facility,)] = maintenance.execute(FULLEST, [offices]).fetchall()
    district = maintenance.execute(DISTRICT, [offices]).fetchone()
    sets = [row[0] for row in maintenance.execute(SETS)]
    counted = ["placements_placement", "proceedings_hearing", "compensation_legalmeasure"]
    for table in [*counted, "reintegration_reintegration"]:
        [(number, ours)] = maintenance.execute(READ.format(table=table), [offices]).fetchall()
        print(f"{table}: {number}, of which the supervisor leads {ours}", flush=True)
    for table in ("facilities_facility", "inspections_inspection", "premises_regulatedpremises"):
        [(number,)] = maintenance.execute(f"SELECT count(*) FROM {table}").fetchall()
        print(f"{table}: {number}", flush=True)
    return Installation(offices, facility, district[0] if district else "", sets)


def run(maintenance: Any, leader: Any) -> list[Measured]:
    """Each list of the supervisor in turn, then each section of one file after the other."""
    there = find_installation(maintenance, leader)
    pages, get = list_pages(there), signed_in(leader).get
    own = Visit(leader, leader.id, leader.id, {})
    sections = [section_visits(maintenance, section) for section in SECTIONS]
    sections = [each for each in sections if each.visits]
    lines: dict[str, Measured] = {}
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = {}
        for each in pages:
            line = lines.setdefault(each.what, Measured(each.what[:18]))
            hand = ByHand(maintenance, own, each.hand, there.offices)
            measure(line, partial(get, each.address), hand, 200)
        for section in sections:
            what = section.section.what
            line = lines.setdefault(what, Measured(what[:18]))
            section.measure(maintenance, line, number)
    return list(lines.values())


def main() -> None:
    with nation() as maintenance:
        logging.disable(logging.ERROR)  # a line for each copied text that cannot be read
        from saathi.agencies.models import Staff

        leader = Staff.objects.get(pk=maintenance.execute(LEADER).fetchone()[0])
        if SPREADS:
            spread_care(maintenance, leader)
        printed(maintenance, lambda: run(maintenance, leader))


if __name__ == "__main__":
    main()
