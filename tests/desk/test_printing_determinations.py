"""Papers of a determination: case pack and agenda without a name, and the letter to the child."""

import pytest

from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.test_printing import text_of
from tests.factories import best_interests as factory
from tests.reading import words
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def test_case_pack_and_agenda_have_the_case_id_alone(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    path = f"{around.url}print/case-pack/{found.pk}/"
    for person in (around.worker, around.stranger, around.outsider):
        sent = {"reason": "team", "copies": "2"}
        assert just_confirmed(person).post(path, sent).status_code == 404
    leader = just_confirmed(around.supervisor)
    text = text_of(leader.post(path, {"reason": "team", "copies": "2"}))
    for part in ("Copy 1 of 2", "Copy 2 of 2", "I want to go home.", around.case.child.code):
        assert part in text
    assert NAME not in text
    page = words(leader.get("/best-interests/").content)
    assert "Print the agenda" in page
    text = text_of(leader.get("/best-interests/agenda.pdf"))
    assert around.case.child.code in text
    assert NAME not in text
    assert len(entries(kind="printed")) == 2
    assert just_confirmed(around.worker).get("/best-interests/agenda.pdf").status_code == 404


def test_letter_tells_the_child_how_to_ask_again(around: ChildFileCast) -> None:
    found = factory.ready(around.case, around.worker, around.supervisor)
    path = f"{around.url}print/decision/{found.pk}/"
    sent = {"reason": "for_the_child", "language": "en"}
    worker = just_confirmed(around.worker)
    assert worker.post(path, sent).status_code == 404
    found.for_child = "Your mother can look after you."
    factory.decide(found, around.supervisor)
    text = text_of(worker.post(path, sent))
    for part in ("Your mother can look after you.", "I want to go home.", "You can ask again"):
        assert part in text
    assert "The mother is verified and safe." not in text
    for person in (around.house_mother, around.stranger, around.outsider):
        assert just_confirmed(person).post(path, sent).status_code == 404
