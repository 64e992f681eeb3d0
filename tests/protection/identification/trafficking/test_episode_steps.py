"""The form of an episode in steps: no field was lost, going back loses nothing, legs come on demand."""

import re

import pytest
from django.urls import reverse

from saathi.agencies.models import Draft, Staff
from saathi.people.models import Child
from saathi.protection.identification.trafficking.forms import STEPS, EpisodeForm
from saathi.protection.identification.trafficking.leg_forms import LegForm
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.vault import store as vault
from tests import filled
from tests.factories import agencies
from tests.protection.identification.trafficking.screens import address, told, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

# Each field of the one long page of before and the sale, and the step where it is now.
FIELDS_BEFORE = {
    "known": "what", "account": "what", "acts": "what", "source": "what", "confidence": "what",
    "purposes": "purpose", "exploitation_occurred": "purpose", "means": "purpose", "ended": "purpose",
    "recruited_country": "route", "recruited_district": "route", "smuggled": "route",
    "migrant": "route", "persons": "persons", "began": "persons", "age_low": "persons",
    "age_high": "persons", "when_told": "persons",
    "sold": "what", "sale_account": "what", "sale_source": "what",
}  # fmt: skip
LEG_FIELDS_BEFORE = (
    "from_country", "from_district", "from_place", "to_country", "to_district", "to_place",
    "for_exploitation", "is_intended", "transport", "acts", "began", "persons",
)  # fmt: skip
HARM_FIELDS = ("harm", "harms", "harm_account")
OF_EVERY_FORM = {"form_key", "version"}
WORDS = "She was told of a hotel"


def step_shown(page: str) -> list[str]:
    """The steps that a browser without scripts shows."""
    parts = re.findall(r'<(?:fieldset|section)[^>]*data-step="(\w+)"([^>]*)>', page)
    return [code for code, more in parts if "hidden" not in more]


