"""Best interests assessments and determinations, through the actions."""

import datetime as dt
from typing import Any

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.best_interests.actions import assessing, determining
from saathi.protection.decisions.best_interests.actions.determining import PanelDecision
from saathi.protection.decisions.best_interests.models import (
    AssessedOption,
    BestInterestsAssessment,
    Determination,
    PanelMember,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    KEY_FACTORS,
    PanelFunction,
    PanelVote,
    Solution,
)
from saathi.protection.decisions.orders.vocabulary import AuthorityKind
from tests.roles import acting

FUNCTIONS = (PanelFunction.CHILD_PROTECTION, PanelFunction.HEALTH, PanelFunction.LAW)
MEMBERS = ("Sabita Karki, district office", "Dr Bikash Thapa, hospital", "Gita Lama, legal aid")


def fill(record: Any, **values: object) -> Any:
    """The record with these fields and texts."""
    for name, value in values.items():
        setattr(record, name, value)
    return record


def short_assessment(
    case: Case,
    actor: Staff,
    *,
    occasion: str = "removal",
    is_submitted: bool = True,
    **values: object,
) -> BestInterestsAssessment:
    """A short assessment, submitted or a draft."""
    today = actor.office.today()
    days = 2 if occasion == "removal" else 7
    usual = {
        "place": "With the aunt",
        "safety": "The aunt is known and alone.",
        "view": "told",
        "said": "I want to stay with my aunt.",
        "review_on": today + dt.timedelta(days=days),
    }
    record = BestInterestsAssessment(
        file_id=case.file_id, case=case, occasion=occasion, extent="short", assessed_on=today
    )
    with acting(actor):
        return assessing.add_assessment(
            assessment=fill(record, **usual | values), actor=actor, is_submitted=is_submitted
        )


def assessed_option(assessment: BestInterestsAssessment, **values: object) -> AssessedOption:
    """An option of an assessment, not saved, of which each key factor is known."""
    usual = {"option": "family", "supporting": sorted(KEY_FACTORS)}
    record = AssessedOption(file_id=assessment.file_id, assessment=assessment)
    return fill(record, **usual | values)  # type: ignore[no-any-return]


def full_assessment(
    case: Case, actor: Staff, *, occasion: str, option: str = "family", **values: object
) -> BestInterestsAssessment:
    """A full assessment with one option, submitted."""
    drafted = short_assessment(case, actor, occasion=occasion, is_submitted=False, **values)
    with acting(actor):
        assessing.add_assessed_option(option=assessed_option(drafted, option=option), actor=actor)
        return assessing.submit_assessment(assessment=drafted, version=drafted.version, actor=actor)


def agreed_assessment(
    case: Case,
    author: Staff,
    approver: Staff,
    *,
    occasion: str,
    solution: str = "family",
    **values: object,
) -> BestInterestsAssessment:
    """A full assessment that recommends this solution, and that a supervisor approved."""
    sources = "Aunt, 3 March\nSchool, 4 March"
    full = {"extent": "full", "recommended": solution, "sources": sources}
    if values.get("extent") == "short":
        submitted = short_assessment(case, author, occasion=occasion, **full | values)
    else:
        submitted = full_assessment(case, author, occasion=occasion, **full | values)
    with acting(approver):
        return assessing.agree_to_assessment(
            assessment=submitted, version=submitted.version, actor=approver
        )


def determination(case: Case, actor: Staff, **values: object) -> Determination:
    """A determination with an incomplete report."""
    usual = {
        "authority": AuthorityKind.WELFARE_COMMITTEE,
        "body": "Committee of the district",
        "guardian": "missing",
        "representative": "missing",
        "parents": "heard",
        "caregiver": "heard",
        "view": "told",
        "said": "I want to go home.",
        "no_assessment_why": "The child came last night.",
    }
    record = Determination(
        file_id=case.file_id,
        case=case,
        occasion="repatriation",
        opened_on=actor.office.today(),
    )
    with acting(actor):
        return determining.open_determination(
            determination=fill(record, **usual | values), actor=actor
        )


def add_options(
    found: Determination, actor: Staff, *, options: tuple[str, ...] = ("return", "foster")
) -> None:
    """Options that are possible today."""
    records = [
        fill(SolutionOption(file_id=found.file_id, determination=found), option=option)
        for option in options
    ]
    for record in records:
        record.real_today = "yes"
    with acting(actor):
        determining.add_options(determination=found, options=records, actor=actor)


def add_panel(found: Determination, actor: Staff, **values: object) -> None:
    """Three members; `values` are those of the third."""
    usual = {"conflict": "none", "undertaking": "signed"}
    members = [
        fill(
            PanelMember(file_id=found.file_id, determination=found),
            **usual
            | {"function": function, "name": MEMBERS[place]}
            | (values if place == 2 else {}),
        )
        for place, function in enumerate(FUNCTIONS)
    ]
    with acting(actor):
        determining.list_for_meeting(
            determination=found,
            columns={"meeting_on": actor.office.today()},
            panel=members,
            version=found.version,
            actor=actor,
        )


def submit(found: Determination, actor: Staff) -> None:
    with acting(actor):
        determining.submit_report(determination=found, version=found.version, actor=actor)


def ready(case: Case, worker: Staff, supervisor: Staff, **values: object) -> Determination:
    """A determination that is listed for a meeting, with an assessment, two options and a panel."""
    if worker != supervisor and "assessment" not in values:
        agreed = agreed_assessment(case, worker, supervisor, occasion="change")
        values |= {"assessment": agreed, "no_assessment_why": ""}
    found = determination(case, worker, **values)
    add_options(found, worker)
    submit(found, worker)
    add_panel(found, supervisor)
    return found


def decision(found: Determination, **columns: object) -> PanelDecision:
    """The decision of all members for one option."""
    today = found.opened_on
    usual: dict[str, object] = {
        "solution": Solution.RETURN,
        "decided_on": today,
        "review_on": today + dt.timedelta(days=60),
        "weight": "followed",
        "siblings": "none",
    }
    if columns.get("solution", Solution.RETURN) in {"return", "third"}:
        usual["country"] = "IND"
    votes = {member.pk: PanelVote.FOR for member in PanelMember.objects.filter(determination=found)}
    options = SolutionOption.objects.filter(determination=found)
    aside = {
        option.pk: "The panel compared it and chose another."
        for option in options
        if option.option != (usual | columns)["solution"]
    }
    return PanelDecision(usual | columns, votes, aside)


def decide(found: Determination, supervisor: Staff, **columns: object) -> Determination:
    """Records the decision of the panel."""
    with acting(supervisor):
        found.reasons = str(columns.pop("reasons", "The mother is verified and safe."))
        return determining.decide_determination(
            determination=found,
            decision=decision(found, **columns),
            version=found.version,
            actor=supervisor,
        )
