"""Children shape a programme: what they propose is kept without names, answered, and told to them."""

import pytest
from django.db import connection
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.services.models import Course, ProgrammeProposal
from tests import counting, filled
from tests.factories import agencies, helps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TOLD = {"how": "children_led", "took_part": "६", "about": ["way_home", "people"],
        "proposed": "The companion should come before we go home, not after."}  # fmt: skip


@pytest.fixture
def course(worker: Staff) -> Course:
    with acting(worker):
        return helps.course(worker)


def heard_at(course: Course, *more: object) -> str:
    name = "answer_children" if more else "hear_children"
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


def test_neither_another_agency_nor_who_works_with_no_child_finds_it(
    worker: Staff, course: Course
) -> None:
    send(worker, heard_at(course), **TOLD)
    with acting(worker):
        made = ProgrammeProposal.objects.get()
    other = agencies.staff()
    for person in (other, agencies.staff("administrator", worker.office)):
        for path in (heard_at(course), heard_at(course, made.pk)):
            assert signed_in(person).get(path).status_code == 404
            assert signed_in(person).post(path, TOLD).status_code == 404
    with acting(other):
        assert not ProgrammeProposal.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE services_shaping SET proposed = 'Nothing'")
            assert cursor.rowcount == 0
    with acting(worker):
        another = helps.course(worker, name="Another")
    assert signed_in(worker).get(heard_at(another, made.pk)).status_code == 404


@pytest.mark.requirement("CPL-011")
@pytest.mark.requirement("CHP-005")
def test_children_shape_a_reintegration_programme_and_hear_what_was_done(worker: Staff) -> None:
    with acting(worker):
        course = helps.course(worker, name="Going home", kind="reintegrate")
    page = send(worker, heard_at(course), **TOLD)
    for said in ("The companion should come before we go home, not after.", "6 children",
                 "A talk that children led", "Who leads it", "Not answered yet",
                 "How children are made ready for home"):  # fmt: skip
        assert said in page
    with acting(worker):
        made = ProgrammeProposal.objects.get()
    path = heard_at(course, made.pk)
    assert "Write what was done, or why it was not." in send(worker, path, taken_up="not_taken")
    day = worker.office.today()
    told = {"told_on_0": day.day, "told_on_1": day.month, "told_on_2": day.year}
    assert "Say first what became of it." in send(worker, path, **told)
    followed = "Companions now visit twice before the day of return."
    page = send(worker, path, taken_up="taken", followed=followed)
    assert "not told yet" in page
    page = send(worker, path, **told)
    for said in ("Taken up", followed):
        assert said in page
    assert "not told yet" not in page


def test_two_who_answer_choose_field_by_field(worker: Staff, course: Course) -> None:
    send(worker, heard_at(course), **TOLD)
    with acting(worker):
        path = heard_at(course, ProgrammeProposal.objects.get().pk)
    client = signed_in(worker)
    mine = filled.form(client.get(path).content.decode(), taken_up="taken", followed="Mine")
    send(agencies.staff("case_worker", worker.office), path, taken_up="in_part", followed="Theirs")
    late = client.post(path, mine)
    assert late.status_code == 409
    for shown in ("choose-followed", "Mine", "Theirs"):
        assert shown in late.content.decode()