def go(worker: Staff, child: Child, step: str, **fields: object) -> str:
    """The page after a button of a step."""
    answer = signed_in(worker).post(
        address("record_episode", child), told(**fields) | {"step": step}
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_no_field_of_the_long_form_was_lost(worker: Staff, child: Child) -> None:
    assert {name: step.code for step in STEPS for name in step.fields} == FIELDS_BEFORE
    assert set(EpisodeForm.base_fields) - OF_EVERY_FORM == set(FIELDS_BEFORE)
    assert set(LegForm.base_fields) - OF_EVERY_FORM == {*LEG_FIELDS_BEFORE, *HARM_FIELDS}
    page = go(worker, child, "add-leg")
    for name in (*FIELDS_BEFORE, *(f"leg1-{name}" for name in LEG_FIELDS_BEFORE)):
        assert re.search(f'name="{name}(_0)?"', page), name


def test_one_step_is_shown_and_all_fields_are_sent(worker: Staff, child: Child) -> None:
    page = signed_in(worker).get(address("record_episode", child)).content.decode()
    assert step_shown(page) == ["what"]
    for code in ("purpose", "route", "persons", "what"):
        page = go(worker, child, code, account=WORDS, acts=["receipt"], age_low="wrong")
        assert step_shown(page) == [code]
        assert WORDS in page
        assert 'value="wrong"' in page
        assert "summary-box" not in page, "nothing is checked before the last page"
    with acting(worker):
        assert not Episode.objects.exists()


def test_last_page_shows_what_was_entered_and_saves(worker: Staff, child: Child) -> None:
    page = go(
        worker, child, "check", account=WORDS, purposes=["begging"], persons=["An uncle", "A driver"],
        **{"leg4-to_place": "Mumbai", "leg4-to_country": "IND"},
    )  # fmt: skip
    assert step_shown(page) == ["check"]
    last = words(page.encode()).partition("Check what you entered")[2]
    for text in (WORDS, "Exploitation in begging", "An uncle; A driver", "Mumbai", "Leg 1"):
        assert text in last
    sent = filled.form(page.split("<template id=")[0])
    sent = {name: values for name, values in sent.items() if "__n__" not in name}
    answer = signed_in(worker).post(address("record_episode", child), sent)
    assert answer.status_code == 302
    with acting(worker):
        assert vault.open(Episode.objects.get())["persons"] == "An uncle\nA driver"
        assert vault.open(Leg.objects.get()) == {"to_place": "Mumbai"}


def test_an_error_opens_its_step_under_one_summary(worker: Staff, child: Child) -> None:
    for step in ("check", None):
        sent = told(age_low="16", age_high="12") | ({"step": step} if step else {})
        page = signed_in(worker).post(address("record_episode", child), sent).content.decode()
        assert step_shown(page) == ["persons"]
        assert page.count("summary-box") == 1
    bad_leg = told(**{"leg1-to_country": "IND", "leg1-to_district": "NP-KTM", "age_low": "x"})
    page = signed_in(worker).post(address("record_episode", child), bad_leg).content.decode()
    assert step_shown(page) == ["route"]
    assert page.count("summary-box") == 1
    box = page[page.index("summary-box") : page.index("data-step=")]
    assert box.count('href="#id_') == 2


def test_legs_are_added_and_removed_without_a_script(worker: Staff, child: Child) -> None:
    page = signed_in(worker).get(address("record_episode", child)).content.decode()
    assert 'name="leg1-to_place"' not in page
    page = go(worker, child, "add-leg", step_now="route", **{"leg1-to_place": "Pune"})
    assert step_shown(page) == ["route"]
    assert 'name="leg1-to_place" value="Pune"' in page
    assert 'name="leg2-to_place"' in page
    both = {"leg1-to_place": "Pune", "leg2-to_place": "Goa", "step_now": "route"}
    page = go(worker, child, "drop-leg:1", **both)
    assert "Pune" not in page
    assert 'name="leg2-to_place" value="Goa"' in page


def test_a_leg_without_a_place_is_not_dropped_silently(worker: Staff, child: Child) -> None:
    sent = told(**{"leg1-persons": "A man with tickets"})
    page = signed_in(worker).post(address("record_episode", child), sent).content.decode()
    assert "Enter at least one place of this leg." in page
    with acting(worker):
        assert not Episode.objects.exists()


def test_a_draft_opens_at_its_step_with_its_legs(worker: Staff, child: Child) -> None:
    client, path = signed_in(worker), address("record_episode", child)
    typed = told(account=WORDS, step_now="route", later="keep", **{"leg2-to_place": "Goa"})
    assert client.post(path, typed).status_code == 302
    page = client.get(path).content.decode()
    assert step_shown(page) == ["route"]
    assert WORDS in page
    assert 'name="leg2-to_place" value="Goa"' in page
    assert client.post(path, told(account=WORDS)).status_code == 302
    with acting(worker):
        assert not Draft.objects.exists()


def test_an_edit_adds_a_leg_and_keeps_the_persons(worker: Staff, child: Child) -> None:
    client = signed_in(worker)
    client.post(address("record_episode", child), told(persons=["An uncle", "A driver"]))
    with acting(worker):
        episode = Episode.objects.get()
    path = reverse("trafficking:change_episode", args=[child.file_id, episode.pk])
    page = client.get(path).content.decode()
    assert 'value="An uncle"' in page
    sent = filled.form(page.split('<template id="new-leg')[0], **{"leg1-to_place": "Goa"})
    assert client.post(path, sent).status_code == 302
    with acting(worker):
        episode.refresh_from_db()
        assert vault.open(episode)["persons"] == "An uncle\nA driver"
        assert Leg.objects.get().number == 1


def test_pages_of_strangers_are_hidden_in_every_step(worker: Staff, child: Child) -> None:
    stranger = signed_in(agencies.staff())
    for step in ("route", "check", "add-leg"):
        sent = told() | {"step": step}
        assert stranger.post(address("record_episode", child), sent).status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"began_2": "2130"}, "Enter today’s date or an earlier date"),
        ({"age_low": "40"}, "the child is at most"),
        ({"leg1-from_country": "NPL", "leg1-began_2": "2130"}, "Enter today’s date or an earlier"),
    ],
)
def test_future_start_and_age_above_the_present_age_are_refused(
    worker: Staff, child: Child, sent: dict[str, str], sentence: str
) -> None:
    answer = signed_in(worker).post(address("record_episode", child), told(**sent))
    assert sentence in answer.content.decode()
    with acting(worker):
        assert not Episode.objects.exists()
