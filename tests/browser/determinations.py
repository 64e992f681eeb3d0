"""A determination from the report to the day on which the child is informed, as its people record it."""

from saathi.protection.decisions.best_interests.rules import RETURN_SOLUTIONS
from saathi.protection.decisions.best_interests.vocabulary import KEY_FACTORS
from tests.browser.transfers import today
from tests.browser.walk import Walk

PANEL = ("protection", "health", "law")
MAX_CONTROLS = 60  # of a determination, from the report to telling the child, by all who record it


def chosen_day(walk: Walk, name: str, days: int = 0) -> Walk:
    """One of the offered days, so many days from now."""
    return walk.fill(**{f"{name}_choice": today(days).isoformat()})


def assess(worker: Walk, leader: Walk, file: str, option: str) -> None:
    """A full assessment of one option, which the supervisor approves; a return needs it."""
    worker.open(f"{file}best-interests/assessments/full/").fill(
        occasion="determination", sources="Mother, by telephone\nSchool of the village",
        view="chose_not", recommended=option,
    )  # fmt: skip
    chosen_day(worker, "review_on", 30).press()
    worker.fill(**{f"factor_{factor}": "supports" for factor in sorted(KEY_FACTORS)})
    worker.press().press(to="/submit/")
    leader.open(f"{file}best-interests/").enter("/answer/").fill(answer="agree").press()


def report(
    worker: Walk,
    file: str,
    *,
    options: tuple[str, ...],
    said: str,
    view: str = "told",
    proposed: str = "",
) -> str:
    """The report with its options, submitted for the panel; where its forms are.

    `proposed`: the option that the approved assessment recommends, which is the first.
    """
    worker.open(f"{file}best-interests/determinations/new/").fill(
        occasion="repatriation", authority="welfare_committee", body="Committee of the district",
        view=view, said=said, guardian="missing", representative="missing", parents="heard",
        caregiver="heard",
    )  # fmt: skip
    if not worker.choices("assessment"):  # the latest approved one is proposed
        worker.fill(no_assessment_why="The child came last week.")
    worker.press()
    for number, option in enumerate(options, 1):
        if option != proposed:
            worker.fill(**{f"option_{number}": option})
        worker.fill(**{f"real_today_{number}": "yes"})
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
            "name": f"Member for {function}", "function": function, "declared": "none.signed",
        }  # fmt: skip
        leader.fill(**{f"{name}_{number}": value for name, value in member.items()})
    return chosen_day(leader, "meeting_on").press()


def prepare_decision(
    leader: Walk, forms: str, solution: str, *, is_by_member: bool = False, **said: str
) -> Walk:
    """The form of the meeting, filled in: all vote for one solution, as the child wants."""
    country = "IND" if solution in {"return", "third"} else ""
    leader.open(f"{forms}meeting/").fill(
        solution=solution, country=country, reasons="The panel heard all sides.", weight="followed", siblings="none",
        for_child="We listened to you.", **said,
    )  # fmt: skip
    votes = dict.fromkeys(leader.fields("vote_") if is_by_member else ["all_voted"], "for")
    leader.fill(**votes)
    leader.fill(**dict.fromkeys(leader.fields("aside_"), "The other option is nearer."))
    return chosen_day(chosen_day(leader, "decided_on"), "review_on", 60)


def decide(leader: Walk, forms: str, solution: str) -> Walk:
    """The decision of the panel."""
    return prepare_decision(leader, forms, solution).press()


def tell(worker: Walk, forms: str) -> Walk:
    """The child is informed of the decision, in their language."""
    worker.open(f"{forms}told/").fill(
        told_by="Gita Karki",
        told_language="mai",
        response="I understood.",
        challenge="With the committee, within 30 days.",
    )
    return chosen_day(worker, "told_on").press()


def determine(worker: Walk, leader: Walk, file: str, solution: str, said: str) -> str:
    """All of it for one solution; where the forms are."""
    if solution in RETURN_SOLUTIONS:
        assess(worker, leader, file, solution)
    before = worker.controls + leader.controls
    proposed = solution if solution in RETURN_SOLUTIONS else ""
    options = (solution, "foster" if solution != "foster" else "stay")
    forms = report(worker, file, options=options, said=said, proposed=proposed)
    list_panel(leader, forms)
    decide(leader, forms, solution)
    tell(worker, forms)
    assert worker.controls + leader.controls - before <= MAX_CONTROLS
    return forms
