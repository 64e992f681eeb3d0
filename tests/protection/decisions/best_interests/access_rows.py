"""The people who may open each address of `protection.decisions.best_interests`."""

from saathi.protection.decisions.best_interests.actions import after, assessing
from saathi.protection.decisions.best_interests.models import (
    PanelMember,
    Reconsideration,
    SolutionOption,
)
from tests.access import LEADER, TEAM, AccessRows, AccessWorld
from tests.factories import best_interests as factory
from tests.roles import acting

APPROVERS = frozenset({LEADER})


def records(world: AccessWorld) -> dict[str, object]:
    """An assessment, and a determination with options, a panel and a new fact."""
    case, worker = world.case, world.worker
    bia = factory.short_assessment(case, worker)
    drafted = factory.short_assessment(case, worker, extent="full", is_submitted=False)
    found = factory.determination(case, worker)
    factory.add_options(found, worker)
    with acting(worker):
        again = Reconsideration(
            file_id=case.file_id,
            determination=found,
            cause="child",
            raised_on=worker.office.today(),
        )
        again.fact = "The aunt moved."
        after.add_reconsideration(again=again, actor=worker)
        option = factory.assessed_option(drafted)
        assessing.add_assessed_option(option=option, actor=worker)
    factory.add_panel(found, world.staff[LEADER])
    with acting(worker):
        return {
            "bia_id": bia.pk,
            "assessed_id": option.pk,
            "determination_id": found.pk,
            "option_id": SolutionOption.objects.filter(determination=found)[0].pk,
            "member_id": PanelMember.objects.filter(determination=found)[0].pk,
            "again_id": again.pk,
        }


_N = "best_interests:"
ROWS = AccessRows(
    file={
        f"{_N}list_best_interests": TEAM,
        f"{_N}add_short_assessment": TEAM,
        f"{_N}add_full_assessment": TEAM,
        f"{_N}change_short_assessment": TEAM,
        f"{_N}change_full_assessment": TEAM,
        f"{_N}add_assessed_option": TEAM,
        f"{_N}change_assessed_option": TEAM,
        f"{_N}open_determination": TEAM,
        f"{_N}change_determination": TEAM,
        f"{_N}add_options": TEAM,
        f"{_N}change_option": TEAM,
        f"{_N}tell_child": TEAM,
        f"{_N}relate_to_order": TEAM,
        f"{_N}add_reconsideration": TEAM,
        f"{_N}answer_assessment": APPROVERS,
        f"{_N}list_for_meeting": APPROVERS,
        f"{_N}change_member": APPROVERS,
        f"{_N}hold_meeting": APPROVERS,
        f"{_N}defer_determination": APPROVERS,
        f"{_N}answer_reconsideration": APPROVERS,
    },
    elsewhere=dict.fromkeys(
        (f"{_N}show_determination", f"{_N}print_determination"),
        "best_interests/test_determinations.py",
    ),
    without_child={f"{_N}list_determinations", f"{_N}list_waiting_assessments"},
    steps={
        f"{_N}submit_assessment": "best_interests/test_assessments.py",
        f"{_N}take_assessment_back": "best_interests/test_assessments.py",
        f"{_N}submit_report": "best_interests/test_determinations.py",
    },
    records=records,
)
