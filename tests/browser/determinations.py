"""A determination from the report to the day on which the child is informed, as its people record it."""

from tests.browser.transfers import on
from tests.browser.walk import Walk

PANEL = ("protection", "health", "law")


def report(
    worker: Walk, file: str, *, options: tuple[str, ...], said: str, view: str = "told"
) -> str:
    """The report with its options, submitted for the panel; where its forms are."""
    worker.open(f"{file}best-interests/determinations/new/").fill(
        occasion="repatriation", authority="welfare_committee", body="Committee of the district",
        view=view, said=said, guardian="missing", representative="missing", parents="heard",
        caregiver="heard", no_assessment_why="The child came last week.",
    )  # fmt: skip
    worker.press()
    for number, option in enumerate(options, 1):
        worker.fill(**{f"option_{number}": option, f"real_today_{number}": "yes"})
    forms = f"{file.rstrip('/')}{worker.press().path}"
    worker.press(to="/submit/")
    return forms


def page_of(forms: str) -> str:
    """The page of the determination whose forms are there."""
    return forms[forms.index("/best-interests/") :]


def list_panel(leader: Walk, forms: str) -> Walk:
    """Three members of different fields, who meet today."""
    leader.open(f"{forms}panel/")
    for number, function in enumerate(PANEL, 1):
        member = {
            "name": f"Member for {function}", "function": function, "conflict": "none",
            "undertaking": "signed",
        }  # fmt: skip
        leader.fill(**{f"{name}_{number}": value for name, value in member.items()})
    return on(leader, "meeting_on").press()


def prepare_decision(leader: Walk, forms: str, solution: str, **said: str) -> Walk:
    """The form of the meeting, filled in: all vote for one solution, as the child wants."""
    country = "IND" if solution in {"return", "third"} else ""
    leader.open(f"{forms}meeting/").fill(
        solution=solution, country=country, reasons="The panel heard all sides.", weight="followed", siblings="none",
        for_child="We listened to you.", **said,
    )  # fmt: skip
    leader.fill(**dict.fromkeys(leader.fields("vote_"), "for"))
    return on(on(leader, "decided_on"), "review_on", 60)


def decide(leader: Walk, forms: str, solution: str) -> Walk:
    """The decision of the panel."""
    return prepare_decision(leader, forms, solution).press()


def tell(worker: Walk, forms: str) -> Walk:
    """The child is informed of the decision, in their language."""
    worker.open(f"{forms}told/").fill(
        told_by="Gita Karki", told_language="mai", response="I understood."
    )
    return on(worker, "told_on").press()


def determine(worker: Walk, leader: Walk, file: str, solution: str, said: str) -> str:
    """All of it for one solution; where the forms are."""
    options = (solution, "foster" if solution != "foster" else "stay")
    forms = report(worker, file, options=options, said=said)
    list_panel(leader, forms)
    decide(leader, forms, solution)
    tell(worker, forms)
    return forms
