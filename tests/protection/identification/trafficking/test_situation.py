"""Episode pages: their own right, nothing required, readings in words."""

import re

import pytest
from django.apps import apps

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry
from saathi.people.models import Child
from saathi.protection.identification.trafficking import actions
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue
from tests import counting
from tests.broken_log import full_audit_log
from tests.factories import agencies, children, teams
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


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["show_account_of_events", "record_episode"])
def test_episode_pages_are_hidden_without_the_right(child: Child, screen: str) -> None:
    assert signed_in(agencies.staff()).get(address(screen, child)).status_code == 404


def test_the_house_mother_does_not_see_what_the_counsellor_sees(
    worker: Staff, child: Child
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    teams.join(child.file_id, counsellor, TeamRole.COUNSELLOR)
    page_after(worker, child, account="Her uncle sold her", acts=["receipt"])
    assert signed_in(mother).get(address("show_account_of_events", child)).status_code == 404
    page = signed_in(counsellor).get(address("show_account_of_events", child))
    assert "Her uncle sold her" in page.content.decode()
    with acting(mother):
        assert not Episode.objects.exists()
        assert not Leg.objects.exists()


def test_the_counsellor_reads_and_does_not_write(worker: Staff, child: Child) -> None:
    counsellor = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, counsellor, TeamRole.COUNSELLOR)
    client = signed_in(counsellor)
    assert client.get(address("record_episode", child)).status_code == 404
    assert client.post(address("record_episode", child), told()).status_code == 404
    assert (
        "Record an incident"
        not in client.get(address("show_account_of_events", child)).content.decode()
    )


# --- what is read in the facts --------------------------------------------------------------------


@pytest.mark.requirement("DEF-004", "DEF-002")
def test_a_boy_in_a_brick_kiln_without_any_means_is_trafficked(worker: Staff) -> None:
    boy = children.child(worker, gender="boy")
    page = page_after(worker, boy, acts=["receipt"], purposes=["factory"], age_low="१२")
    assert PALERMO in page
    assert "For a child, no means is required." in page
    assert "The means are not known" not in page


@pytest.mark.requirement("DEF-005")
def test_means_may_be_noted_and_change_nothing(worker: Staff, child: Child) -> None:
    page = page_after(
        worker, child, acts=["receipt"], purposes=["begging"], means=["deception"], age_low="12"
    )
    assert PALERMO in page
    assert "Deception" in page


@pytest.mark.requirement("GDN-010")
@pytest.mark.parametrize("known", ["not_known", "do_not_ask"])
def test_an_empty_episode_is_complete(worker: Staff, child: Child, known: str) -> None:
    page = page_after(worker, child, known=known)
    assert "Incident 1" in page
    assert PALERMO not in page
    assert "not established from the information recorded so far" in page
    assert "Not known yet (the child does not have to be asked):" in page


@pytest.mark.requirement("DEF-013", "DEF-014")
@pytest.mark.parametrize("smuggled", ["yes", "no", "not_known"])
def test_smuggling_neither_makes_nor_unmakes_trafficking(worker: Staff, smuggled: str) -> None:
    route = {"recruited_country": "NPL", "leg1-to_country": "IND"}
    exploited, not_exploited = children.child(worker), children.child(worker)
    facts = {"acts": ["transportation"], "purposes": ["forced_labour"]}
    assert PALERMO in page_after(worker, exploited, smuggled=smuggled, **route, **facts)
    assert PALERMO not in page_after(worker, not_exploited, smuggled=smuggled, **route)


@pytest.mark.requirement("DEF-015", "DEF-023", "DEF-024")
def test_a_girl_taken_from_coxs_bazar_to_dhaka_makes_bangladesh_origin_and_destination(
    worker: Staff, child: Child
) -> None:
    page = page_after(
        worker,
        child,
        acts=["transfer"],
        purposes=["domestic_servitude"],
        recruited_country="BGD",
        **{
            "leg1-from_place": "Cox's Bazar",
            "leg1-to_country": "BGD",
            "leg1-to_place": "Dhaka",
            "leg1-for_exploitation": "yes",
        },
    )
    assert "Within Bangladesh, which is both origin and destination." in page
    assert PALERMO in page


@pytest.mark.requirement("DEF-015")
def test_smuggling_inside_one_country_is_asked_about_and_trafficking_there_is_not(
    worker: Staff, child: Child
) -> None:
    page = page_after(
        worker, child, acts=["receipt"], purposes=["begging"], age_low="12", smuggled="yes",
        recruited_country="NPL", **{"leg1-to_country": "NPL", "leg1-for_exploitation": "yes"},
    )  # fmt: skip
    assert "A border crossing is recorded, but all places of the route are in one country." in page
    assert PALERMO in page
    abroad = page_after(
        worker, children.child(worker), smuggled="yes",
        recruited_country="NPL", **{"leg1-to_country": "IND"},
    )  # fmt: skip
    assert (
        "A border crossing is recorded, but all places of the route are in one country"
        not in abroad
    )


