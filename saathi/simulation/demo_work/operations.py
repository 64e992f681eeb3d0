"""Two operations with many children, each with their own report and first decision."""

import datetime as dt
from dataclasses import dataclass

from saathi.agencies.models import Staff
from saathi.consent.vocabulary import ChildParticipation
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.queue.actions import accept_report
from saathi.protection.identification.intake.vocabulary import (
    Concern,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.protection.identification.operations import actions
from saathi.protection.identification.operations.models import (
    FirstDecision,
    Operation,
    OperationRisk,
)
from saathi.protection.identification.operations.vocabulary import (
    FirstStep,
    OperationKind,
    OperationLead,
    OperationRiskKind,
)
from saathi.simulation.demo_work import demo_staff

CONCERNS = {
    OperationKind.REMOVAL: [Concern.CHILD_LABOUR],
    OperationKind.BORDER: [Concern.ON_THE_MOVE, Concern.TRAFFICKING],
}


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child of an operation: the name used there, what was found, the first decision."""

    called: str
    gender: Gender
    age: int
    language: str
    what: str
    step: FirstStep
    rationale: str
    child_words: str = ""
    child_participation: ChildParticipation = ChildParticipation.IN_PERSON


KILN = (
    FoundChild(
        "Bikash", Gender.BOY, 13, "mai",
        "Carried bricks with an uncle since the festival. Has a cut on the hand.",
        FirstStep.HEALTH, "The cut on the hand is infected and is treated before anything else.",
        "I want to go home after my hand is well.",
    ),
    FoundChild(
        "Rupa", Gender.GIRL, 11, "mai",
        "Lived at the kiln with both parents and cooked for the workers. Does not go to school.",
        FirstStep.STAYS, "Lives with both parents, who asked for a place in school in Janakpur.",
        "I want to be in class with my cousin.",
    ),
    FoundChild(
        "Sanjay", Gender.BOY, 15, "ne",
        "Came alone with a contractor and was not paid. Does not know the address of the contractor.",
        FirstStep.SHELTER, "Has no adult here and fears the contractor, who knows the place at the kiln.",
        "Do not tell the contractor where I am.",
    ),
    FoundChild(
        "Asmita", Gender.GIRL, 9, "mai",
        "Slept in a hut with an older sister. Says that the parents are in the village.",
        FirstStep.RELATIVE, "Named a grandmother in the next village, who was visited and agrees.",
    ),
)  # fmt: skip
# The bus has none: its page shows that there was no harm check.
KILN_RISKS = (
    (
        OperationRiskKind.SEPARATION, "Children who live at the kiln with their parents.",
        "Families stay together until each child has been asked and a decision is made for this child.",
    ),
    (
        OperationRiskKind.INCOME, "Parents may not be paid for the bricks already made.",
        "The labour office collects the wages that are due before the workers leave.",
    ),
)  # fmt: skip
BUS = (
    FoundChild(
        "Puja", Gender.GIRL, 16, "ne",
        "Travelled with a woman who said that she was an aunt. The two gave different villages.",
        FirstStep.AUTHORITY, "Wants to tell the authority in person, with a lawyer, how the journey began.",
        "Nobody forced me. I wanted to earn for my brother’s school.",
    ),
    FoundChild(
        "Anil", Gender.BOY, 12, "mai",
        "On the way to work in a hotel across the border. Had the telephone number of an agent.",
        FirstStep.FAMILY, "The mother came the same day, was heard alone, and did not know of the agent.",
        "I thought my mother had agreed.",
    ),
    FoundChild(
        "Nisha", Gender.GIRL, 14, "ne",
        "Did not want to speak in the bus. Asked for a woman.",
        FirstStep.NOT_DECIDED, "Has not spoken yet; meets a counsellor tomorrow, before any decision.",
        child_participation=ChildParticipation.CHOSE_NOT,
    ),
)  # fmt: skip


PLANNED = (
    (
        "Inspection of embroidery workshops (invented)",
        OperationKind.INSPECTION,
        OperationLead.LABOUR,
        1,
    ),
    ("Arrival of a group by train (invented)", OperationKind.RETURN, OperationLead.WELFARE, 4),
)
PLANNED_RISKS = (
    (
        OperationRiskKind.DISTRESS, "Uniforms and many adults at once frighten the younger children.",
        "Two social workers in plain clothes go first; each child is greeted by name and language.",
    ),
    (
        OperationRiskKind.NO_PLACE, "The shelter in Janakpur has four free beds.",
        "Four more beds are promised by the shelter in Siraha, with a vehicle until midnight.",
    ),
)  # fmt: skip


def add_operations() -> None:
    """Adds yesterday's removal from a brick kiln, and last week's interception of a bus."""
    officer = demo_staff.demo_person("intake_officer")
    with demo_staff.acting_as(officer):
        today = officer.office.today()
        kiln = Operation(
            name="Brick kiln inspection (invented)",
            kind=OperationKind.REMOVAL,
            led_by=OperationLead.LABOUR,
            happened_on=today - dt.timedelta(days=1),
            expected=6,
        )
        bus = Operation(
            name="Night bus at the border (invented)",
            kind=OperationKind.BORDER,
            led_by=OperationLead.POLICE,
            happened_on=today - dt.timedelta(days=6),
            expected=3,
        )
        for operation, children in ((bus, BUS), (kiln, KILN)):
            actions.open_operation(operation=operation, actor=officer)
            for kind, detail, response in KILN_RISKS if operation is kiln else ():
                risk = OperationRisk(kind=kind, detail=detail, response=response)
                actions.add_risk(operation=operation, risk=risk, actor=officer)
            for child in children:
                _add_child(operation, child, officer)


def add_planned_operations() -> None:
    """Adds an approved inspection of tomorrow, and the arrival of a group that awaits approval."""
    officer, supervisor = (
        demo_staff.demo_person("intake_officer"),
        demo_staff.demo_person("supervisor"),
    )
    with demo_staff.acting_as(officer):
        inspection, _arrival = (
            _plan(name, kind, lead, days, officer) for name, kind, lead, days in PLANNED
        )
    with demo_staff.acting_as(supervisor):
        actions.approve_operation(
            operation=inspection, version=inspection.version, actor=supervisor
        )


def _plan(
    name: str, kind: OperationKind, lead: OperationLead, days: int, actor: Staff
) -> Operation:
    on = actor.office.today() + dt.timedelta(days=days)
    operation = Operation(name=name, kind=kind, led_by=lead, happened_on=on, expected=8)
    actions.open_operation(operation=operation, actor=actor)
    for risk_kind, detail, response in PLANNED_RISKS:
        risk = OperationRisk(kind=risk_kind, detail=detail, response=response)
        actions.add_risk(operation=operation, risk=risk, actor=actor)
    return operation


def _add_child(operation: Operation, child: FoundChild, actor: Staff) -> None:
    """Adds the child and accepts the report, because the officer already works on it."""
    decision = FirstDecision(
        operation=operation, step=child.step, child_participation=child.child_participation
    )
    is_police = operation.led_by == OperationLead.POLICE
    reporter = ReportingPersonKind.POLICE if is_police else ReportingPersonKind.OFFICIAL
    decision.rationale, decision.child_words = child.rationale, child.child_words
    report = ReportInput(
        received_at=actor.office.start_of(operation.happened_on) + dt.timedelta(hours=11),
        channel=ReportChannel.OUTREACH,
        reporter_kind=reporter,
        urgency=Urgency.SOON,
        concerns=CONCERNS[OperationKind(operation.kind)],
        language=child.language,
        child_gender=child.gender,
        child_age_low=child.age,
        child_age_high=child.age,
        timing=HarmTiming.GOING_ON,
        known_from=InformationSource.SAW,
        texts={"what": child.what, "child_names": child.called},
    )
    added = actions.add_child_to_operation(decision=decision, report=report, actor=actor)
    accept_report(report_id=added.report_id, actor=actor)
