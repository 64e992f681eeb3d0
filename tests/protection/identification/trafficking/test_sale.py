"""A sale of a child without known purpose: refused half-said, sealed, read by article 35, counted."""

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode
from saathi.vault import store as vault
from tests.factories import agencies, people
from tests.protection.identification.trafficking.screens import (
    PALERMO,
    address,
    page_after,
    told,
    words,
)
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SAID = "The uncle took 40,000 rupees and she left in a white car."
SOLD = {"sold": "yes", "sale_account": SAID, "sale_source": "witness", "age_low": "8"}
ARTICLE_35 = "These facts constitute abduction of, sale of or traffic in a child."
PROTOCOL = "Protocol on the sale of children, article 2(a)"
SALE = "These facts constitute the sale of a child."
OPEN_YET = "not established from the information recorded so far"
ALLEGED = "An alleged perpetrator is recorded as having given or sold the child for a benefit."


def the_episode(child: Child, worker: Staff) -> Episode:
    with acting(worker):
        return Episode.objects.get(child=child)


@pytest.mark.requirement("DEF-027")
def test_a_stranger_records_no_sale_and_one_half_said_is_refused(
    worker: Staff, child: Child
) -> None:
    url = address("record_episode", child)
    for person in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        assert signed_in(person).post(url, told(**SOLD)).status_code == 404
    for half in ({"sale_account": SAID}, {"sale_source": "witness"}):
        page = signed_in(worker).post(url, told(**half))
        assert page.status_code == 200
        assert "Choose whether the child was sold, as far as is known." in words(page.content)
    with acting(worker):
        assert not Episode.objects.filter(child=child).exists()


@pytest.mark.requirement("DEF-027")
def test_a_sale_without_purpose_is_read_by_article_35_and_not_as_palermo(
    worker: Staff, child: Child
) -> None:
    page = page_after(worker, child, **SOLD)
    assert "Was the child sold? Yes Witness" in page
    assert f"Account of the sale {SAID}" in page
    reading = page[page.index("Classification under international law") :]
    assert f"article 35 {ARTICLE_35}" in reading
    assert f"{PROTOCOL} {SALE} The purpose does not have to be known." in reading
    assert "The purpose is not known yet." in reading
    assert PALERMO not in reading
    episode = the_episode(child, worker)
    assert (episode.sold, episode.sale_source, episode.purposes) == ("yes", "witness", [])
    assert b"rupees" not in bytes(episode.sealed or b"")
    with acting(worker):
        assert vault.open(episode)["sale_account"] == SAID
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sold, sale_source, purposes FROM facts_episode WHERE child = %s",
            [child.file_id],
        )
        assert cursor.fetchall() == [("yes", "witness", [])]


@pytest.mark.requirement("DEF-027")
@pytest.mark.parametrize(
    "facts",
    [
        {"sold": "no", "sale_account": "The family denies that money was paid."},
        {"sold": "not_known"},
        {},
    ],
)
def test_what_is_no_sale_of_a_child_is_not_read_as_one(
    worker: Staff, child: Child, facts: dict[str, str]
) -> None:
    page = page_after(worker, child, **facts)
    assert f"{PROTOCOL} {OPEN_YET}" in page
    assert f"article 35 {OPEN_YET}" in page


@pytest.mark.requirement("DEF-027")
def test_a_sale_at_an_unknown_age_is_presumed_to_be_that_of_a_child(
    worker: Staff, child: Child
) -> None:
    page = page_after(worker, child, sold="yes")
    assert f"{PROTOCOL} {SALE}" in page
    assert "presumed under 18 when it happened" in page


@pytest.mark.requirement("DEF-027")
def test_a_sale_can_be_taken_back_and_the_earlier_account_stays_sealed(
    worker: Staff, child: Child
) -> None:
    page_after(worker, child, **SOLD)
    client, episode = signed_in(worker), the_episode(child, worker)
    url = address("change_episode", child, episode.pk)
    form = client.get(url).content.decode()
    assert SAID in form
    changed = told(version=episode.version, sold="not_known", age_low="8")
    page = words(client.get(client.post(url, changed).url).content)
    assert "Was the child sold? Not known" in page
    assert SAID not in page
    assert f"{PROTOCOL} {OPEN_YET}" in page


@pytest.mark.requirement("DEF-027")
def test_a_sale_that_is_only_alleged_of_a_person_is_pointed_out_until_it_is_answered(
    worker: Staff, child: Child
) -> None:
    client, url = signed_in(worker), address("show_account_of_events", child)
    assert ALLEGED not in words(client.get(url).content)
    with acting(worker):
        people.alleged(child, worker, "Ram Lal", roles=["sold"])
    assert ALLEGED in words(client.get(url).content)
    assert ALLEGED not in page_after(worker, child, sold="no")
