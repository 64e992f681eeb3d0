"""Courses over months: access, sessions, attendance, the group list, enrolments."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.services.models import Attendance, Course, CourseSession, Enrolment
from saathi.protection.casework.services.vocabulary import AttendanceStatus, CourseModule
from tests import counting, filled, sending
from tests.desk import cast
from tests.factories import agencies, children, helps
from tests.reading import DAY, day, post, read, refused, status, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SKILLS = ["communication", "decisions", "anger", "pressure", "gender", "listening", "stress"]
COURSE = {
    "name": "Strong together", "kind": "life_skills", "led_by": "teacher", "language": "mai",
    "modules": SKILLS, "age_low": "12", "age_high": "17", **day("starts_on"),
    **day("ends_on", DAY + dt.timedelta(days=120)),
}  # fmt: skip


@pytest.fixture
def course(worker: Staff) -> Course:
    return helps.course(worker)


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


@pytest.mark.parametrize("name", ["show_course", "change_course", "record_course_session"])
def test_course_is_hidden_from_other_agencies(course: Course, name: str) -> None:
    assert status(agencies.staff(), address(name, course.pk)) <= {404, 405}
    assert status(agencies.staff("administrator"), address(name, course.pk)) <= {404, 405}
    with acting(agencies.staff()):
        assert not Course.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            CourseSession(
                course=course, agency_id=course.agency_id, held_on=DAY, recorded_by=course.pk
            ).save(force_insert=True)


def test_enrolment_form_explains_missing_courses(worker: Staff, child: Child) -> None:
    enrol = reverse("support:enrol_child", args=[child.file_id])
    assert "Your agency has no open course." in read(worker, enrol)
    helps.course(worker)
    assert "Your agency has no open course." not in read(worker, enrol)


@pytest.mark.requirement("SRV-008")
def test_life_skills_course_with_sessions_and_attendance(worker: Staff, child: Child) -> None:
    page = post(worker, address("add_course"), COURSE)
    assert "Communication, Making decisions, Managing anger, Peer pressure" in page
    assert "Gender discrimination, Active listening, Less stress" in page
    with acting(worker):
        course = Course.objects.get()
    place = {"course": course.pk, "wish": "I want to speak up", **day("starts_on")}
    page = post(worker, reverse("support:enrol_child", args=[child.file_id]), place)
    assert "Strong together" in page
    assert "I want to speak up" in page
    with acting(worker):
        enrolment = Enrolment.objects.get()
    for week, presence in enumerate(("came", "came", "away", "part")):
        held = DAY + dt.timedelta(days=7 * week)
        sent = {"modules": [SKILLS[week]], f"place_{enrolment.pk}": presence, "minutes": "90",
                **day("held_on", held)}  # fmt: skip
        page = post(worker, address("record_course_session", course.pk), sent)
    assert "3 of 4" in page
    assert "Sunita" in page
    support = read(worker, reverse("support:show_support", args=[child.file_id]))
    assert "3 of 4 meetings" in support
    with acting(worker):
        assert Attendance.objects.filter(presence="came").count() == 2
        assert set(Attendance.objects.values_list("file", flat=True)) == {child.file_id}


@pytest.mark.requirement("SRV-016")
def test_growing_up_sexuality_and_hiv_are_subjects_for_an_age(worker: Staff) -> None:
    sent = COURSE | {"modules": ["body", "hiv"], "age_low": "13"}
    page = post(worker, address("add_course"), sent)
    assert "Body, sexuality and growing up, HIV and prevention" in page
    assert "13 to 17 years" in page


def test_the_group_shows_only_children_whose_files_one_reads(
    worker: Staff, child: Child, course: Course
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    other = children.case(colleague, "Kamala").child
    with acting(worker):
        helps.place(child, worker, course)
    with acting(colleague):
        helps.place(other, colleague, course)
    page = read(worker, address("show_course", course.pk))
    assert "Sunita" in page
    assert "Kamala" not in page
    assert other.code not in page
    listed = [entry for entry in cast.entries(by=worker.id) if entry.kind == "listed"]
    assert child.file_id in listed[-1].objects_seen
    theirs = read(agencies.staff("case_worker", worker.office), address("show_course", course.pk))
    assert "No child you work with is enrolled" in theirs


def test_discreet_view_of_course_group_hides_names(
    worker: Staff, child: Child, course: Course
) -> None:
    with acting(worker):
        helps.place(child, worker, course)
    client = signed_in(worker)
    client.cookies["discreet"] = "1"
    from saathi.web.discreet_view import COOKIE

    client.cookies[COOKIE] = "1"
    for name in ("show_course", "record_course_session"):
        page = words(client.get(address(name, course.pk)).content)
        assert "Sunita" not in page
        assert child.code in page


def test_attendance_of_foreign_child_is_not_recorded(
    worker: Staff, child: Child, course: Course
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    with acting(colleague):
        foreign_enrolment = helps.place(children.case(colleague, "Kamala").child, colleague, course)
    with acting(worker):
        own_enrolment = helps.place(child, worker, course)
    sent = {
        f"place_{own_enrolment.pk}": "came",
        f"place_{foreign_enrolment.pk}": "came",
        **day("held_on"),
    }
    post(worker, address("record_course_session", course.pk), sent)
    with acting(colleague):
        assert not Attendance.objects.filter(enrolment=foreign_enrolment).exists()
    with acting(worker):
        session = CourseSession.objects.get()
    path = address("change_attendance", course.pk, session.pk)
    post(worker, path, {f"place_{own_enrolment.pk}": "excused"})
    with acting(worker):
        record = Attendance.objects.get()
        assert (record.presence, record.version) == (AttendanceStatus.EXCUSED, 2)


def test_enrolment_ends_with_opinion_and_is_not_duplicated(
    worker: Staff, child: Child, course: Course
) -> None:
    with acting(worker):
        enrolment = helps.place(child, worker, course)
    enrol = reverse("support:enrol_child", args=[child.file_id])
    again = refused(worker, enrol, {"course": course.pk, **day("starts_on")})
    assert "The child is already enrolled in this course" in again
    path = reverse("support:end_enrolment", args=[child.file_id, enrolment.pk])
    sent = {"why_ended": "own_wish", "child_view": "bad", "child_view_words": "They laughed at me",
            "version": enrolment.version}  # fmt: skip
    early = sent | day("ended_on", DAY - dt.timedelta(days=1))
    assert "The end date must not be before the start date" in refused(worker, path, early)
    page = post(worker, path, sent | day("ended_on"))
    for shown in ("The child did not want to continue", "It was not good They laughed at me",
                  "To speak up"):  # fmt: skip
        assert shown in page
    post(worker, enrol, {"course": course.pk, **day("starts_on")})  # the child may come back


def test_conflicting_course_change_is_resolved_field_by_field(
    worker: Staff, course: Course
) -> None:
    path = address("change_course", course.pk)
    assert "Strong together" in post(worker, path, COURSE | {"version": 1})
    late = signed_in(worker).post(path, COURSE | {"name": "Late", "version": 1} | sending.key())
    assert late.status_code == 409
    chosen = late.content.decode()
    for shown in ("choose-name", "Strong together", "Late"):  # field by field: theirs, and mine
        assert shown in chosen
    mine = filled.form(chosen, to=path, **{"choose-name": "mine"})
    assert signed_in(worker).post(path, mine).status_code == 302
    with acting(worker):
        now = Course.objects.get()
        assert (now.name, now.version) == ("Late", 3)
    back = COURSE | {"version": 3}
    assert signed_in(worker).post(path, back | sending.key()).status_code == 302
    wrong = COURSE | day("ends_on", DAY - dt.timedelta(days=1))
    assert "The end date must not be before the start date" in refused(
        worker, path, wrong | {"version": 4}
    )
    assert "No courses yet" in read(worker, address("list_courses"))
    assert "Strong together" in read(worker, address("list_courses") + "?ended=1")


def test_a_large_group_takes_few_queries(worker: Staff, course: Course) -> None:
    for number in range(6):
        child = children.case(worker, f"Child {number}").child
        with acting(worker):
            helps.place(child, worker, course)
    client = signed_in(worker)
    for name in ("show_course", "record_course_session"):
        with counting.at_most(15):
            client.get(address(name, course.pk))


def test_course_modules_cover_the_report() -> None:
    assert set(SKILLS) <= set(CourseModule.values)
