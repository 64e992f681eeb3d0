"""What the pages of decisions and return cost at a million children, beside hand-written SQL in the same run.

Run: `python -m bench.returns [children] [requests] [spread]`, in an installation as `bench/pages.py` has it. One supervisor
is given 300 files with a transfer, of which 250 are one group; so they stay in that installation. `spread` copies the
records of these domains to other files until there are as many as a million children would have (`SPREAD`): an office of
an installation of 100,000 children then has ten times as many of them as it would have, so its lists are longer than real
ones. The copies cannot be read, since their texts are sealed for another file; only lists read them.

The least that a page can cost is the line "empty list": the list of transfers with a search that finds none.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import logging
import sys
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

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
    statements,
)
from bench.spreading import spread

SPREADS = "spread" in sys.argv[3:]
GIVEN, GROUPED = 300, 250
NAME = "bench"
# How many files get the records of another file, for one million children: a guess of the field, not a finding.
SPREAD = {
    "best_interests": 40_000, "tracing": 30_000, "protection_screening": 30_000,
    "verifications": 20_000, "transfers": 9_000,
}  # fmt: skip
LEADER = """
SELECT s.id, s.office_id, s.agency_id FROM agencies_staff s
WHERE s.bundle = 'supervisor' AND (SELECT count(*) FROM agencies_principal q WHERE q.staff_id = s.id) = 2
AND EXISTS (SELECT 1 FROM agencies_principal p WHERE p.staff_id = s.id AND p.principal = s.office_id)
ORDER BY abs((SELECT count(*) FROM cases_case c WHERE c.office_id = s.office_id AND c.status = 'open') - 600), s.id
LIMIT 1
"""
TRAVELLERS = """
SELECT t.file_id FROM transfers_transfer t JOIN cases_case c ON c.file_id = t.file_id
WHERE c.status = 'open' AND t.direction = 'outgoing' AND t.group_id IS NULL
AND EXISTS (SELECT 1 FROM vault_key k WHERE k.file_id = t.file_id)
ORDER BY c.office_id <> %(office)s, t.id LIMIT %(given)s
"""
MOVED = statements("""
UPDATE agencies_grant SET principal = %(office)s WHERE kind = 'owner' AND file_id = ANY(%(files)s);
UPDATE agencies_file SET office_id = %(office)s WHERE id = ANY(%(files)s);
UPDATE cases_case SET office_id = %(office)s WHERE file_id = ANY(%(files)s);
INSERT INTO transfers_transfergroup (id, agency_id, office_id, name, from_country, to_country, recorded_at, recorded_by, version)
SELECT md5(%(name)s)::uuid, %(agency)s, %(office)s, %(name)s, 'NPL', 'IND', now(), %(staff)s, 1
ON CONFLICT DO NOTHING;
UPDATE transfers_transfer SET group_id = md5(%(name)s)::uuid WHERE file_id = ANY(%(group)s)
""")
# Files with most records of these domains, and the workers of their cases, who recorded what is no copy.
FILES = """
SELECT c.worker_id, c.child_id, c.file_id FROM cases_case c
JOIN agencies_staff s ON s.id = c.worker_id AND s.is_active AND s.bundle = 'case_worker'
WHERE c.status = 'open' AND EXISTS (SELECT 1 FROM vault_key k WHERE k.file_id = c.file_id)
AND EXISTS (SELECT 1 FROM agencies_grant g WHERE g.file_id = c.file_id AND g.principal = c.worker_id)
ORDER BY EXISTS (SELECT 1 FROM transfers_transfer t WHERE t.file_id = c.file_id AND t.recorded_by = c.worker_id)::int
+ EXISTS (SELECT 1 FROM tracing_tracingrequest r WHERE r.file_id = c.file_id AND r.recorded_by = c.worker_id)::int
+ EXISTS (SELECT 1 FROM best_interests_determination d WHERE d.file_id = c.file_id AND d.recorded_by = c.worker_id)::int
+ EXISTS (SELECT 1 FROM verifications_originverification v WHERE v.file_id = c.file_id AND v.recorded_by = c.worker_id)::int DESC, c.id LIMIT 15
"""

# --- By hand, without security ------------------------------------------------------------------
OF_OFFICE = "JOIN cases_case c ON c.file_id = r.file_id WHERE c.office_id = ANY(%(offices)s)"
LISTED = {
    "transfers": statements(f"""
