"""The person's own drafts on a child's page of additional forms: continue, discard."""

import pytest

from saathi.agencies.models import Draft
from tests import sending
from tests.counting import at_most
from tests.factories import agencies, children
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import FORMS
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
PAGE = "new/a_visit/"
YOURS = "Your drafts"
MARKS = dict.fromkeys((0x200E, 0x2068, 0x2069))  # of direction


@pytest.fixture
def here() -> cast.Office:
    office = cast.office()
    cast.published(office)
    answer = signed_in(office.worker).post(
        office.url + PAGE, {"q_why": "words", "later": "keep"} | sending.key()
    )
    assert answer.status_code == 302
    return office


def discard_place(here: cast.Office) -> str:
    with role("maintenance"):
        return f"{here.url}drafts/{Draft.objects.get().pk}/discard/"


def exists() -> bool:
    with role("maintenance"):
        return Draft.objects.exists()


def test_only_the_writer_discards_a_draft_and_only_at_its_child(here: cast.Office) -> None:
    place = discard_place(here)
    leader = agencies.staff("supervisor", here.worker.office)
    stranger = agencies.staff("case_worker", here.worker.office)
    for person in (leader, stranger, here.maker):
        assert signed_in(person).post(place).status_code == 404, person.role_kind
    client = signed_in(here.worker)
    assert client.get(place).status_code == 405
    other = children.case(here.worker).child
    elsewhere = place.replace(str(here.child.file_id), str(other.file_id))
    assert client.post(elsewhere).status_code == 404
    assert exists()


def test_own_draft_is_listed_continued_and_discarded(here: cast.Office) -> None:
    client = signed_in(here.worker)
    with at_most(20):
        answer = client.get(here.url)
    page = answer.content.decode()
    words = read(answer)[0]
    assert YOURS in words
    assert "Continue: A visit" in words.translate(MARKS)
    assert "saved on" in words
    assert f'href="{here.url}{PAGE}"' in page
    assert "words" in client.get(here.url + PAGE).content.decode()
    place = discard_place(here)
    assert f'action="{place}"' in page
    answer = client.post(place)
    assert (answer.status_code, answer["Location"]) == (302, here.url)
    assert not exists()
    words = read(client.get(here.url))[0]
    assert "Draft discarded." in words
    assert YOURS not in words


def test_drafts_of_others_and_of_other_children_are_not_listed(here: cast.Office) -> None:
    leader = signed_in(agencies.staff("supervisor", here.worker.office))
    assert YOURS not in read(leader.get(here.url))[0]
    other = children.case(here.worker).child
    assert YOURS not in read(signed_in(here.worker).get(f"/child/{other.file_id}/forms/"))[0]


def test_draft_of_a_form_that_has_ended_can_only_be_discarded(here: cast.Office) -> None:
    just_confirmed(here.maker).post(f"{FORMS}a_visit/end/", sending.key())
    just_confirmed(here.second).post(f"{FORMS}a_visit/2/", {"decision": "agree"} | sending.key())
    client = signed_in(here.worker)
    words = read(client.get(here.url))[0]
    assert "A visit (this form can no longer be filled in)" in words
    assert "Continue" not in words
    assert client.post(discard_place(here)).status_code == 302
    assert not exists()
