"""The people around one child's file, each with a different relation to it."""

import datetime as dt
from dataclasses import dataclass

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.participation.models import Reader, Statement
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.models import Case, Due, Visit
from tests.factories import agencies, children, teams
from tests.roles import acting, role

NAME = "Sunita Mahato"
PHONE = "Mozilla/5.0 (Linux; Android 14) Mobile"


@dataclass
class ChildFileCast:
    """One office, one child, and the people concerned."""

    case: Case
    worker: Staff
    supervisor: Staff
    house_mother: Staff
    stranger: Staff
    outsider: Staff

    @property
    def file_id(self) -> object:
        return self.case.file_id

    @property
    def url(self) -> str:
        return f"/child/{self.case.file_id}/"


def around() -> ChildFileCast:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    case = children.case(worker, NAME)
    house_mother = agencies.staff("house_mother", office)
    teams.join(case.file_id, house_mother, TeamRole.RESIDENTIAL_WORKER)
    return ChildFileCast(
        case=case,
        worker=worker,
        supervisor=agencies.staff("supervisor", office),
        house_mother=house_mother,
        stranger=agencies.staff("case_worker", office),
        outsider=agencies.staff("case_worker"),
    )


def entries(**fields: object) -> list[AuditEntry]:
    with role("auditor"):
        return list(AuditEntry.objects.filter(**fields).order_by("at"))


def due(case: Case, worker: Staff, on: dt.date, duty: str = "visit") -> Due:
    with acting(worker):
        return writing.add(
            Due(file_id=case.file_id, case=case, worker=worker, duty=duty, due_on=on), actor=worker
        )


def plan(case: Case, actor: Staff, goals: int = 2) -> Plan:
    with acting(actor):
        plan = writing.add(
            Plan(file_id=case.file_id, case=case, number=1, made_on=dt.date(2026, 3, 9)),
            actor=actor,
        )
        for number in range(1, goals + 1):
            goal = Goal(
                file_id=case.file_id,
                plan=plan,
                number=number,
                facet="vocational",
                decided_by="child",
            )
            writing.add(goal, actor=actor, payload={"text": f"Sewing course {number}"})
            for place, state in enumerate(("done", "to_do"), 1):
                step = Step(file_id=case.file_id, goal=goal, number=place, state=state)
                writing.add(step, actor=actor, payload={"text": "Ask at the centre"})
    return plan


def said(case: Case, actor: Staff, words: str, audience: str = "team", *named: Staff) -> Statement:
    with acting(actor):
        statement = Statement(
            file_id=case.file_id,
            child_id=case.child_id,
            state="said",
            form="verbatim",
            said_on=dt.date(2026, 3, 9),
            language="mai",
            audience=audience,
            was_read_back=True,
        )
        writing.add(statement, actor=actor, payload={"words": words})
    with role("maintenance"):
        for reader in named:
            Reader.objects.create(
                file_id=case.file_id, statement=statement, staff=reader, recorded_by=actor.id
            )
    return statement


def visit(case: Case, actor: Staff) -> Visit:
    with acting(actor):
        return writing.add(
            Visit(
                file_id=case.file_id,
                case=case,
                happened_at=dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC),
                kind="home",
                outcome="met_alone",
            ),
            actor=actor,
            payload={"note": "Well."},
        )