SELECT r.*, k.code FROM transfers_transfer r JOIN people_child k ON k.id = r.child_id {OF_OFFICE}
ORDER BY r.state_since, r.id LIMIT 51;
SELECT count(*) FROM transfers_transfer r {OF_OFFICE}
"""),
    "determinations": statements(
        f"SELECT r.* FROM best_interests_determination r {OF_OFFICE} LIMIT 51"
    ),
    "assessments": statements(f"""
SELECT r.* FROM best_interests_assessment r {OF_OFFICE} AND r.state = 'submitted' LIMIT 51
"""),
    "tracing": statements(f"SELECT r.* FROM tracing_tracingrequest r {OF_OFFICE} LIMIT 51"),
    "verifications": statements(
        f"SELECT r.* FROM verifications_originverification r {OF_OFFICE} LIMIT 51"
    ),
    "agreements": statements("SELECT * FROM agreements_agreement ORDER BY title LIMIT 51"),
    "group": statements("""
SELECT t.*, k.code FROM transfers_transfer t JOIN people_child k ON k.id = t.child_id
WHERE t.group_id = md5('bench')::uuid ORDER BY t.reference LIMIT 51;
SELECT s.* FROM transfers_transfersafetyassessment s JOIN transfers_transfer t ON t.id = s.transfer_id
WHERE t.group_id = md5('bench')::uuid;
SELECT s.* FROM transfers_transferdocument s JOIN transfers_transfer t ON t.id = s.transfer_id
WHERE t.group_id = md5('bench')::uuid;
SELECT s.* FROM transfers_transferview s JOIN transfers_transfer t ON t.id = s.transfer_id
WHERE t.group_id = md5('bench')::uuid
"""),
}
OF_FILE = {
    "best interests": ("assessment", "determination"),
    "tracing": (
        "tracingrequest",
        "tracingenquiry",
        "childtracingview",
        "familycontact",
        "reunification",
    ),
    "protection": (
        "protectionscreening",
        "protectionreferral",
        "contactpermission",
        "origincontact",
    ),
    "verifications": ("originverification", "verificationstep", "travelpermit", "courtneed"),
    "transfers": (
        "transfer",
        "transferrequest",
        "transferanswer",
        "transferview",
        "transferdocument",
    ),
}
APP = {"best interests": "best_interests", "protection": "protection_screening"}


@dataclass(frozen=True)
class BenchPage:
    """One line of the table: its address, and the hand-written SQL beside it."""

    what: str
    address: str
    hand: str
    is_section: bool = False


def list_pages() -> list[BenchPage]:
    """The lists and boards of a supervisor."""
    from django.urls import reverse

    transfers = reverse("transfers:list_transfers")
    group = reverse("transfers:show_group", args=[UUID(_group_key())])
    return [
        BenchPage("empty list", f"{transfers}?q=ZZZZ", "transfers"),
        BenchPage("transfers", transfers, "transfers"),
        BenchPage("transfers, submitted", f"{transfers}?state=submitted", "transfers"),
        BenchPage("transfers by reference", f"{transfers}?order=reference", "transfers"),
        BenchPage("groups", reverse("transfers:list_groups"), "group"),
        BenchPage("board of 250", group, "group"),
        BenchPage("transfers to us", reverse("transfers:list_incoming"), "transfers"),
        BenchPage(
            "agenda of the panel", reverse("best_interests:list_determinations"), "determinations"
        ),
        BenchPage("assessments", reverse("best_interests:list_waiting_assessments"), "assessments"),
        BenchPage("tracing", reverse("tracing:list_tracing"), "tracing"),
        BenchPage("verifications", reverse("verifications:list_verifications"), "verifications"),
        BenchPage("agreements", reverse("agreements:list_agreements"), "agreements"),
        BenchPage("focal points", reverse("agreements:list_focal_points"), "agreements"),
    ]


SECTIONS = (
    ("best interests", "best_interests:list_best_interests"),
    ("tracing", "tracing:show_tracing"),
    ("protection", "protection_screening:list_protection"),
    ("verifications", "verifications:show_return"),
    ("transfers", "transfers:show_transfers"),
    ("transfers", "legal_measures:list_measures"),
)


def by_hand_of_file(name: str) -> list[str]:
    app = APP.get(name, name)
    return [f"SELECT * FROM {app}_{table} WHERE file_id = %(file)s" for table in OF_FILE[name]]


def _group_key() -> str:
    import hashlib

    return hashlib.md5(NAME.encode(), usedforsecurity=False).hexdigest()


# --- The installation ---------------------------------------------------------------------------
def leading(maintenance: Any) -> Any:
    """The supervisor of one office, with the files of 300 transfers, of which 250 travel together."""
    from saathi.agencies.models import Staff

    there = maintenance.execute(
        "SELECT recorded_by FROM transfers_transfergroup WHERE name = %s", [NAME]
    ).fetchone()
    if there:
        return Staff.objects.get(pk=there[0])
    staff, office, agency = maintenance.execute(LEADER).fetchone()
    asked = {"office": office, "given": GIVEN}
    files = [row[0] for row in maintenance.execute(TRAVELLERS, asked).fetchall()]
    values = {
        "office": office, "agency": agency, "staff": staff, "name": NAME, "files": files,
        "group": files[:GROUPED],
    }  # fmt: skip
    with maintenance.transaction():
        for statement in MOVED:
            maintenance.execute(statement, values)
    maintenance.execute("ANALYZE")
    return Staff.objects.get(pk=staff)


# --- The pages ------------------------------------------------------------------------------------
def run(maintenance: Any, leader: Any) -> list[Measured]:
    """Each list of the supervisor in turn, then each section of one file after the other."""
    from django.urls import reverse

    from saathi.agencies.models import Staff

    pages, get = list_pages(), signed_in(leader).get
    offices = [
        row[0]
        for row in maintenance.execute(
            "SELECT principal FROM agencies_principal WHERE staff_id = %s", [leader.pk]
        )
    ]
    own = Visit(leader, leader.id, leader.id, {})
    rows = maintenance.execute(FILES).fetchall()
    staff = {each.pk: each for each in Staff.objects.filter(pk__in=[row[0] for row in rows])}
    clients = {key: signed_in(each) for key, each in staff.items()}
    visits = [Visit(staff[worker], child, file, {}) for worker, child, file in rows]
    lines: dict[str, Measured] = {}
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = {}
        for page in pages:
            line = lines.setdefault(page.what, Measured(page.what[:18]))
            hand = ByHand(maintenance, own, LISTED[page.hand], offices)
            measure(line, partial(get, page.address), hand, 200)
        visit = visits[number % len(visits)]
        for section, view in SECTIONS:
            what = view.partition(":")[2]
            line = lines.setdefault(what, Measured(what.partition("_")[2][:18]))
            address = reverse(view, args=[visit.file])
            hand = ByHand(maintenance, visit, by_hand_of_file(section))
            measure(line, partial(clients[visit.staff.id].get, address), hand, 200)
    return list(lines.values())


def main() -> None:
    with nation() as maintenance:
        logging.disable(logging.ERROR)  # a line for each copied text that cannot be read
        leader = leading(maintenance)
        if SPREADS:
            spread(maintenance, SPREAD)
        printed(maintenance, lambda: run(maintenance, leader))


if __name__ == "__main__":
    main()
