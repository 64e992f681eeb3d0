"""What the queue of reports costs with 10,000 reports at one office, beside hand-written SQL for the same rows.

Run: `python -m bench.report_queue [children] [requests]`, in an installation as `bench/pages.py` has it. It adds
reports to the office of the demo's supervisor until there are 10,000.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

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

REPORTS = 10_000
# Files with their owner's right, reports and their places in the queue; half of them closed.
MANY = statements("""
CREATE TEMP TABLE made AS
SELECT gen_random_uuid() AS file, gen_random_uuid() AS report, n FROM generate_series(1, %(many)s) n;
INSERT INTO agencies_file (id, kind, agency_id, office_id, is_protected, recorded_at, recorded_by)
SELECT file, 'report', %(agency)s, %(office)s, false, now(), %(by)s FROM made;
INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by)
SELECT gen_random_uuid(), file, %(office)s, 'owner', %(all)s, %(all)s, now(), %(by)s FROM made;
INSERT INTO intake_report (id, file_id, recorded_at, recorded_by, version, received_at, channel,
    reporter_kind, reporter_is_confidential, urgency, concerns, country, district, language, child_gender,
    outcome, outcome_at, sealed)
SELECT report, file, now(), %(by)s, 1, now(), 'helpline', 'community', true,
    (ARRAY['now', 'today', 'soon', 'later'])[n %% 4 + 1], '{neglect}', 'NPL', 'NP-DHA', '', 'girl',
    CASE WHEN n %% 2 = 0 THEN '' ELSE 'advice_given' END, CASE WHEN n %% 2 = 0 THEN NULL ELSE now() END, 'x'
  FROM made;
INSERT INTO intake_reportresponse (id, file_id, recorded_at, recorded_by, version, report_id, office_id, state,
    urgency_rank, due_at, level, reached, escalate_at, route, named_staff)
SELECT gen_random_uuid(), file, now(), %(by)s, 1, report, %(office)s,
    CASE WHEN n %% 2 = 0 THEN 'new' ELSE 'closed' END, n %% 4, now() + n * interval '1 minute', 1, 1,
    CASE WHEN n %% 2 = 0 THEN now() + n * interval '1 minute' END, 'usual', '{}'
  FROM made;
ANALYZE intake_report;
ANALYZE intake_reportresponse;
ANALYZE agencies_grant;
DROP TABLE made
""")
COUNTED = "SELECT count(*) FROM (SELECT 1 FROM intake_reportresponse WHERE office_id = ANY(%(offices)s) AND "

# --- By hand, without security ------------------------------------------------------------------
QUEUE = statements(f"""
{COUNTED} state = 'new' LIMIT 1001) x;
{COUNTED} state = 'accepted' AND due_at > now() LIMIT 1001) x;
{COUNTED} state = 'accepted' AND due_at <= now() LIMIT 1001) x;
{COUNTED} state = 'closed' LIMIT 1001) x;
SELECT q.*, r.urgency, r.concerns, r.district, s.name FROM intake_reportresponse q
JOIN intake_report r ON r.id = q.report_id LEFT JOIN agencies_staff s ON s.id = q.assigned_to
WHERE q.office_id = ANY(%(offices)s) AND q.state = 'new' ORDER BY q.due_at, q.id LIMIT 26
""")
WAITING = statements("""
SELECT q.*, r.urgency FROM intake_reportresponse q JOIN intake_report r ON r.id = q.report_id
WHERE q.office_id = ANY(%(offices)s) AND q.state = 'new' ORDER BY q.due_at, q.id LIMIT 4;
SELECT count(*) FROM (SELECT 1 FROM intake_reportresponse
WHERE office_id = ANY(%(offices)s) AND state = 'new' LIMIT 1001) x
""")


def fill(maintenance: Any, leader: Any) -> None:
    """Adds reports until the office has ten thousand."""
    had = "SELECT count(*) FROM intake_reportresponse WHERE office_id = %s"
    [(count,)] = maintenance.execute(had, [leader.office_id]).fetchall()
    from saathi.agencies.sections import ALL_SECTIONS

    values = {
        "all": int(ALL_SECTIONS),
        "many": max(REPORTS - count, 0),
        "agency": leader.agency_id,
        "office": leader.office_id,
        "by": leader.id,
    }
    for statement in MANY:
        maintenance.execute(statement, values if "%(" in statement or "%%" in statement else None)


def run(maintenance: Any, leader: Any) -> list[Measured]:
    """The queue, its closed tab and My day of the supervisor in turn."""
    from django.urls import reverse

    queue, day = reverse("intake:list_reports"), reverse("desk:my_day")
    offices = [
        row[0]
        for row in maintenance.execute(
            "SELECT principal FROM agencies_principal WHERE staff_id = %s", [leader.id]
        )
    ]
    client, visit = signed_in(leader), Visit(leader, leader.id, leader.id, {})
    what = (
        ("queue, new", queue, QUEUE),
        ("queue, closed", f"{queue}?tab=closed&scope=team", QUEUE),
        ("my day", day, WAITING),
    )
    lines: list[Measured] = []
    for number in range(REQUESTS + WARM):
        if number in {0, WARM}:
            lines = [Measured(name) for name, _url, _hand in what]
        for line, (_name, url, hand) in zip(lines, what, strict=True):
            by_hand = ByHand(maintenance, visit, hand, offices)
            measure(line, partial(client.get, url), by_hand, 200)
    return lines


def main() -> None:
    with nation() as maintenance:
        from saathi.agencies.models import Staff

        leader = Staff.objects.get(email="supervisor@demo.saathi.example")
        fill(maintenance, leader)
        printed(maintenance, lambda: run(maintenance, leader))


if __name__ == "__main__":
    main()
