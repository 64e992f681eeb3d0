"""The screens of missing children: access and behaviour."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.identification.missing.actions import searching
from saathi.protection.identification.missing.models import (
    MissingChild,
    MissingReport,
    Search,
    Sighting,
)
from saathi.protection.identification.missing.vocabulary import Circumstance, SightingState
from saathi.vault import store as vault
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children, missing
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

REASON = "He promised her a job in the city"


def form(**fields: object) -> dict[str, object]:
    values = {
        "told": REASON,
        "missing_from_0": "1", "missing_from_1": "2", "missing_from_2": "2026",
        "district": "BD-JAS", "where": "At the bus stand",
        "circumstances": ["left", "with_somebody"],
        "urgency": "now", "channel": "in_person", "relation": "mother",
        "teller_name": "Rahima", "teller_contact": "017 111 222", "contact_back": "safe",
        "may_tell": ["police", "public"],
        "name_0": "সুনিতা", "kind_0": "given", "language_0": "bn",
        "name_1": "Sunita", "kind_1": "given",
        "name_3": "Ram", "kind_3": "father", "kind_2": "family", "kind_4": "mother", "kind_5": "pet",
        "siblings": "Mina, রিনা", "gender": "girl", "age_low": "১৪", "age_high": "15",
        "age_basis": "stated", "languages": ["bn"], "home_district": "BD-JAS",
        "clue_0": "scar", "words_0": "above the left eye", "clue_1": "clothes",
        "words_1": "red frock", "place_0": "যশোর", "also_0": "Jessore, Jashore",
    }  # fmt: skip
    return values | key() | fields


def register(client: Client, **fields: object) -> str:
    sent = client.post("/missing/new/", form(**fields))
    assert sent.status_code == 302, sent.content.decode()
    return str(sent.url)


def load_report(actor: Staff, address: str) -> MissingReport:
    with acting(actor):
        return access.get(actor, MissingReport, uuid.UUID(address.strip("/").split("/")[-1]))


HOW_SEEN = "In Khulna the police met the child today."
PAGES = (
    "",
    "child/",
    "told/",
    "search/",
    "heard/",
    "found/",
    "stands/",
    "close/",
    "notice/",
)


def test_roles_without_reports_find_no_missing_pages() -> None:
    report = missing.report(agencies.staff())
    for role_kind in ("counsellor", "house_mother", "data_officer", "rapporteur", "administrator"):
        client = signed_in(agencies.staff(role_kind))
        for page in ("/missing/", "/missing/new/", f"/missing/{report.pk}/"):
            assert client.get(page).status_code == 404, (role_kind, page)
        assert client.post("/missing/new/", form()).status_code == 404
    assert Client().get("/missing/").status_code == 302


def test_stranger_can_neither_read_nor_change_missing_report() -> None:
    worker = agencies.staff()
    report = missing.report(worker)
    for stranger in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        client = signed_in(stranger)
        for page in (*PAGES, "compare/"):
            address = f"/missing/{report.pk}/{page}"
            assert client.get(address).status_code == 404, address
            assert client.post(address, form()).status_code in {404, 405}, address
        assert str(report.pk) not in client.get("/missing/").content.decode()
        child = children.child(stranger, "Sunita")
        joined = client.post(f"/missing/{report.pk}/is/{child.file_id}/", key())
        assert joined.status_code == 404
    assert load_report(worker, f"/missing/{report.pk}/").version == 1


@pytest.mark.requirement("MIS-001")
@pytest.mark.requirement("TRC-006")
def test_missing_report_with_names_places_and_features_in_several_scripts() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    with at_most(15):
        assert client.get("/missing/new/").status_code == 200
    with at_most(15):
        address = register(client)
    with at_most(15):
        page = client.get(address).content.decode()
    for text in (
        "সুনিতা",
        "Sunita",
        "Ram",
        "রিনা",
        "Scar: above the left eye",
        "Clothes: red frock",
        "যশোর (Jessore, Jashore)",
        "14 to 15 years",
        "Mother",
        "Rahima",
        "017 111 222",
    ):
        assert text in page, text
    with at_most(15):
        listed = client.get("/missing/").content.decode()
    assert address in listed
    assert "সুনিতা" not in listed
    assert "Rahima" not in listed
    report = load_report(worker, address)
    with acting(worker):
        child = access.visible(worker, MissingChild).get(report=report)
        assert (child.birth_year_low, child.birth_year_high) == (2010, 2012)
        assert child.clues == ["clothes", "scar"]
        assert b"Rahima" not in bytes(report.sealed)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_token WHERE file_id = %s", [report.file_id])
        assert cursor.fetchone()[0] > 4


def test_missing_report_needs_hardly_any_facts() -> None:
    client = signed_in(agencies.staff())
    bare = {
        name: value for name, value in form().items()
        if name in {"urgency", "channel", "relation", "contact_back", "gender", "age_basis",
                    "form_key"} or name.startswith("kind_")
    }  # fmt: skip
    sent = client.post("/missing/new/", bare)
    assert sent.status_code == 302
    assert "not recorded" in client.get(sent.url).content.decode()


def test_impossible_missing_days_are_refused_and_text_is_kept() -> None:
    client = signed_in(agencies.staff())
    ahead = dt.date.today() + dt.timedelta(days=400)  # noqa: DTZ011 - any day to come
    page = client.post("/missing/new/", form(missing_from_2=str(ahead.year + 1))).content.decode()
    assert "Enter today’s date or an earlier date." in page
    assert REASON in page
    assert "সুনিতা" in page


def test_missing_report_sent_twice_is_saved_once() -> None:
    worker = agencies.staff()
    client, sent = signed_in(worker), form()
    assert client.post("/missing/new/", sent).url == client.post("/missing/new/", sent).url
    with acting(worker):
        assert access.visible(worker, MissingReport).count() == 1


@pytest.mark.requirement("MIS-008")
@pytest.mark.parametrize(
    "circumstance", ["left", "for_work", "fled_violence", "marriage", "left_home"]
)
def test_child_who_left_voluntarily_is_searched_for_in_the_same_way(
    circumstance: str,
) -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = register(client, circumstances=[circumstance])
    page = client.get(address).content.decode()
    assert str(Circumstance(circumstance).label) in page
    assert "traffick" not in page.lower()
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'missing.%'")
        assert cursor.fetchone()[0] == 1  # compared like any other
    found = {"found_on_0": "1", "found_on_1": "3", "found_on_2": "2026", "how": "came_back",
             "life": "alive", "outcome": "found", "version": 1, "note": HOW_SEEN} | key()  # fmt: skip
    assert client.post(f"{address}found/", found).status_code == 302
    assert (
        load_report(worker, address).outcome == "found"
    )  # not "trafficked", because no one said so


@pytest.mark.requirement("MIS-002")
def test_circumstances_and_searches_are_shown_with_report() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = register(client)
    looked = {"by_whom": "family", "who": "Her uncle", "way": "stations", "searched_on_0": "3",
              "searched_on_1": "2", "searched_on_2": "2026", "district": "BD-KHU",
              "where": "Railway station", "result": "nothing", "told": "Nobody saw her"} | key()  # fmt: skip
    assert client.post(f"{address}search/", looked).status_code == 302
    with at_most(15):
        page = client.get(address).content.decode()
    for text in ("Left with someone who may have made promises", "At the bus stand", "Bus and railway stations", "Her uncle",
                 "Railway station", "Nobody saw her"):  # fmt: skip
        assert text in page, text
    with acting(worker):
        search = access.visible(worker, Search).get()
        assert (search.country, search.result) == ("BGD", "nothing")


@pytest.mark.requirement("MIS-005")
def test_sighting_is_unconfirmed_until_verified() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = register(client)
    heard = {"words_told": "Seen near the border", "heard_from": "heard", "teller": "A driver",
             "reported_on_0": "4", "reported_on_1": "2", "reported_on_2": "2026"} | key()  # fmt: skip
    assert client.post(f"{address}heard/", heard).status_code == 302
    page = client.get(address).content.decode()
    assert "Seen near the border" in page
    assert "Unconfirmed" in page
    with acting(worker):
        sighting = access.visible(worker, Sighting).get()
        assert sighting.state == SightingState.UNCONFIRMED
    settle = f"{address}heard/{sighting.pk}/"
    assert client.get(settle).status_code == 200
    told = {"state": "confirmed", "note": "The guard said so too", "version": 1} | key()
    assert client.post(settle, told).status_code == 302
    assert "Confirmed" in client.get(address).content.decode()
    stale = {"state": "wrong", "note": "No", "version": 1} | key()
    assert client.post(settle, stale).status_code == 409


@pytest.mark.requirement("MIS-006")
def test_missing_report_is_found_closed_and_reopened() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = register(client)
    found = {"found_on_0": "11", "found_on_1": "2", "found_on_2": "2026", "how": "police",
             "life": "alive", "outcome": "migrated", "version": 1, "note": HOW_SEEN} | key()  # fmt: skip
    early = found | {"found_on_1": "1"} | key()
    assert (
        "The child disappeared after this date"
        in client.post(f"{address}found/", early).content.decode()
    )
    assert client.post(f"{address}found/", found).status_code == 302
    page = client.get(address).content.decode()
    assert "Days until found" in page
    assert re.search(r"<dd>\s*<bdi>10</bdi>", page)
    assert client.post(f"{address}found/", found | key()).status_code == 404  # found already
    close = {"why": "settled", "note": "", "version": 2} | key()
    assert client.post(f"{address}close/", close).status_code == 302
    again = {"state": "open", "version": 3} | key()
    assert client.post(f"{address}stands/", again).status_code == 302
    report = load_report(worker, address)
    assert (report.state, report.found_on, report.outcome, report.closed_on) == (
        "open",
        None,
        "",
        None,
    )


def test_correction_of_missing_report_keeps_earlier_texts() -> None:
    worker = agencies.staff()
    client = signed_in(worker)
    address = register(client)
    page = client.get(f"{address}child/").content.decode()
    assert "above the left eye" in page
    assert client.post(f"{address}child/", form(name_0="মিনা", version=1)).status_code == 302
    assert client.post(f"{address}child/", form(name_0="রিনা", version=1)).status_code == 409
    assert client.post(f"{address}told/", form(where="At the river", version=1)).status_code == 302
    page = client.get(address).content.decode()
    assert "মিনা" in page
    assert "At the river" in page
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_old_value WHERE field_id LIKE 'missing.%'")
        assert cursor.fetchone()[0] == 2


def test_own_children_are_ranked_with_reasons_in_words() -> None:
    worker = agencies.staff()
    likely = children.child(worker, "सुनिता", gender="girl", home_district="NP-DHA")
    other = children.child(worker, "Sunita", gender="boy", home_district="NP-KTM", ages=[])
    report = missing.report(worker)
    client = signed_in(worker)
    with at_most(15):
        page = client.get(f"/missing/{report.pk}/compare/").content.decode()
    assert page.index(likely.code) < page.index(other.code)
    assert "strong evidence for" in page
    assert "Home: the same" in page
    assert "%" not in page.split("<main", 1)[1].split("<script", 1)[0].replace("%}", "")
    searched = entries(kind="searched", by=worker.pk)
    assert {likely.file_id, other.file_id} == set(searched[-1].objects_seen)
    joined = client.post(f"/missing/{report.pk}/is/{likely.file_id}/", key())
    assert joined.status_code == 302
    linked_report = load_report(worker, f"/missing/{report.pk}/")
    assert (linked_report.child_file_id, linked_report.state) == (likely.file_id, "followed")


def test_linking_to_hidden_child_reveals_nothing() -> None:
    worker = agencies.staff()
    report = missing.report(worker)
    hidden = children.child(agencies.staff(), "Sunita")
    with acting(worker), pytest.raises(access.NotAllowed):
        searching.link_missing_report_to_child(
            report_id=report.pk, child=hidden, case_opened_on=None, actor=worker
        )
    sent = signed_in(worker).post(f"/missing/{report.pk}/is/{hidden.file_id}/", key())
    unknown = signed_in(worker).post(f"/missing/{report.pk}/is/{uuid.uuid4()}/", key())
    assert (sent.status_code, unknown.status_code) == (404, 404)


def test_unsafe_contact_of_reporting_person_is_not_shown() -> None:
    worker = agencies.staff()
    report = missing.report(worker, contact_back="never")
    page = signed_in(worker).get(f"/missing/{report.pk}/").content.decode()
    assert "017 000" not in page
    assert "Do not call or visit the reporting person" in page
    with acting(worker):
        stored = access.get(worker, MissingReport, report.pk)
        assert vault.open(stored)["teller_contact"] == "017 000"
