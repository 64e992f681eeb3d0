"""Makes the queue of simulated reports and a duty roster.

The queue: who was notified, who accepted, what is overdue. It draws from its own generators, so
that the rest of the nation stays the same.
"""

import datetime as dt
import random
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from saathi.protection.identification.intake.queue.rules import ResponseTargets
from saathi.synthetic import name_lists
from saathi.synthetic.chunk import LoadChunk, iso_date
from saathi.synthetic.nation import DEMO_DISTRICT, SimulatedNation, SimulatedOffice, SimulatedWorker
from saathi.synthetic.parts import Day
from saathi.synthetic.tables import NULL, CopyRows
from saathi.vault.keys import NewFileKey

TABLES = {
    "intake_reportresponse": "id file_id recorded_at recorded_by version report_id office_id state "
    "urgency_rank due_at assigned_to accepted_by accepted_at level reached escalate_at route "
    "named_staff",
    "intake_responsestep": "id file_id recorded_at recorded_by version report_id kind staff level",
    "intake_reportnote": "id file_id recorded_at recorded_by version report_id kind sealed",
    "intake_dutyshift": "id office_id staff_id cover_id starts_at ends_at phone recorded_at recorded_by",
}
_REPORT_TEXTS = str(Path(__file__).with_name("simulation.toml"))
ROSTER_DAYS = 21
_RANKS = {"now": "0", "today": "1", "not_known": "2", "soon": "3"}
# In days from today and a time: when a report no one accepted goes to the next level, by urgency.
_ESCALATES = {
    "now": (1, "01:30"),
    "today": (1, "18:15"),
    "not_known": (2, "03:00"),
    "soon": (3, "09:00"),
}
_ESCALATES_LATER = (6, "09:00")
_TARGETS = ResponseTargets()
# When the outcome of an accepted report is due.
_DECISIONS = ((-1, "08:00"), (0, "19:30"), (1, "09:00"), (2, "09:00"))


class QueuedReport(NamedTuple):
    """The facts of a simulated report for the queue. `decided` is NULL while it is open."""

    file: str
    row: str
    wrote: str
    urgency: str
    decided: str
    office: SimulatedOffice
    by: SimulatedWorker


def add_response(chunk: LoadChunk, report: QueuedReport) -> None:
    """Adds a report to the queue, with what happened to it."""
    own = random.Random(f"queue {report.file}")  # noqa: S311 - an invented world, no secret
    leader = report.office.supervisor or report.by
    state, due, level, escalates = "closed", report.decided, 1, NULL
    # Only recent reports still wait: all urgent ones, and half of the others.
    is_recent = report.wrote >= iso_date(chunk.today - 4)
    is_new = is_recent and (report.urgency in {"now", "today"} or own.random() < 0.5)
    accepted = report.by if report.decided != NULL or not is_new else None
    if report.decided == NULL:
        state = "accepted" if accepted else "new"
        days, time = (
            own.choice(_DECISIONS) if accepted else _ESCALATES.get(report.urgency, _ESCALATES_LATER)
        )
        due = f"{iso_date(chunk.today + days)} {time}:00+00"
        if not accepted:  # due by the response times; then it goes to the next level
            due, escalates = _accept_by(report), due
            level = 2 if report.urgency == "now" or due < iso_date(chunk.today) else 1
    who, when = (accepted.id.hex, report.wrote) if accepted else (NULL, NULL)
    chunk.rows.add_row(
        "intake_reportresponse", _id(own), report.file, report.wrote, report.by.id.hex, "1",
        report.row, report.office.id.hex, state, _RANKS.get(report.urgency, "4"), due, who, who, when,
        str(level), str(level), escalates, "usual", "{}",
    )  # fmt: skip
    _add_step(chunk, own, report, ("notified", leader, 1))
    if level > 1 and report.office.parent and report.office.parent.supervisor:
        above = report.office.parent.supervisor
        _add_step(chunk, own, report._replace(wrote=due), ("notified", above, 2))
    if accepted:
        _add_step(chunk, own, report, ("accepted", accepted, 1))
    else:
        _add_notice(chunk, own, report, leader)


