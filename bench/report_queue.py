"""What the queue of reports costs with 10,000 reports at one office, beside hand-written SQL for the same rows.

Run: `python -m bench.report_queue [children] [requests]`, in an installation as `bench/pages.py` has it. It adds
reports to the office of the demo's supervisor until there are 10,000.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

from functools import partial
from typing import Any

from bench.many_reports import MANY, REPORTS
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
