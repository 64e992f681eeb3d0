"""What the heaviest desks cost: 300 open cases on one day, a supervisor's dashboard and approvals, a visit to save.

Run: `python -m bench.desks [children] [requests] [workers led] [their cases]`, in an installation as `bench/pages.py`
has it. Where no worker has 300 open cases, one is assigned cases of colleagues, permanently in that installation. A small
nation has no supervisor of 40 workers, and its workers have fewer cases: two sizes are compared by supervisors who
lead about as many workers with as many open cases as in the smaller one, which it prints.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import sys
import time
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

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
from bench.pages import DAY, visits

CASES = 300
WORKERS_LED = int(sys.argv[3]) if len(sys.argv) > 3 else 40
CASES_LED = int(sys.argv[4]) if len(sys.argv) > 4 else None  # as many as there are
HEAVIEST = """
SELECT c.worker_id, count(*) FROM cases_case c JOIN agencies_staff s ON s.id = c.worker_id
WHERE c.status = 'open' AND s.bundle = 'case_worker' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1
"""
OF_COLLEAGUES = """
SELECT c.file_id FROM cases_case c JOIN agencies_office o ON o.id = c.office_id
WHERE c.status = 'open' AND c.worker_id <> %(worker)s
AND o.agency_id = (SELECT agency_id FROM agencies_staff WHERE id = %(worker)s)
ORDER BY c.office_id <> (SELECT office_id FROM agencies_staff WHERE id = %(worker)s), c.id LIMIT %(more)s
"""
HANDED = statements("""
UPDATE agencies_grant g SET principal = %(worker)s FROM cases_case c
WHERE c.file_id = g.file_id AND g.principal = c.worker_id AND g.kind = 'team'
AND g.file_id = ANY(%(files)s);
UPDATE cases_due SET worker_id = %(worker)s WHERE file_id = ANY(%(files)s) AND done_on IS NULL;
UPDATE cases_case SET worker_id = %(worker)s WHERE file_id = ANY(%(files)s) AND status = 'open'
""")
LEADERS = """
WITH office AS (
  SELECT o.id, (SELECT count(*) FROM agencies_staff w WHERE w.office_id = o.id AND w.bundle = 'case_worker') AS workers,
         (SELECT count(*) FROM cases_case c WHERE c.office_id = o.id AND c.status IN ('open', 'closing_asked')) AS cases
  FROM agencies_office o)
