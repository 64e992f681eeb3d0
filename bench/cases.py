"""What the list of cases costs a supervisor of 2,000 open cases, beside hand-written SQL in the same run.

Run: `python -m bench.cases [children] [requests] [cases led] [rows to add]`, in an installation as `bench/pages.py` has it.
One supervisor is given the office of so many open cases; it stays so in that installation. `rows to add` copies that many
children with their files, rights, cases, due tasks and visits, without names, to the offices of others: the size of the
tables that the list reads, without the hours and the disk of a whole nation. They too stay.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import sys
import time
from functools import partial
from typing import Any

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

CASES_LED = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
ADDED = int(sys.argv[4]) if len(sys.argv) > 4 else 0
LEADER = """
SELECT s.id FROM agencies_staff s JOIN agencies_principal p ON p.staff_id = s.id AND p.principal = s.office_id
WHERE s.bundle = 'supervisor' AND (SELECT count(*) FROM agencies_principal q WHERE q.staff_id = s.id) = 2
ORDER BY abs((SELECT count(*) FROM cases_case c WHERE c.office_id = s.office_id AND c.status IN ('open', 'closing_asked')) - %s),
s.id LIMIT 1
"""
MORE = """
SELECT c.file_id FROM cases_case c WHERE c.status = 'open' AND c.office_id <> %(office)s
AND EXISTS (SELECT 1 FROM vault_key k WHERE k.file_id = c.file_id) ORDER BY c.id LIMIT %(more)s
"""
GIVEN = statements("""
UPDATE agencies_grant SET principal = %(office)s WHERE kind = 'owner' AND file_id = ANY(%(files)s);
UPDATE cases_case SET office_id = %(office)s WHERE file_id = ANY(%(files)s)
""")
# Each statement copies rows under keys made from those of the original and the number of the copy.
KEY = "md5({column}::text || n)::uuid"
COPIES = (
    ("agencies_file", ("id",)),
    ("agencies_grant", ("id", "file_id")),
    ("people_child", ("id", "file_id")),
    ("cases_case", ("id", "file_id", "child_id")),
    ("cases_due", ("id", "file_id", "case_id")),
    ("cases_visit", ("id", "file_id", "case_id")),
)

# --- By hand, without security ------------------------------------------------------------------
LISTED = statements("""
SELECT c.id, c.status, c.stage, c.risk, k.code, k.gender, w.name, o.name, due.duty, due.due_on, met.at, flag.yes
FROM cases_case c JOIN people_child k ON k.id = c.child_id JOIN agencies_staff w ON w.id = c.worker_id
JOIN agencies_office o ON o.id = c.office_id
LEFT JOIN LATERAL (SELECT d.duty, d.due_on FROM cases_due d WHERE d.case_id = c.id AND d.done_on IS NULL
                   ORDER BY d.due_on LIMIT 1) due ON true
LEFT JOIN LATERAL (SELECT max(v.happened_at) AS at FROM cases_visit v WHERE v.case_id = c.id AND v.outcome <> 'not_met') met
ON true
LEFT JOIN LATERAL (SELECT true AS yes FROM notes_note n WHERE n.case_id = c.id AND n.kind = 'flag' AND n.state = 'stands'
                   LIMIT 1) flag ON true
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked')
ORDER BY array_position(ARRAY['high', '', 'medium', 'low'], c.risk::text), due.due_on, c.id LIMIT 26;
SELECT count(*) FROM (SELECT 1 FROM cases_case c WHERE c.office_id = ANY(%(offices)s)
AND c.status IN ('open', 'closing_asked') LIMIT 1001) counted
""")
TEAM = statements("""
SELECT c.worker_id, w.name, count(*), count(*) FILTER (WHERE c.risk = 'high'), count(*) FILTER (WHERE late.any)
FROM cases_case c JOIN agencies_staff w ON w.id = c.worker_id,
LATERAL (SELECT EXISTS (SELECT 1 FROM cases_due d WHERE d.case_id = c.id AND d.done_on IS NULL
                        AND d.due_on < current_date) AS any) late