@pytest.mark.requirement("DEF-018", "DEF-019", "DEF-020", "DEF-022")
def test_origin_is_the_place_of_recruitment_and_transit_a_place_on_the_route(
    worker: Staff,
) -> None:
    child = children.child(worker, nationality_state="known", nationalities=["BGD"])
    page = page_after(
        worker,
        child,
        recruited_country="NPL",
        **{
            "leg1-to_country": "IND",
            "leg2-to_country": "ARE",
            "leg2-for_exploitation": "yes",
            "leg2-transport": "air",
        },
    )
    assert "Country of origin Nepal" in page
    assert "Countries of transit India" in page
    assert "Countries of destination United Arab Emirates" in page
    assert "Bangladesh" not in page


@pytest.mark.requirement("FLW-006", "DEF-021")
def test_a_child_trafficked_again_has_an_origin_and_a_destination_each_time(
    worker: Staff, child: Child
) -> None:
    for origin, destination in (("NPL", "IND"), ("BGD", "ARE")):
        leg = {"leg1-to_country": destination, "leg1-for_exploitation": "yes"}
        page = page_after(worker, child, ended="escaped", recruited_country=origin, **leg)
    for country in ("Nepal", "Bangladesh"):
        assert f"Country of origin {country}" in page
    for country in ("India", "United Arab Emirates"):
        assert f"Countries of destination {country}" in page


def test_a_place_never_reached_is_an_intended_destination(worker: Staff, child: Child) -> None:
    page = page_after(
        worker,
        child,
        ended="intercepted",
        recruited_country="NPL",
        **{"leg1-to_country": "IND", "leg1-for_exploitation": "yes", "leg1-is_intended": "on"},
    )
    assert "Intended destination, not reached India" in page
    assert "Countries of destination none known" in page


@pytest.mark.requirement("DEF-031")
def test_no_screen_of_what_happened_asks_or_tells_the_sex(worker: Staff) -> None:
    pages = []
    for gender in ("girl", "boy", "other"):
        child = children.child(worker, gender=gender)
        page = page_after(worker, child, acts=["receipt"], purposes=["prostitution"], age_low="13")
        form = words(signed_in(worker).get(address("record_episode", child)).content)
        assert not re.search(r"\b(girls?|boys?|sex|gender|male|female)\b", (page + form).lower())
        pages.append(page.replace(child.code, ""))
    assert len(set(pages)) == 1


# --- what happens ---------------------------------------------------------------------------------


@pytest.mark.requirement("DEF-001")
def test_the_elements_stand_apart_and_the_account_is_sealed(worker: Staff, child: Child) -> None:
    page_after(
        worker,
        child,
        acts=["recruitment", "harbouring"],
        purposes=["begging"],
        means=["threat"],
        source="police",
        confidence="medium",
        account="It was in Janakpur",
        began_1="१२",
        began_2="२०२५",
    )
    with acting(worker):
        episode = Episode.objects.get(child=child)
        assert (episode.acts, episode.purposes) == (["recruitment", "harbouring"], ["begging"])
        assert episode.means == ["threat"]
        assert (episode.source, episode.confidence) == ("police", "medium")
        assert (str(episode.began_low), str(episode.began_high)) == ("2025-12-01", "2025-12-31")
        assert vault.open(episode) == {"account": "It was in Janakpur"}
    with role("auditor"):
        assert AuditEntry.objects.filter(
            kind="listed", by=worker.pk, file_id=child.file_id
        ).exists()
        wrote = AuditEntry.objects.filter(kind="wrote", objects_seen__contains=[episode.pk])
        assert wrote.count() == 1


def test_a_further_leg_is_added_and_an_empty_row_is_not(worker: Staff, child: Child) -> None:
    page_after(worker, child, **{"leg1-to_country": "IND"})
    with acting(worker):
        episode = Episode.objects.get(child=child)
    sent = {
        "form_key": idempotency.new_form_key(),
        "to_country": "IND",
        "to_place": "Mumbai",
        "for_exploitation": "yes",
        "transport": "train",
    }
    client = signed_in(worker)
    for _ in range(2):  # a double tap
        assert client.post(address("add_leg", child, episode.pk), sent).status_code == 302
    with acting(worker):
        assert list(Leg.objects.order_by("number").values_list("number", "transport")) == [
            (1, "not_known"),
            (2, "train"),
        ]
    assert "Mumbai, India" in words(client.get(address("show_account_of_events", child)).content)


def test_a_stale_version_changes_nothing_and_keeps_what_was_typed(
    worker: Staff, child: Child
) -> None:
    page_after(worker, child, account="First steps")
    with acting(worker):
        episode = Episode.objects.get(child=child)
    client, url = signed_in(worker), address("change_episode", child, episode.pk)
    assert "First steps" in client.get(url).content.decode()
    assert client.post(url, told(account="Second", version=1)).status_code == 302
    answer = client.post(url, told(account="Third", version=1))
    assert answer.status_code == 409
    assert "Third" in answer.content.decode()
    with acting(worker):
        episode.refresh_from_db()
        assert vault.open(episode) == {"account": "Second"}
        old = OldSealedValue.objects.get(row_id=episode.pk)
        assert vault.open_old_value(old) == {"account": "First steps"}


