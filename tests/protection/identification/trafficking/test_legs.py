"""Legs of a route: changed and removed with their history kept, and described in words."""

import pytest
from django.db import connection

from saathi.agencies import idempotency, writing
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests import counting
from tests.factories import agencies, children
from tests.protection.identification.trafficking.screens import PALERMO, address, page_after, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SCREENS = ("change_leg", "remove_leg")


def sent(**fields: object) -> dict[str, object]:
    fixed = {
        "form_key": idempotency.new_form_key(),
        "for_exploitation": "not_known",
        "transport": "not_known",
    }
    return fixed | {"version": 1} | fields


def a_leg(worker: Staff, child: Child, **fields: object) -> Leg:
    facts = {"to_country": "IND", "to_place": "Mumbai", "transport": "train"} | fields
    page_after(worker, child, **{f"leg1-{name}": value for name, value in facts.items()})
    with acting(worker):
        return Leg.objects.get(episode__child=child)


def test_a_stranger_a_reader_and_a_wrong_file_find_no_leg(worker: Staff, child: Child) -> None:
    leg, other_child = a_leg(worker, child), children.child(worker)
    with acting(worker):
        elsewhere = writing.add(
            Episode(file=other_child.file, child=other_child, number=1), actor=worker
        )
    for screen in SCREENS:
        url = address(screen, child, leg.episode_id, leg.pk)
        for person in (agencies.staff(), agencies.staff("case_worker", worker.office)):
            assert signed_in(person).get(url).status_code == 404
            assert signed_in(person).post(url, sent()).status_code == 404
        wrong = (
            address(screen, other_child, leg.episode_id, leg.pk),
            address(screen, other_child, elsewhere.pk, leg.pk),
            address(screen, child, elsewhere.pk, leg.pk),
        )
        for path in wrong:
            assert signed_in(worker).get(path).status_code == 404


def test_a_leg_is_changed_and_what_it_said_is_kept_sealed(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child)
    client, url = signed_in(worker), address("change_leg", child, leg.episode_id, leg.pk)
    with counting.at_most(15):
        page = client.get(url).content.decode()
    assert 'value="Mumbai"' in page
    changed = sent(to_country="NPL", to_place="Birgunj", from_district="NP-DHA", transport="foot")
    assert client.post(url, changed).status_code == 302
    with acting(worker):
        leg.refresh_from_db()
        assert (leg.from_country, leg.from_district, leg.to_country) == ("NPL", "NP-DHA", "NPL")
        assert vault.open(leg) == {"to_place": "Birgunj"}
        old = OldSealedValue.objects.get(row_id=leg.pk)
        before = vault.open_old_value(old)
    assert (before["to_place"], before["to_country"], before["transport"]) == (
        "Mumbai",
        "IND",
        "train",
    )
    page_text = words(client.get(address("show_account_of_events", child)).content)
    assert "within Nepal, from Dhanusha to Birgunj" in page_text
    assert "Mumbai" not in page_text


def test_removed_leg_is_kept_only_as_a_sealed_old_value(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child, for_exploitation="yes")
    client, url = signed_in(worker), address("remove_leg", child, leg.episode_id, leg.pk)
    with counting.at_most(15):
        page = words(client.get(url).content)
    assert "Mumbai, India" in page
    response = client.post(url, sent(why="Another child's route"))
    assert response.url == address("show_account_of_events", child)
    page_text = words(client.get(response.url).content)
    assert "No legs yet." in page_text
    assert "Mumbai" not in page_text
    assert "Countries of destination none known" in page_text
    for screen in SCREENS:
        assert client.get(address(screen, child, leg.episode_id, leg.pk)).status_code == 404
    with acting(worker):
        leg.refresh_from_db()
        assert (leg.to_country, leg.for_exploitation, leg.transport) == ("", "", "")
        assert vault.open(leg) == {"why": "Another child's route"}
        before = vault.open_old_value(OldSealedValue.objects.get(row_id=leg.pk))
        assert (before["to_place"], before["for_exploitation"]) == ("Mumbai", "yes")
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM facts_leg WHERE child = %s AND NOT is_removed", [child.file_id]
        )
        assert cursor.fetchone() == (0,)


def test_a_new_leg_after_one_was_removed_is_at_the_end(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child)
    client = signed_in(worker)
    client.post(address("remove_leg", child, leg.episode_id, leg.pk), sent())
    added = client.post(address("add_leg", child, leg.episode_id), sent(to_country="QAT"))
    assert added.status_code == 302
    assert "to Qatar" in words(client.get(added.url).content)


def test_concurrent_leg_edits_lose_nothing(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child)
    client, url = signed_in(worker), address("change_leg", child, leg.episode_id, leg.pk)
    assert client.post(url, sent(to_place="Pune")).status_code == 302
    late = client.post(url, sent(to_place="Delhi"))
    assert late.status_code == 409
    assert "Delhi" in late.content.decode()
    removed = client.post(address("remove_leg", child, leg.episode_id, leg.pk), sent())
    assert removed.status_code == 409
    with acting(worker):
        leg.refresh_from_db()
        assert not leg.is_removed
        assert vault.open(leg) == {"to_place": "Pune"}


