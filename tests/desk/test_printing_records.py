"""Records of a child's file as printed documents: who may, what is in them, and the log entry."""

import pytest

from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.test_printing import text_of
from tests.protection.casework.conferences.test_conferences import decide, hold
from tests.protection.casework.documents import papers
from tests.protection.casework.notes.test_case_notes import TEXT, add, supervise
from tests.protection.casework.safety_plans.test_safety_plans import TEXTS as PLAN_TEXTS
from tests.protection.casework.safety_plans.test_safety_plans import make
from tests.reading import day
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def test_case_notes_are_printed_without_supervision_and_logged(around: ChildFileCast) -> None:
    note = add(around.worker, around, contact="school", judgement="Harm is likely.")
    supervise(around)
    path, today = f"{around.url}print/notes/", around.worker.office.today()
    for person in (around.stranger, around.outsider):
        assert just_confirmed(person).get(path).status_code == 404
        assert just_confirmed(person).post(path, {"reason": "team"}).status_code == 404
    assert signed_in(around.worker).get(path).status_code == 302
    sent = {"reason": "team", **day("since", today), **day("until", today)}
    text = text_of(just_confirmed(around.worker).post(path, sent))
    for part in ("School contact", TEXT, "Harm is likely.", around.case.child.code):
        assert part in text
    assert "Discussed how close" not in text
    assert NAME not in text
    [entry] = entries(kind="printed")
    assert entry.objects_seen == [around.case.child_id, note.pk]
    assert entry.detail["reason"] == "team"


def test_case_notes_of_another_period_are_not_printed(around: ChildFileCast) -> None:
    add(around.worker, around)
    client, path = just_confirmed(around.worker), f"{around.url}print/notes/"
    sent = {"reason": "team", **day("since"), **day("until")}
    assert "There are no case notes in this period." in text_of(client.post(path, sent))
    wrong = sent | {"since_2": "2099"}
    assert "before the start date" in client.post(path, wrong).content.decode()


def test_conference_is_printed_with_its_decisions(around: ChildFileCast) -> None:
    conference = hold(around)
    decide(around, conference, other="Ms Thapa, teacher")
    path = f"{around.url}print/conference/{conference.pk}/"
    for person in (around.house_mother, around.stranger, around.outsider):
        assert just_confirmed(person).post(path, {"reason": "team"}).status_code == 404
    assert signed_in(around.worker).get(path).status_code == 302
    text = text_of(just_confirmed(around.worker).post(path, {"reason": "team"}))
    for part in ("The aunt offered a room.", "Visit the aunt", "Ms Thapa, teacher"):
        assert part in text
    assert NAME not in text
    assert len(entries(kind="printed")) == 1


def test_safety_plan_is_printed_for_the_child_only_where_it_is_safe(around: ChildFileCast) -> None:
    path = f"{around.url}print/safety-plan/"
    assert signed_in(around.worker).get(path).status_code == 404
    make(around, **PLAN_TEXTS)
    for person in (around.stranger, around.outsider):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    for answer in ("no", "not_asked"):
        sent = {"reason": "for_the_child", "safe_to_keep": answer}
        assert "Do not print the plan for the child." in client.post(path, sent).content.decode()
    assert not entries(kind="printed")
    sent = {"reason": "for_the_child", "safe_to_keep": "yes"}
    assert PLAN_TEXTS["child_does"] in text_of(client.post(path, sent))
    assert len(entries(kind="printed")) == 1


def test_list_of_documents_is_printed_as_far_as_its_reader_may_see_it(
    around: ChildFileCast,
) -> None:
    child = around.case.child
    seen = papers.add(child, around.worker, papers.photo())
    hers = papers.add(child, around.worker, title="Medical report", kind="medical")
    path = f"{around.url}print/documents/"
    for person in (around.stranger, around.outsider):
        assert just_confirmed(person).post(path, {"reason": "team"}).status_code == 404
    assert signed_in(around.worker).get(path).status_code == 302
    text = text_of(just_confirmed(around.worker).post(path, {"reason": "authority"}))
    for part in (papers.TITLE, papers.NUMBER, "Medical report", "With the family"):
        assert part in text
    assert NAME not in text
    mothers = text_of(just_confirmed(around.house_mother).post(path, {"reason": "team"}))
    assert papers.TITLE in mothers
    assert "Medical report" not in mothers
    first, second = entries(kind="printed")
    assert set(first.objects_seen) == {child.pk, seen.pk, hers.pk}
    assert set(second.objects_seen) == {child.pk, seen.pk}
    assert first.detail["reason"] == "authority"
