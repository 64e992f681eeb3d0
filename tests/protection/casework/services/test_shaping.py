"""Children's proposals for a programme: recorded without names, answered, and reported back."""

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Course, ProgrammeProposal
from tests import counting, filled
from tests.factories import agencies, helps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PROPOSAL = {"how": "children_led", "took_part": "६", "about": ["way_home", "people"],
        "proposed": "The companion should come before we go home, not after."}  # fmt: skip


@pytest.fixture
def course(worker: Staff) -> Course:
    with acting(worker):
        return helps.course(worker)


def proposal_url(course: Course, *more: object) -> str:
    name = "answer_proposal" if more else "record_proposals"
    return reverse(f"services:{name}", args=[course.pk, *more])


def send(staff: Staff, path: str, **typed: object) -> str:
    client = signed_in(staff)
    with counting.at_most(15):
        page = client.get(path)
    answer = client.post(path, filled.form(page.content.decode(), **typed))
    if answer.status_code == 302:
        with counting.at_most(15):
            answer = client.get(answer.url)
    return read(answer)[0]


def test_proposal_is_hidden_from_other_agencies_and_roles(worker: Staff, course: Course) -> None:
    send(worker, proposal_url(course), **PROPOSAL)
    with acting(worker):
        proposal = ProgrammeProposal.objects.get()
    other = agencies.staff()
    for person in (other, agencies.staff("administrator", worker.office)):
        for path in (proposal_url(course), proposal_url(course, proposal.pk)):
            assert signed_in(person).get(path).status_code == 404
            assert signed_in(person).post(path, PROPOSAL).status_code == 404
    with acting(other):
        assert not ProgrammeProposal.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE services_shaping SET proposed = 'Nothing'")
            assert cursor.rowcount == 0
    with acting(worker):
        another = helps.course(worker, name="Other")
    assert signed_in(worker).get(proposal_url(another, proposal.pk)).status_code == 404


@pytest.mark.requirement("CPL-011")
@pytest.mark.requirement("CHP-005")
def test_children_proposals_are_answered_and_reported_back(worker: Staff) -> None:
    with acting(worker):
        course = helps.course(worker, name="Going home", kind="reintegrate")
    page = send(worker, proposal_url(course), **PROPOSAL)
    for text in ("The companion should come before we go home, not after.", "6 children",
                 "Discussion led by children", "Course leaders", "No response yet",
                 "Preparation for the return home"):  # fmt: skip
        assert text in page
    with acting(worker):
        proposal = ProgrammeProposal.objects.get()
    path = proposal_url(course, proposal.pk)
    assert "Enter what was done, or why nothing was done." in send(
        worker, path, taken_up="not_taken"
    )
    day = worker.office.today()
    informed = {"informed_on_0": day.day, "informed_on_1": day.month, "informed_on_2": day.year}
    assert "Enter the response to the proposals first." in send(worker, path, **informed)
    followed = "Companions now visit twice before the day of return."
    page = send(worker, path, taken_up="taken", followed=followed)
    assert "not informed yet" in page
    page = send(worker, path, **informed)
    for text in ("Taken up", followed):
        assert text in page
    assert "not informed yet" not in page


def test_conflicting_proposal_answers_are_resolved_field_by_field(
    worker: Staff, course: Course
) -> None:
    send(worker, proposal_url(course), **PROPOSAL)
    with acting(worker):
        path = proposal_url(course, ProgrammeProposal.objects.get().pk)
    client = signed_in(worker)
    mine = filled.form(client.get(path).content.decode(), taken_up="taken", followed="Mine")
    send(agencies.staff("case_worker", worker.office), path, taken_up="in_part", followed="Theirs")
    late = client.post(path, mine)
    assert late.status_code == 409
    for shown in ("choose-followed", "Mine", "Theirs"):
        assert shown in late.content.decode()