WHERE c.office_id = ANY(%(offices)s) AND c.status IN ('open', 'closing_asked') GROUP BY 1, 2
""")
PAGES = (
    ("by risk", ""),
    ("high risk", "risk=high"),
    ("overdue", "overdue=any"),
    ("no contact 30 d", "contact=30"),
    ("by last contact", "order=contact"),
    ("by case worker", "order=worker"),
    ("girls of 12 to 15", "sex=girl&age_from=12&age_to=15"),
    ("concern", "concern=trafficking"),
)


def add_rows(maintenance: Any, office: Any) -> None:
    """Copies children of other offices with the rows that the list reads, until so many were added."""
    [(children,)] = maintenance.execute("SELECT count(*) FROM people_child").fetchall()
    [(there,)] = maintenance.execute(
        "SELECT count(*) FROM people_child k WHERE NOT EXISTS (SELECT 1 FROM vault_key v WHERE v.file_id = k.file_id)"
    ).fetchall()
    start, first = time.perf_counter(), children - there
    for number in range(there // first + 1, ADDED // first + 1):
        with maintenance.transaction():
            for table, keys in COPIES:
                copy_table(maintenance, table, keys, number, office)
        print(f"copy {number} of {ADDED // first}: {time.perf_counter() - start:.0f} s", flush=True)
    maintenance.execute("ANALYZE")


def copy_table(
    maintenance: Any, table: str, keys: tuple[str, ...], number: int, office: Any
) -> None:
    names = [
        name
        for (name,) in maintenance.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
    ]
    values = [KEY.format(column=name) if name in keys else name for name in names]
    if table == "people_child":
        values[names.index("code")] = "'X' || substr(md5(code || n), 1, 11)"
    source = "file_id" if "file_id" in names else "id"
    maintenance.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table}, "
        f"(SELECT '{number}'::text AS n) numbered WHERE EXISTS (SELECT 1 FROM vault_key v WHERE v.file_id = {table}.{source}) "
        f"AND EXISTS (SELECT 1 FROM people_child k WHERE k.file_id = {table}.{source}) "
        f"AND NOT EXISTS (SELECT 1 FROM cases_case o WHERE o.file_id = {table}.{source} AND o.office_id = %s)",
        [office],
    )


def leading(maintenance: Any) -> Any:
    """The supervisor of one office, which is given as many open cases as were asked for."""
    from saathi.agencies.models import Staff

    leader = Staff.objects.get(pk=maintenance.execute(LEADER, [CASES_LED]).fetchone()[0])
    open_cases = "SELECT count(*) FROM cases_case WHERE office_id = %s AND status IN ('open', 'closing_asked')"
    [(count,)] = maintenance.execute(open_cases, [leader.office_id]).fetchall()
    if count < CASES_LED:
        asked = {"office": leader.office_id, "more": CASES_LED - count}
        files = [row[0] for row in maintenance.execute(MORE, asked).fetchall()]
        with maintenance.transaction():
            for statement in GIVEN:
                maintenance.execute(statement, {"office": leader.office_id, "files": files})
        maintenance.execute("ANALYZE cases_case, agencies_grant")
        [(count,)] = maintenance.execute(open_cases, [leader.office_id]).fetchall()
    print(f"the supervisor leads {count} open cases")
    return leader


def run(maintenance: Any, leader: Any) -> list[Measured]:
    """Each view of the list in turn, then the workload of the team."""
    from django.urls import reverse

    client = signed_in(leader)
    cases, team = reverse("desk:list_cases"), reverse("desk:show_team_workload")
    visit = Visit(leader, leader.id, leader.id, {})
    lines = [Measured(what) for what, _query in PAGES] + [Measured("team")]
    for number in range(REQUESTS + WARM):
        if number == WARM:
            lines = [Measured(line.what) for line in lines]
        for line, (_what, query) in zip(lines, PAGES, strict=False):
            hand = ByHand(maintenance, visit, LISTED, [leader.office_id])
            measure(line, partial(client.get, f"{cases}?{query}"), hand, 200)
        hand = ByHand(maintenance, visit, TEAM, [leader.office_id])
        measure(lines[-1], partial(client.get, team), hand, 200)
    return lines


def main() -> None:
    with nation() as maintenance:
        leader = leading(maintenance)
        if ADDED:
            add_rows(maintenance, leader.office_id)
        printed(maintenance, lambda: run(maintenance, leader))


if __name__ == "__main__":
    main()
