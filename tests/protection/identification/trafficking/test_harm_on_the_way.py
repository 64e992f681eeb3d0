"""Exploitation or abuse on a leg: refused where it contradicts, kept with its history, shown, counted."""

import pytest
from django.db import connection

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Leg
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests.factories import agencies
from tests.protection.identification.trafficking.screens import address, page_after, told, words
from tests.protection.identification.trafficking.test_legs import a_leg, sent
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
STAGES = "Exploitation or abuse on the route"
TRAFFICKED = {"acts": ["recruitment"], "purposes": ["begging"], "age_low": "12"}
# Recruited in Nepal, through India, to Pakistan, where the exploitation was meant to be.
THROUGH_INDIA = {"recruited_country": "NPL", "leg1-from_country": "NPL", "leg1-to_country": "IND",
                 "leg1-for_exploitation": "no", "leg2-to_country": "PAK",
                 "leg2-for_exploitation": "yes"}  # fmt: skip


def legs_of(child: Child, worker: Staff) -> list[Leg]:
    with acting(worker):
        return list(Leg.objects.filter(episode__child=child).order_by("number"))


@pytest.mark.requirement("DEF-026")
def test_a_stranger_records_no_harm_and_a_contradiction_is_refused_with_what_was_typed(
    worker: Staff, child: Child
) -> None:
    leg = a_leg(worker, child)
    url = address("change_leg", child, leg.episode_id, leg.pk)
    for person in (agencies.staff(), agencies.staff("case_worker", worker.office)):
        assert signed_in(person).post(url, sent(to_country="IND", harm="there")).status_code == 404
    client = signed_in(worker)
    described = {"to_country": "IND", "harm_account": "The driver beat him at the crossing."}
    for answer in ("", "no", "not_known"):
        page = client.post(url, sent(harm=answer, **described))
        assert page.status_code == 200
        text = words(page.content)
        assert (
            "You described harm. Choose where on this leg it happened, or remove the account."
            in text
        )
        assert "The driver beat him at the crossing." in text
    never = client.post(url, sent(to_country="IND", is_intended="on", harm="there"))
    assert "The child never arrived there. Choose another answer." in words(never.content)
    (kept,) = legs_of(child, worker)
    assert (kept.version, kept.harm, kept.harms) == (leg.version, "", [])


@pytest.mark.requirement("DEF-026")
def test_harm_without_a_place_of_the_leg_is_not_lost(worker: Staff, child: Child) -> None:
    url = address("record_episode", child)
    page = signed_in(worker).post(url, told(**{"leg1-harm": "on_the_way"}))
    assert "Enter at least one place of this leg." in words(page.content)


@pytest.mark.requirement("DEF-026")
def test_harm_in_transit_is_kept_shown_and_counted_and_india_stays_transit(
    worker: Staff, child: Child
) -> None:
    account = "Two men at the lodge in Raxaul hurt her for three nights."
    harmed = {
        "leg1-harm": "both",
        "leg1-harms": ["sexual", "confined"],
        "leg1-harm_account": account,
    }
    page = page_after(worker, child, **TRAFFICKED, **THROUGH_INDIA, **harmed)
    assert "Countries of transit India" in page
    assert "Countries of destination Pakistan" in page
    assert f"{STAGES} On the way between two places, India (In a country of transit)" in page
    route = page[page.index("Route") : page.index(STAGES)]
    assert (
        "Was the child exploited or abused on this leg? Yes, on the way and where this leg ended"
    ) in route
    assert "Sexual violence or abuse, Locked up or kept from leaving" in route
    assert account in route
    first, second = legs_of(child, worker)
    assert (first.harm, first.harms, second.harm) == ("both", ["sexual", "confined"], "")
    assert b"Raxaul" not in bytes(first.sealed or b"")
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, to_country, for_exploitation, harm, harms FROM facts_leg "
            "WHERE child = %s ORDER BY number",
            [child.file_id],
        )
        assert cursor.fetchall() == [
            (1, "IND", "no", "both", ["sexual", "confined"]),
            (2, "PAK", "yes", "", []),
        ]


@pytest.mark.requirement("DEF-026")
@pytest.mark.parametrize(
    ("legs", "shown"),
    [
        ({"leg1-harm": "there", "leg1-to_country": "NPL"}, "Nepal (In the country of origin)"),
        (
            {"leg1-harm": "there", "leg1-to_country": "NPL", "leg1-for_exploitation": "yes"},
            "Nepal (In the country that is both origin and destination)",
        ),
        (
            {"leg1-harm": "there", "leg1-to_country": "PAK", "leg1-for_exploitation": "yes"},
            "Pakistan (In a country of destination)",
        ),
        ({"leg1-harm": "somewhere", "leg1-to_country": "IND"}, "Stage not known"),
        ({"leg1-harm": "no", "leg1-to_country": "IND"}, "not recorded"),
        ({"leg1-harm": "not_known", "leg1-to_country": "IND"}, "not recorded"),
        ({"leg1-to_country": "IND"}, "not recorded"),
    ],
)
def test_harm_is_shown_at_every_stage(
    worker: Staff, child: Child, legs: dict[str, str], shown: str
) -> None:
    page = page_after(worker, child, **TRAFFICKED, recruited_country="NPL", **legs)
    assert f"{STAGES} {shown}" in page


@pytest.mark.requirement("DEF-026")
def test_a_changed_answer_keeps_the_earlier_one_sealed(worker: Staff, child: Child) -> None:
    leg = a_leg(worker, child, harm="there", harms=["physical"], harm_account="Beaten in Mumbai.")
    client, url = signed_in(worker), address("change_leg", child, leg.episode_id, leg.pk)
    form = client.get(url).content.decode()
    assert "Beaten in Mumbai." in form
    assert '<option value="there" selected>' in form
    assert client.post(url, sent(to_country="IND", harm="not_known")).status_code == 302
    (changed,) = legs_of(child, worker)
    assert (changed.harm, changed.harms) == ("not_known", [])
    with acting(worker):
        before = vault.open_old_value(OldSealedValue.objects.get(row_id=leg.pk))
    assert (before["harm"], before["harms"], before["harm_account"]) == (
        "there", ["physical"], "Beaten in Mumbai.",
    )  # fmt: skip