def add_outcome_note(chunk: LoadChunk, key: NewFileKey, report: QueuedReport, outcome: str) -> None:
    """The reason of an outcome, recorded by the supervisor where the child may be in immediate danger."""
    own = random.Random(f"outcome {report.file}")  # noqa: S311 - an invented world, no secret
    by = (report.urgency == "now" and report.office.supervisor) or report.by
    row, texts = _id(own), name_lists.texts_beside(_REPORT_TEXTS)["report"]["outcomes"]
    chunk.rows.add_row(
        "intake_reportnote", row, report.file, report.decided, by.id.hex, "1", report.row, "outcome",
        chunk.seal(key, "intake.report_note", row, {"text": texts[outcome], "outcome": outcome}),
    )  # fmt: skip


def _accept_by(report: QueuedReport) -> str:
    hours = dt.timedelta(hours=_TARGETS.hours(report.urgency))
    return (dt.datetime.fromisoformat(report.wrote) + hours).isoformat(" ")


def _add_step(
    chunk: LoadChunk,
    own: random.Random,
    report: QueuedReport,
    step: tuple[str, SimulatedWorker, int],
) -> None:
    kind, person, level = step
    chunk.rows.add_row(
        "intake_responsestep", _id(own), report.file, report.wrote, report.by.id.hex, "1",
        report.row, kind, person.id.hex, str(level),
    )  # fmt: skip


def _add_notice(
    chunk: LoadChunk, own: random.Random, report: QueuedReport, leader: SimulatedWorker
) -> None:
    kind = {"now": "report_late_now", "today": "report_new_today"}.get(report.urgency, "report_new")
    chunk.rows.add_row(
        "agencies_notice", _id(own), leader.id.hex, kind, report.row, report.wrote, NULL, NULL
    )


def add_roster(rows: CopyRows, nation: SimulatedNation, day: Day) -> None:
    """Adds the roster of the demo's office: day and evening, no one after 22:00 local time.

    At night the office above is on duty, as a province covers districts that have few staff.
    """
    own = random.Random("roster")  # noqa: S311 - an invented world, no secret
    office = nation.holders[DEMO_DISTRICT][0]
    supervisor = nation.demo["supervisor"]
    officers = [nation.demo["intake_officer"], *office.intake]
    for ahead in range(-1, ROSTER_DAYS):
        on, officer = day(-ahead), officers[ahead % len(officers)]
        _add_shift(rows, own, office, (officer, supervisor, f"{on} 03:15", f"{on} 11:15"))
        evening = nation.demo["case_worker"] if ahead % 2 else supervisor
        _add_shift(rows, own, office, (evening, None, f"{on} 11:15", f"{on} 16:15"))
    above = office.parent
    if above and above.supervisor:
        own = random.Random("roster of nights")  # noqa: S311 - an invented world, no secret
        for ahead in range(-1, ROSTER_DAYS):
            night = (f"{day(-ahead)} 16:15", f"{day(-ahead - 1)} 03:15")
            _add_shift(rows, own, above, (above.supervisor, None, *night))


def _add_shift(
    rows: CopyRows,
    own: random.Random,
    office: SimulatedOffice,
    shift: tuple[SimulatedWorker, SimulatedWorker | None, str, str],
) -> None:
    person, cover, start, end = shift
    supervisor = office.supervisor or person
    rows.add_row(
        "intake_dutyshift", _id(own), office.id.hex, person.id.hex, cover.id.hex if cover else NULL,
        f"{start}:00+00", f"{end}:00+00", f"+977 41 5550 {_extension(person)}",
        f"{start}:00+00", supervisor.id.hex,
    )  # fmt: skip


def _extension(person: SimulatedWorker) -> int:
    """The last digits of a colleague's telephone: the same on every shift."""
    return 100 + person.id.int % 900


def _id(own: random.Random) -> str:
    return UUID(int=own.getrandbits(128), version=4).hex