def test_a_leg_without_any_place_is_to_be_removed_instead(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child)
    answer = signed_in(worker).post(address("change_leg", child, leg.episode_id, leg.pk), sent())
    assert "A leg needs at least one place. Remove the leg instead." in words(answer.content)


def test_a_district_of_another_country_is_refused_with_what_was_typed(
    worker: Staff, child: Child
) -> None:
    leg = a_leg(worker, child)
    url = address("change_leg", child, leg.episode_id, leg.pk)
    answer = signed_in(worker).post(url, sent(to_country="IND", to_district="NP-DHA"))
    assert "This district is in another country. Choose a different district." in words(
        answer.content
    )
    assert 'value="NP-DHA" selected' in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({"from_country": "IND", "to_country": "IND"}, "within India"),
        (
            {"from_country": "IND", "from_place": "Patna", "to_country": "IND", "to_place": "Pune"},
            "within India, from Patna to Pune",
        ),
        (
            {"from_district": "NP-DHA", "to_district": "NP-KTM"},
            "within Nepal, from Dhanusha to Kathmandu",
        ),
        ({"from_country": "IND", "to_country": "IND", "to_place": "Pune"}, "within India, to Pune"),
        (
            {"from_country": "IND", "to_country": "IND", "from_place": "Patna"},
            "within India, from Patna",
        ),
        (
            {"from_district": "NP-DHA", "from_place": "Mills", "to_country": "IND"},
            "from Mills, Dhanusha, Nepal to India",
        ),
        ({"to_country": "IND"}, "from an unknown place to India"),
    ],
)
def test_route_description_in_words(
    worker: Staff, child: Child, told: dict[str, str], read: str
) -> None:
    page = page_after(worker, child, **{f"leg1-{name}": value for name, value in told.items()})
    route = page[page.index("Route") :]
    assert read in route
    assert "from India to India" not in route


# --- a route as FLW-002 asks: place, dates, act, transport, actors --------------------------------


@pytest.mark.requirement("FLW-002", "FLW-004")
def test_a_leg_holds_place_time_act_transport_and_who_took_part_to_the_ends_of_the_earth(
    worker: Staff, child: Child
) -> None:
    """From a village of Nepal over India to Malaysia; the names and places are sealed."""
    first = {"from_country": "NPL", "from_district": "NP-DHA", "to_country": "IND",
             "to_place": "Raxaul", "transport": "rickshaw", "acts": ["transportation"],
             "began_1": "3", "began_2": "2025", "persons": "A cousin, who had the tickets"}  # fmt: skip
    leg = a_leg(worker, child, **first)
    client = signed_in(worker)
    onward = sent(to_country="MYS", transport="air", acts=["receipt"], for_exploitation="yes",
                  began_0="9", began_1="3", began_2="2025")  # fmt: skip
    page_text = words(
        client.get(client.post(address("add_leg", child, leg.episode_id), onward).url).content
    )
    for text in ("Rickshaw or cart · Transportation · March 2025 · A cousin, who had the tickets",
                 "to Malaysia", "Aeroplane · Receipt · 9 March 2025"):  # fmt: skip
        assert text in page_text
    with acting(worker):
        leg.refresh_from_db()
        assert vault.open(leg) == {"to_place": "Raxaul", "persons": "A cousin, who had the tickets"}
        assert b"cousin" not in bytes(leg.sealed or b"")
    form = client.get(address("change_leg", child, leg.episode_id, leg.pk)).content.decode()
    assert 'value="A cousin, who had the tickets"' in form
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT number, to_country, transport, acts, began::text FROM facts_leg "
                       "WHERE child = %s ORDER BY number", [child.file_id])  # fmt: skip
        assert cursor.fetchall() == [
            (1, "IND", "rickshaw", ["transportation"], "2025-03-01"),
            (2, "MYS", "air", ["receipt"], "2025-03-01"),
        ]


def test_an_act_of_a_leg_alone_makes_the_same_reading_as_one_of_the_episode(
    worker: Staff, child: Child
) -> None:
    page = page_after(worker, child, purposes=["begging"], age_low="12",
                      **{"leg1-to_country": "IND", "leg1-acts": ["receipt"]})  # fmt: skip
    assert PALERMO in page
    assert "The age at the time is not known yet." not in page


@pytest.mark.requirement("FLW-007")
def test_a_country_becomes_a_source_and_a_destination_as_its_children_show_it(
    worker: Staff,
) -> None:
    """Bhutan, of which the report says both: nothing has to be configured for a new flow."""
    child_taken, brought = children.child(worker), children.child(worker)
    facts = {"acts": ["transfer"], "purposes": ["forced_labour"]}
    away = {"leg1-to_country": "IND", "leg1-for_exploitation": "yes"}
    into = {"leg1-to_country": "BTN", "leg1-for_exploitation": "yes"}
    assert "Country of origin Bhutan" in page_after(
        worker, child_taken, recruited_country="BTN", **facts, **away
    )
    assert "Countries of destination Bhutan" in page_after(
        worker, brought, recruited_country="IND", **facts, **into
    )