SELECT s.id FROM agencies_staff s JOIN agencies_principal p ON p.staff_id = s.id JOIN office ON office.id = p.principal
WHERE s.bundle = 'supervisor' GROUP BY s.id
ORDER BY abs(sum(workers) / %(workers)s::float - 1) + coalesce(abs(sum(cases) / %(cases)s::float - 1), 0), s.id LIMIT 4
"""
LED = """
SELECT count(DISTINCT p.staff_id), count(DISTINCT c.worker_id), count(*)
FROM agencies_principal p JOIN cases_case c ON c.office_id = p.principal
WHERE p.staff_id = ANY(%s) AND c.status IN ('open', 'closing_asked')
"""

# --- By hand, without security ------------------------------------------------------------------
SUPERVISION = statements("""
SELECT c.worker_id, w.name, count(*), count(*) FILTER (WHERE c.risk = 'high'), sum(late.times) FROM cases_case c
JOIN agencies_staff w ON w.id = c.worker_id,
LATERAL (SELECT count(*) AS times FROM cases_due d WHERE d.case_id = c.id AND d.done_on IS NULL
         AND d.due_on < current_date) late
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked') GROUP BY 1, 2 ORDER BY 4 DESC, 5 DESC;
SELECT d.duty, count(*), min(d.due_on) FROM cases_case c JOIN cases_due d ON d.case_id = c.id
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked') AND d.done_on IS NULL
AND d.due_on < current_date GROUP BY 1;
SELECT count(*), min(coalesce(met.at, c.opened_on)) FROM cases_case c, LATERAL (
  SELECT max(happened_at) AS at FROM cases_visit v WHERE v.case_id = c.id AND v.outcome <> 'not_met') met
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked') AND c.risk = 'high'
AND coalesce(met.at, c.opened_on) < current_date - 7;
SELECT count(*), min(tried.first) FROM cases_case c, LATERAL (
  SELECT count(*) AS times, min(happened_at) AS first FROM cases_visit v WHERE v.case_id = c.id AND v.outcome = 'not_met'
  AND v.happened_at > coalesce((SELECT max(happened_at) FROM cases_visit m WHERE m.case_id = c.id
                                AND m.outcome <> 'not_met'), '-infinity')) tried
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked') AND tried.times >= 3;
SELECT count(*), min(a.asked_at), count(*) FILTER (WHERE c.risk = 'high') FROM cases_approval a
JOIN cases_case c ON c.id = a.case_id WHERE a.office_id = ANY(%(offices)s) AND a.decision = 'waiting';
SELECT r.urgency, count(*), min(r.received_at) FROM intake_report r JOIN agencies_file f ON f.id = r.file_id
WHERE f.office_id = ANY(%(offices)s) AND r.outcome = '' AND r.received_at > now() - interval '30 days' GROUP BY 1
""")
APPROVALS = statements("""
SELECT a.*, k.code, c.risk, s.name FROM cases_approval a JOIN cases_case c ON c.id = a.case_id
JOIN people_child k ON k.id = c.child_id JOIN agencies_staff s ON s.id = a.recorded_by
WHERE a.office_id = ANY(%(offices)s) AND a.decision = 'waiting' ORDER BY a.asked_at, a.id LIMIT 26;
SELECT count(*) FROM cases_approval WHERE office_id = ANY(%(offices)s) AND decision = 'waiting'
""")
VISIT = statements("""
SELECT * FROM cases_case c JOIN people_child k ON k.id = c.child_id WHERE c.file_id = %(file)s;
SELECT wrapped, kek_id FROM vault_key WHERE file_id = %(file)s;
INSERT INTO cases_visit (id, file_id, recorded_at, recorded_by, version, case_id, happened_at, kind, outcome)
SELECT gen_random_uuid(), file_id, now(), %(staff)s, 1, id, now(), 'home', 'met_alone'
FROM cases_case WHERE file_id = %(file)s AND status = 'open' LIMIT 1 RETURNING id;
UPDATE cases_due SET version = version + 1 WHERE file_id = %(file)s AND done_on IS NULL
AND duty = 'visit' RETURNING id
""")


def burdened(maintenance: Any) -> UUID:
    """A worker with 300 open cases; assigns cases where no worker has as many."""
    worker, count = maintenance.execute(HEAVIEST).fetchone()
    if count < CASES:
        given = {"worker": worker, "more": CASES - count}
        files = [file for (file,) in maintenance.execute(OF_COLLEAGUES, given).fetchall()]
        with maintenance.transaction():
            for statement in HANDED:
                maintenance.execute(statement, {"worker": worker, "files": files})
    return worker  # type: ignore[no-any-return]


def visit_form() -> dict[str, str]:
    """What a worker fills in after a visit of yesterday."""
    day = time.gmtime(time.time() - 86_400)
    return {
        "outcome": "met_alone",
        "child_safe": "yes",
        "kind": "home",
        "happened_on_0": str(day.tm_mday),
        "happened_on_1": str(day.tm_mon),
        "happened_on_2": str(day.tm_year),
        "note": "She was at home and well.",
        "form_key": str(uuid4()),
    }


def run(
    maintenance: Any, worker: Any, leaders: Sequence[Any], chosen: list[Visit]
) -> list[Measured]:
    """The four pages in turn."""
    from django.urls import reverse

    day, approvals = reverse("desk:my_day"), reverse("desk:list_approvals")
    clients = {
        result.id: signed_in(result) for result in {worker, *leaders, *(v.staff for v in chosen)}
    }
    offices = {
        entry.id: [
            row[0]
            for row in maintenance.execute(
                "SELECT principal FROM agencies_principal WHERE staff_id = %s", [entry.id]
            )
        ]
        for entry in leaders
    }
    number, led, cases = maintenance.execute(LED, [[item.id for item in leaders]]).fetchone()
    print(f"{number} supervisors lead {led} workers of {cases} open cases in all")
    what = ("my day, 300 cases", "dashboard", "approvals", "save a visit")
    lines = [Measured(each) for each in what]
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = [Measured(each) for each in what]
        visit, leader = chosen[number % len(chosen)], leaders[number % len(leaders)]
        by_hand = ByHand(maintenance, Visit(worker, worker.id, worker.id, {}), DAY)
        measure(lines[0], partial(clients[worker.id].get, day), by_hand, 200)
        leads = Visit(leader, leader.id, leader.id, {})
        led = ByHand(maintenance, leads, SUPERVISION, offices[leader.id])
        measure(lines[1], partial(clients[leader.id].get, day), led, 200)
        asked = ByHand(maintenance, leads, APPROVALS, offices[leader.id])
        measure(lines[2], partial(clients[leader.id].get, approvals), asked, 200)
        new = reverse("cases:record_visit", args=[visit.file])
        post = partial(clients[visit.staff.id].post, new, visit_form())
        measure(lines[3], post, ByHand(maintenance, visit, VISIT, writes=True), 302)
    return lines


def main() -> None:
    with nation() as maintenance:
        from saathi.agencies.models import Staff

        worker = Staff.objects.get(pk=burdened(maintenance))
        asked = {"workers": WORKERS_LED, "cases": CASES_LED}
        rows = [row[0] for row in maintenance.execute(LEADERS, asked).fetchall()]
        leaders = list(Staff.objects.filter(pk__in=rows))
        chosen = visits(maintenance)
        printed(maintenance, lambda: run(maintenance, worker, leaders, chosen))


if __name__ == "__main__":
    main()