def test_invalid_episode_form_keeps_the_input(worker: Staff, child: Child) -> None:
    sent = told(account="Her words", age_low="16", age_high="12")
    page = signed_in(worker).post(address("record_episode", child), sent)
    assert page.status_code == 200
    assert "Her words" in page.content.decode()


def test_episode_is_not_saved_if_the_audit_log_fails(worker: Staff, child: Child) -> None:
    with acting(worker), full_audit_log():
        actions.record_episode(
            child=child,
            data=actions.EpisodeInput(),
            texts=actions.EpisodeTexts(account="x"),
            legs=[],
            actor=worker,
        )
    with acting(worker):
        assert not Episode.objects.exists()


def test_each_page_asks_few_queries_and_its_title_is_neutral(worker: Staff, child: Child) -> None:
    for _ in range(3):
        page_after(worker, child, account="x", **{"leg1-to_place": "y", "leg2-to_place": "z"})
    with acting(worker):
        episode = Episode.objects.filter(child=child).first()
    assert episode is not None
    client = signed_in(worker)
    for url in (
        address("show_account_of_events", child),
        address("record_episode", child),
        address("change_episode", child, episode.pk),
        address("add_leg", child, episode.pk),
    ):
        with counting.at_most(15):
            page = client.get(url).content.decode()
        title = page[page.index("<title>") : page.index("</title>")].removeprefix("<title>")
        assert " ".join(title.split()).endswith(f" · {child.code} · Saathi")


@pytest.mark.requirement("DEF-017")
@pytest.mark.parametrize(
    ("moment", "recruited", "legs"),
    [
        ("before migrating", "NPL", ("IND",)),
        ("in transit", "IND", ("ARE",)),
        ("after it", "ARE", ("ARE",)),
    ],
)
def test_recruitment_before_during_or_after_migrating_reads_alike(
    worker: Staff, moment: str, recruited: str, legs: tuple[str, ...]
) -> None:
    """A child of Nepal who went to work abroad; leaving of their own will changes nothing."""
    child = children.child(worker, nationality_state="known", nationalities=["NPL"])
    brought = {"leg1-to_country": legs[0], "leg1-for_exploitation": "yes"}
    page = page_after(
        worker,
        child,
        migrant="yes",
        recruited_country=recruited,
        acts=["recruitment"],
        purposes=["domestic_servitude"],
        account=f"She had left by herself. It was {moment}.",
        **brought,
    )
    assert PALERMO in page
    assert "Had the child migrated? Yes" in page


@pytest.mark.requirement("DEF-028")
@pytest.mark.requirement("DEF-029")
def test_every_combination_of_the_forms_and_of_migration_is_kept_as_it_is(worker: Staff) -> None:
    """Prostitution, labour and migration are recorded together, and none decides on the others."""
    for purposes in (["prostitution"], ["factory"], ["prostitution", "factory"], []):
        for migrant in ("yes", "no", "not_known"):
            child = children.child(worker)
            page = page_after(
                worker,
                child,
                acts=["receipt"],
                purposes=purposes,
                migrant=migrant,
                exploitation_occurred="not_known",
            )
            with acting(worker):
                episode = Episode.objects.get(child=child)
            assert (episode.purposes, episode.migrant) == (purposes, migrant)
            assert (PALERMO in page) is bool(purposes)


@pytest.mark.requirement("DEF-033")
def test_trafficking_in_a_child_is_a_category_of_its_own(worker: Staff, child: Child) -> None:
    """The same act and purpose without means: a child's facts have their own rule."""
    facts = {"acts": ["receipt"], "purposes": ["forced_labour"]}
    page = page_after(worker, child, **facts, age_low="12", age_high="12")
    assert PALERMO in page
    assert "For a child, no means is required." in page
    grown = children.child(worker, "Sarita Sada", ages=[])
    page = page_after(worker, grown, **facts, age_low="20", age_high="20")
    assert "trafficking in a child" not in page
    # There are no records of adults with a child as an attribute: an episode belongs to a child.
    related = {field.name: field for field in Episode._meta.get_fields() if field.is_relation}
    assert related["child"].related_model is Child
    assert not related["child"].null
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        assert not names & {"is_child", "is_minor", "is_trafficked"}, model


@pytest.mark.requirement("DEF-033")
def test_whoever_was_a_child_at_an_act_stays_in_that_category_as_an_adult(
    worker: Staff, child: Child
) -> None:
    """Recruited at 16 and found at 19: judged by the rule for children."""
    facts = {"acts": ["recruitment"], "purposes": ["begging"], "age_low": "16", "age_high": "16"}
    assert PALERMO in page_after(worker, child, **facts, ended="escaped")
