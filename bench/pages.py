"""What pages cost at 100,000 children, beside hand-written SQL without security in the same run.

Run: `python -m bench.pages [children] [requests]`. With SAATHI_HOME it uses that installation, and
loads children into it where it has none; without, a server of its own, which goes away again. How it
is measured: `bench/measuring.py`; the heaviest desks: `bench/desks.py`.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import random
import time
from functools import partial
from typing import Any
from uuid import uuid4

from bench.measuring import (
    REQUESTS,
    WARM,
    ByHand,
    Measured,
    Visit,
    measure,
    nation,
    percentile,
    printed,
    signed_in,
    statements,
)
from saathi.agencies.sections import Section

# A search is limited for each person in an hour; so many workers that no one reaches the limit.
WORKERS = 60


FILE = statements("""
SELECT * FROM people_child WHERE file_id = %(file)s;
SELECT * FROM people_agestatement WHERE file_id = %(file)s;
SELECT c.*, (SELECT min(assessed_on) FROM cases_assessment a WHERE a.case_id = c.id),
       (SELECT min(approved_on) FROM care_plans_plan p WHERE p.case_id = c.id)
FROM cases_case c WHERE c.file_id = %(file)s ORDER BY opened_on DESC LIMIT 1;
SELECT * FROM cases_due WHERE file_id = %(file)s AND done_on IS NULL ORDER BY due_on;
SELECT * FROM participation_statement WHERE file_id = %(file)s ORDER BY said_on DESC LIMIT 20;
SELECT p.id, p.number, p.state, g.*, count(s.id), count(s.id) FILTER (WHERE s.state = 'done')
FROM care_plans_plan p LEFT JOIN care_plans_goal g ON g.plan_id = p.id
LEFT JOIN care_plans_step s ON s.goal_id = g.id WHERE p.file_id = %(file)s
GROUP BY p.id, g.id ORDER BY p.number DESC, g.number;
SELECT s.*, t.name FROM cases_seat s LEFT JOIN agencies_staff t ON t.id = s.staff_id
WHERE s.file_id = %(file)s;
SELECT happened_at, kind, outcome FROM cases_visit WHERE file_id = %(file)s
ORDER BY happened_at DESC LIMIT 10;
SELECT wrapped, kek_id FROM vault_key WHERE file_id = %(file)s
""")
DAY = statements("""
SELECT d.*, c.*, k.* FROM cases_due d JOIN cases_case c ON c.id = d.case_id
JOIN people_child k ON k.id = c.child_id WHERE d.worker_id = %(staff)s AND d.done_on IS NULL
ORDER BY d.due_on, d.id LIMIT 51;
SELECT c.*, k.* FROM cases_case c JOIN people_child k ON k.id = c.child_id
WHERE c.worker_id = %(staff)s AND c.status IN ('open', 'closing_asked')
ORDER BY c.opened_on DESC LIMIT 50;
SELECT stage, count(*) FROM cases_case WHERE worker_id = %(staff)s
AND status IN ('open', 'closing_asked') GROUP BY stage;
SELECT * FROM agencies_notice WHERE staff_id = %(staff)s AND read_at IS NULL
ORDER BY given_at DESC LIMIT 20;
SELECT v.* FROM vault_key v JOIN cases_case c ON c.file_id = v.file_id
WHERE c.worker_id = %(staff)s AND c.status IN ('open', 'closing_asked')
""")
# A worker's own children are read and compared by name.
FIND = statements(f"""
SELECT g.file_id FROM agencies_grant g JOIN agencies_file f ON f.id = g.file_id
WHERE g.principal = %(staff)s AND g.reads & {int(Section.IDENTITY)} > 0 AND f.kind = 'child' AND g.starts_at <= now()
AND (g.ends_at IS NULL OR g.ends_at > now()) LIMIT 501;
SELECT c.* FROM people_child c JOIN agencies_grant g ON g.file_id = c.file_id
WHERE g.principal = %(staff)s;
SELECT k.* FROM vault_key k JOIN agencies_grant g ON g.file_id = k.file_id
WHERE g.principal = %(staff)s;
SELECT * FROM people_agestatement WHERE file_id = %(file)s
""")
# Sent off: one enquiry with its file, key and job. Read: the requester's last searches, for the hourly limit.
ASK = statements("""
SELECT recorded_at FROM intake_enquiry WHERE recorded_by = %(staff)s
AND recorded_at > now() - interval '1 hour' ORDER BY recorded_at DESC LIMIT 30
""")


OWN_FILES = """
SELECT c.file_id FROM cases_case c WHERE c.worker_id = %s AND c.status = 'open'
AND EXISTS (SELECT 1 FROM vault_key k WHERE k.file_id = c.file_id) ORDER BY c.id LIMIT 8
"""


# --- The pages ------------------------------------------------------------------------------------
def visits(maintenance: Any) -> list[Visit]:
    """Randomly chosen members of staff, each with children of their own."""
    from django.db import transaction

    from saathi.agencies import context
    from saathi.agencies.models import Staff
    from saathi.people.models import Child
    from saathi.vault import store as vault

    rows = maintenance.execute(
        "SELECT id FROM agencies_staff WHERE bundle = 'case_worker' ORDER BY md5(id::text) LIMIT %s",
        [WORKERS],
    ).fetchall()
    chosen: list[Visit] = []
    for (staff_id,) in rows:
        staff = Staff.objects.get(pk=staff_id)
        with transaction.atomic(), vault.open_keyring():
            context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
            # `bench.cases` adds files without names, which have no key.
            files = [f for (f,) in maintenance.execute(OWN_FILES, [staff.id]).fetchall()]
            for child in Child.objects.filter(file_id__in=files):
                name = vault.open(child)["names"][0]["text"]
                search = {
                    "name": name,
                    "district": child.home_district,
                    "gender": child.gender,
                    "language": child.languages[0],
                    "purpose": "new_report",
                }
                chosen.append(Visit(staff, child.id, child.file_id, search))
    random.Random(1).shuffle(chosen)
    return chosen


PAGES = ("child's file", "my day", "find: ask", "find: answer")


def run(maintenance: Any, chosen: list[Visit]) -> list[Measured]:
    """Every page in turn for one child after the other."""
    from django.urls import reverse

    clients = {visit.staff.id: signed_in(visit.staff) for visit in chosen}
    day, find = reverse("desk:my_day"), reverse("desk:find_child")
    lines = [Measured(what) for what in PAGES]
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = [Measured(what) for what in PAGES]
        visit = chosen[number % len(chosen)]
        get, post = clients[visit.staff.id].get, clients[visit.staff.id].post
        hand = partial(ByHand, maintenance, visit)
        file = reverse("desk:child_file", args=[visit.file])
        measure(lines[0], partial(get, file), hand(FILE), 200)
        measure(lines[1], partial(get, day), hand(DAY), 200)
        asked = visit.search | {"form_key": str(uuid4())}
        sent = measure(lines[2], partial(post, find, asked), hand(ASK), 302)
        measure(lines[3], partial(get, sent["Location"]), hand(FIND), 200)
    return lines


def overhead(chosen: list[Visit]) -> None:
    """Context, audit entry and durable commit, as each request has them, and nothing else."""
    from django.db import connection, transaction

    from saathi import audit
    from saathi.agencies import context

    def request(visit: Visit, *, secured: bool) -> float:
        start = time.perf_counter()
        with transaction.atomic():
            if secured:
                context.enter_staff_context(staff=visit.staff.id, agency=visit.staff.agency_id)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            if secured:
                audit.record(
                    audit.AuditKind.LOOKED,
                    by=visit.staff.id,
                    agency=visit.staff.agency_id,
                    file_id=visit.file,
                    objects=[visit.child],
                    purpose="own_case",
                )
                context.leave_context_at_end()
        return (time.perf_counter() - start) * 1000

    bare = [request(visit, secured=False) for visit in chosen[:200]]
    whole = [request(visit, secured=True) for visit in chosen[:200]]
    for share in (50, 95):
        more = percentile(whole, share) - percentile(bare, share)
        print(f"context + audit + commit a request, p{share}: {more:.2f} ms")


def main() -> None:
    with nation() as maintenance:
        chosen = visits(maintenance)
        printed(maintenance, lambda: run(maintenance, chosen))
        overhead(chosen)


if __name__ == "__main__":
    main()
