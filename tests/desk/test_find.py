"""Search before create: the same response with or without a match; and the job that compares."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from saathi.agencies import access
from saathi.desk.child_search import queries
from saathi.people.names import Name
from saathi.protection.identification.intake.models import Enquiry
from tests.counting import at_most
from tests.desk.cast import entries
from tests.desk.searching import ANSWER, ask, facts, shorn
from tests.factories import agencies, children
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_search_page_needs_search_permission() -> None:
    for role_kind in ("counsellor", "house_mother", "data_officer", "oversight"):
        client = signed_in(agencies.staff(role_kind))
        assert client.get("/find/").status_code == 404, role_kind
        assert client.post("/find/", facts()).status_code == 404, role_kind


def test_enquiry_of_another_person_gives_404() -> None:
    address = ask(signed_in(agencies.staff()))
    stranger = signed_in(agencies.staff())
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}open/").status_code == 404
    assert stranger.post(f"{address}is/{uuid.uuid4()}/", key()).status_code == 404


def test_child_of_very_different_age_is_left_out_unless_names_agree() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    child = children.child(worker, names=[Name("given", "Chandani Devi Sada", "ne")])
    with role("maintenance"):
        type(child).objects.filter(pk=child.pk).update(birth_year_low=2012, birth_year_high=2013)
    young = {"age_low": "1", "age_high": "3"}
    assert child.code not in client.get(ask(client, name="Chandan", **young)).content.decode()
    page = client.get(ask(client, name="Chandani Devi Sada", **young)).content.decode()
    assert child.code in page


@pytest.mark.requirement("PRI-006")
def test_search_needs_purpose_and_two_facts_beyond_name() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    bare = {"age_low": "", "age_high": "", "gender": "not_said"}
    page = client.post("/find/", facts(purpose="", **bare)).content.decode()
    assert "Give a reason for your search." in page
    assert "Enter at least two details besides the name" in page
    assert "Sunita" in page
    with acting(worker):
        assert not access.visible(worker, Enquiry).exists()


def test_search_result_shows_own_child_with_facts() -> None:
    worker = agencies.staff()
    names = [Name("given", "Sunita", "ne"), Name("given", "सुनिता", "ne"), Name("father", "Ram", "")]
    child = children.child(worker, names=names)
    client = signed_in(worker)
    with at_most(15):
        assert client.get("/find/").status_code == 200
    with at_most(15):
        address = ask(client, name="सुनीता", father="Ram", age_low="१४", age_high="१५")
    with at_most(15):
        page = client.get(address).content.decode()
    assert child.code in page
    assert "सुनिता" in page
    assert "14 to 15 years on" in page
    assert "Stated by the child or family" in page
    assert "Dhanusha" in page
    assert f"/child/{child.file_id}/" in page
    assert "%" not in re.sub(r"<[^>]*>", " ", page)
    assert ANSWER in page


def test_search_finds_child_without_name_by_other_facts() -> None:
    worker = agencies.staff()
    child = children.child(worker, names=[], gender="girl")
    page = signed_in(worker).get(ask(signed_in(worker), name="")).content.decode()
    assert child.code in page


def test_search_without_name_ranks_more_children_than_it_shows_and_says_so() -> None:
    worker = agencies.staff()
    best = children.child(worker, names=[], gender="girl")
    for _ in range(queries.MAX_SHOWN):
        children.child(worker, names=[], gender="not_said", ages=[])
    client = signed_in(worker)
    page = client.get(f"{ask(client, name='')}?all=1").content.decode()
    assert best.code in page
    assert page.count('<details class="more candidate">') == queries.MAX_SHOWN
    assert "There are more possible matches than are shown." in page


def test_name_given_against_will_is_shown_only_if_searched() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "Sunita", ""), Name("imposed", "Rosy", "")])
    client = signed_in(worker)
    assert "Rosy" not in client.get(ask(client)).content.decode()
    page = client.get(ask(client, name="Rosie")).content.decode()
    assert "Rosy" in page
    assert "Sunita" in page


def test_names_that_only_share_a_sound_key_are_not_said_to_agree() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "यादव", "")], gender="girl")
    client = signed_in(worker)
    page = client.get(ask(client, name="Test")).content.decode()
    row = page[page.index("Names, as written") :]
    assert "Different" in row[: row.index("</tr>")]


def test_first_five_candidates_are_shown_and_the_others_on_request() -> None:
    worker = agencies.staff()
    for _ in range(7):
        children.child(worker, names=[Name("given", "Sunita", "ne")])
    client = signed_in(worker)
    address = ask(client)
    page = client.get(address).content.decode()
    assert page.count('<details class="more candidate">') == 5
    assert "Show 2 more" in page
    assert len(entries(kind="searched", by=worker.id)[-1].objects_seen) == 5
    page = client.get(f"{address}?all=1").content.decode()
    assert page.count('<details class="more candidate">') == 7
    assert "more</a>" not in page


def years_since(day: dt.date) -> int:
    return round((timezone.localdate() - day).days / 365.25)


def test_shared_family_name_and_age_outside_the_range_are_not_called_the_same() -> None:
    worker = agencies.staff()
    children.child(worker, names=[Name("given", "चाँदनी", "ne"), Name("family", "यादव", "ne")])
    client = signed_in(worker)
    # The file's age was 14 to 15 on the day of the fixtures.
    low, high = (str(age + years_since(children.TODAY)) for age in (10, 13))
    page = client.get(ask(client, name="सुगिया यादव", age_low=low, age_high=high)).content.decode()
    table = page[page.index('<table class="compare') :]
    rows = re.findall("<tr.*?</tr>", table, re.DOTALL)
    [names] = [row for row in rows if "Names, as written" in row]
    [age] = [row for row in rows if "Age (based on evidence)" in row]
    assert "Different" in names
    assert "Only the family name is the same" in names
    assert "Similar" in age
    assert "1 year outside the range" in age


def test_a_file_is_found_by_its_code_however_it_is_typed() -> None:
    worker = agencies.staff()
    child = children.child(worker)
    client = signed_in(worker)
    assert "Case ID" in client.get("/find/").content.decode()
    for typed in (child.code, child.code.replace("-", ""), f" {child.code.lower()} "):
        answer = client.post("/find/code/", {"code": typed, **key()})
        assert answer.headers["Location"] == f"/child/{child.file_id}/", typed


def test_a_code_of_another_office_and_one_of_no_one_get_the_same_words() -> None:
    child = children.child(agencies.staff())
    client = signed_in(agencies.staff())
    pages = [
        client.post("/find/code/", {"code": code, **key()}) for code in (child.code, "NP-2222-22")
    ]
    for page in pages:
        assert page.status_code == 200
        assert (
            "You have no access to a file with this case ID. Check the case ID."
            in page.content.decode()
        )
    first, second = (shorn(page.content).replace(child.code, "NP-2222-22") for page in pages)
    assert first == second
