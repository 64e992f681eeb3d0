"""An entry of the directory is published as the second person saw it, on each page that publishes."""

import html
import re

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Service
from tests import sending
from tests.factories import agencies, helps
from tests.protection.casework.services.entries import ENTRY
from tests.reading import post, read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

PUBLISH = "services:publish_services"
# One text for each column of content, as the page says it.
CONTENT = {
    "name": ("Sewing room", "Sewing room"),
    "organisation": ("Nyaya Kendra", "Nyaya Kendra"),
    "kinds": (["legal"], "Legal help"),
    "about": ("Tailoring is taught", "Tailoring is taught"),
    "age_low": (6, "6"),
    "age_high": (15, "15"),
    "serves": (["girls"], "Girls"),
    "languages": (["mai"], "Maithili"),
    "accessible": (["step_free"], "Step-free access"),
    "respects": (["own_language"], "Staff of several communities and languages"),
    "friendly": (["private"], "Private room"),
    "country": ("NPL", "Nepal"),
    "district": ("NP-DHA", "Dhanusha"),
    "area": ("Wards 3 and 4", "Wards 3 and 4"),
    "is_place_secret": (True, "confidential"),
    "address": ("", "confidential"),
    "phone": ("041-520000", "041-520000"),
    "contact": ("Ask for Sarita", "Ask for Sarita"),
    "opening": ("Sunday to Friday", "Sunday to Friday"),
    "cost": ("free", "Free"),
}


def boxes(page: str) -> dict[str, str]:
    """The value of each entry's checkbox, by the entry's title."""
    found = re.findall(r'name="entries" value="([^"]+)"[^>]*>\s*<span>(.*?)</span>', page)
    return {re.sub(r"<[^>]+>", "", html.unescape(title)).strip(): value for value, title in found}


def state_of(service: Service) -> str:
    with role("maintenance"):
        return Service.objects.get(pk=service.pk).state


def test_entry_that_changed_after_the_page_was_opened_is_not_published(
    keeper: Staff, second: Staff
) -> None:
    changed = helps.service(keeper, name="Sewing room", is_published=False)
    other = helps.service(keeper, name="Clinic", is_published=False)
    client, path = signed_in(second), reverse(PUBLISH)
    opened = boxes(client.get(path).content.decode())
    text = ENTRY | {"name": "Sewing room", "about": "Never seen", "version": changed.version}
    post(keeper, reverse("services:change_service", args=[changed.pk]), text)

    sent = {"entries": [opened["Sewing room"], opened["Clinic"]]}
    answer = client.post(path, sent | sending.key())

    assert answer.status_code == 200
    page = words(answer.content)
    assert "Sewing room changed after you opened this page" in page
    assert "Clinic changed" not in page
    assert "Never seen" in page
    assert (state_of(changed), state_of(other)) == ("proposed", "proposed")
    again = boxes(answer.content.decode())
    assert again["Sewing room"] != opened["Sewing room"]
    assert again["Clinic"] == opened["Clinic"]
    sent = {"entries": list(again.values())}
    assert client.post(path, sent | sending.key()).status_code == 302
    assert (state_of(changed), state_of(other)) == ("published", "published")


def test_entry_that_waits_no_longer_is_named(keeper: Staff, second: Staff) -> None:
    service = helps.service(keeper, name="Sewing room", is_published=False)
    client, path = signed_in(second), reverse(PUBLISH)
    opened = boxes(client.get(path).content.decode())
    post(
        keeper,
        reverse("services:withdraw_service", args=[service.pk]),
        {"why": "Moved", "version": service.version},
    )
    answer = client.post(path, {"entries": list(opened.values())} | sending.key())
    assert "Sewing room changed after you opened this page" in words(answer.content)
    assert state_of(service) == "archived"


@pytest.mark.parametrize("sent", ["{pk}", "{pk}.", "{pk}.x", "{pk}.0", "x.1", ""])
def test_entry_without_the_version_that_was_seen_is_not_published(
    keeper: Staff, second: Staff, sent: str
) -> None:
    service = helps.service(keeper, is_published=False)
    value = sent.format(pk=service.pk)
    answer = signed_in(second).post(reverse(PUBLISH), {"entries": [value]} | sending.key())
    assert answer.status_code == 200
    assert state_of(service) == "proposed"


def test_entries_of_other_agencies_and_own_ones_are_not_published_together(
    keeper: Staff, second: Staff
) -> None:
    other = helps.service(agencies.staff("supervisor"), name="Foreign", is_published=False)
    own = helps.service(second, is_published=False)
    for service, status in ((other, 404), (own, 200)):
        sent = {"entries": [f"{service.pk}.{service.version}"]} | sending.key()
        answer = signed_in(second).post(reverse(PUBLISH), sent)
        assert answer.status_code == status
        assert "Foreign" not in answer.content.decode()
        assert state_of(service) == "proposed"
    assert "Another person must publish" in words(answer.content)


@pytest.mark.parametrize("name", ["services:publish_services", "services:act_on_service"])
def test_second_person_reads_all_content_before_publication(
    keeper: Staff, second: Staff, name: str
) -> None:
    values = {column: value for column, (value, _text) in CONTENT.items()}
    running = agencies.agency()
    service = helps.service(keeper, run_by=running, is_published=False, **values)
    content = {field.name for field in Service.content_fields()}
    assert content - {*Service.unchecked_fields, "run_by", "facility"} == set(CONTENT)
    ids = [] if name == PUBLISH else [service.pk, "publish"]
    page = words(signed_in(second).get(reverse(name, args=ids)).content)
    for text in (running.name, *(text for _value, text in CONTENT.values())):
        assert text in page, text


def test_second_person_reads_the_address_of_a_place_that_is_not_secret(
    keeper: Staff, second: Staff
) -> None:
    with acting(keeper):
        helps.service(keeper, address="Station Road", is_published=False)
    assert "Station Road" in words(signed_in(second).get(reverse(PUBLISH)).content)


def test_history_tells_others_what_was_published_and_keepers_all(
    keeper: Staff, second: Staff
) -> None:
    service = helps.service(keeper, name="Sewing room", phone="041-1")
    withdraw = reverse("services:withdraw_service", args=[service.pk])
    change = reverse("services:change_service", args=[service.pk])
    publish = reverse("services:act_on_service", args=[service.pk, "publish"])
    post(keeper, change, ENTRY | {"name": "Sewing room", "phone": "041-2", "version": 1})
    post(keeper, withdraw, {"why": "Moved", "version": 2})
    post(keeper, withdraw, {"version": 3})
    for version, phone in ((4, "041-3"), (5, "041-4")):
        post(keeper, change, ENTRY | {"name": "Sewing room", "phone": phone, "version": version})
    post(second, publish, {"version": 6})
    show = reverse("services:show_service", args=[service.pk])
    for_keepers, for_others = read(second, show), read(agencies.staff("case_worker"), show)
    for page in (for_keepers, for_others):
        assert "041-1 is now 041-2" in page
    assert "041-3 is now 041-4" in for_keepers
    assert "041-3" not in for_others
    assert "Telephone 041-4" in for_others
