"""Who decides on a form: named to those who wait, notified, and shown the form on My day."""

import pytest

from saathi.agencies.models import Notice
from tests import sending
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import FORMS, page_text
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
WAITS = "A form of your agency is awaiting approval by a second person"
TO_APPROVE = "Form to approve: A visit"


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def notified() -> set[object]:
    with role("maintenance"):
        return set(Notice.objects.filter(kind="form_waits").values_list("staff_id", flat=True))


def test_only_those_who_may_decide_are_notified(here: cast.Office) -> None:
    second = agencies.staff("administrator", here.worker.office)
    agencies.staff("administrator")  # of another agency
    agencies.staff("supervisor", here.worker.office)
    cast.asked_for(here)
    assert notified() == {here.second.id, second.id}


def test_the_end_of_a_form_is_notified_too(here: cast.Office) -> None:
    cast.published(here)
    with role("maintenance"):
        Notice.objects.all().delete()
    client = just_confirmed(here.maker)
    assert client.post(f"{FORMS}a_visit/end/", sending.key()).status_code == 302
    assert notified() == {here.second.id}


def test_my_day_shows_waiting_forms_to_those_who_decide(here: cast.Office) -> None:
    cast.asked_for(here)
    for person in (here.maker, agencies.staff("administrator"), here.worker):
        assert TO_APPROVE not in read(signed_in(person).get("/"))[0], person.role_kind
    client = just_confirmed(here.second)
    answer = client.get("/")
    assert TO_APPROVE in read(answer)[0]
    assert WAITS in read(answer)[0]
    place = f"{FORMS}a_visit/1/"
    assert f'href="{place}"' in answer.content.decode()
    assert client.post(place, {"decision": "agree"} | sending.key()).status_code == 302
    assert TO_APPROVE not in read(client.get("/"))[0]


def test_notice_leads_to_the_forms(here: cast.Office) -> None:
    cast.asked_for(here)
    client = signed_in(here.second)
    with role("maintenance"):
        notice = Notice.objects.get(kind="form_waits")
    page = client.get("/").content.decode()
    place = f"/notices/{notice.pk}/"
    assert place in page
    assert client.post(place).headers["Location"] == FORMS


def test_page_of_a_version_names_who_decides(here: cast.Office) -> None:
    cast.asked_for(here)
    place = f"{FORMS}a_visit/1/"
    assert f"{here.second.name} of your agency must decide this." in page_text(here.maker, place)
    assert "must decide this" not in page_text(here.second, place)
    third = agencies.staff("administrator", here.worker.office)
    names = " or ".join(sorted([here.second.name, third.name]))
    assert f"{names} of your agency must decide this." in page_text(here.maker, place)
    for _more in range(3):
        agencies.staff("administrator", here.worker.office)
    assert "or another person of your agency with this right" in page_text(here.maker, place)


def test_page_of_a_version_says_if_no_one_else_may_decide(here: cast.Office) -> None:
    cast.asked_for(here)
    with role("maintenance"):
        type(here.second).objects.filter(pk=here.second.pk).update(is_active=False)
    said = "No one else of your agency may decide this."
    assert said in page_text(here.maker, f"{FORMS}a_visit/1/")
