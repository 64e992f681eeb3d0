"""Two people edit one record: what each changed, field by field, without losing any work."""

import html
import re

import pytest
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.identification.trafficking.models import Episode
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.factories import children, plans
from tests.protection.identification.trafficking.screens import page_after
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.child(worker)


def field(page: str, name: str) -> str:
    """The texts of one field that the two left differently."""
    match = re.search(
        rf'<fieldset class="field">\s*<legend>(?:(?!</fieldset>).)*name="choose-{name}".*?</fieldset>',
        page,
        re.DOTALL,
    )
    assert match, f"{name} is not asked about"
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", match[0])).split())


def two_write(worker: Staff, path: str, first: dict[str, object], second: dict[str, object]) -> str:
    """Both open the page; the first saves, then the second. Returns the second person's response."""
    client = signed_in(worker)
    opened = client.get(path).content.decode()
    assert client.post(path, filled.form(opened, **first)).status_code == 302
    with at_most(15):
        answer = client.post(path, _resubmitted(opened, **second))
    assert answer.status_code == 409
    return answer.content.decode()


def _resubmitted(page: str, **typed: object) -> filled.Values:
    """The same page, opened by the other person: with its own form key."""
    sent = filled.form(page, **typed)
    return sent | {"form_key": ["4b1f7c5e-5e0c-4c39-9c6e-0d1f3b6a7e55"]}


def test_edit_conflict_shows_who_changed_each_field(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(
        worker,
        path,
        {"marks": "A scar", "phones": "9841000000"},
        {"marks": "A limp", "address": "By the mill"},
    )
    assert (
        "Changed on this page and elsewhere. Current version A scar Your entries A limp"
        in field(page, "marks")
    )
    assert "Changed elsewhere, not on this page." in field(page, "phones")
    assert "Changed on this page only." in field(page, "address")
    assert 'name="choose-gender"' not in page, "what is the same for both is not asked"
    with acting(worker):
        texts = vault.open(access.get(worker, Child, child.pk))
    assert (texts["marks"], texts.get("address", "")) == ("A scar", "")


def test_resolved_edit_conflict_keeps_both_changes(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(
        worker,
        path,
        {"marks": "A scar", "phones": "9841000000"},
        {"marks": "A limp", "address": "By the mill"},
    )
    # As suggested, the changed value; where both changed a short text, what the person chooses.
    answer = signed_in(worker).post(path, filled.form(page, to=path, **{"choose-marks": "both"}))
    assert answer.status_code == 302, answer.content.decode()
    with acting(worker):
        texts = vault.open(access.get(worker, Child, child.pk))
    assert texts["marks"] == "A scar; A limp"
    assert (texts["phones"], texts["address"]) == (["9841000000"], "By the mill")


@pytest.mark.parametrize(("choice", "stands"), [("theirs", "A scar"), ("mine", "A limp")])
def test_edit_conflict_can_be_resolved_to_either_value(
    worker: Staff, child: Child, choice: str, stands: str
) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(worker, path, {"marks": "A scar"}, {"marks": "A limp"})
    sent = filled.form(page, to=path, **{"choose-marks": choice})
    assert signed_in(worker).post(path, sent).status_code == 302
    with acting(worker):
        assert vault.open(access.get(worker, Child, child.pk))["marks"] == stands


def test_edit_conflict_with_third_person_is_shown(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(worker, path, {"marks": "A scar"}, {"marks": "A limp"})
    client = signed_in(worker)
    between = filled.form(client.get(path).content.decode(), marks="A burn")
    assert client.post(path, between).status_code == 302
    answer = client.post(path, filled.form(page, to=path, **{"choose-marks": "mine"}))
    assert answer.status_code == 409
    assert "Current version A burn Your entries A limp" in field(answer.content.decode(), "marks")


def test_invalid_conflict_choice_keeps_entered_values(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(worker, path, {"marks": "A scar"}, {"marks": "A limp"})
    wrong = {
        "choose-marks": "both",
        "identified_on_0": "31",
        "identified_on_1": "2",
        "identified_on_2": "2026",
    }
    answer = signed_in(worker).post(path, filled.form(page, to=path, **wrong))
    assert answer.status_code == 200
    assert "Enter a valid date" in answer.content.decode()
    assert "A scar; A limp" in html.unescape(answer.content.decode())


def test_edit_conflict_of_plan_is_resolved(worker: Staff) -> None:
    case = children.case(worker)
    plan = plans.plan(case, worker, child_words="I want to sew.")
    path = reverse("care_plans:edit_plan", args=[case.file_id, plan.pk])
    day = {"review_on_0": "1", "review_on_1": "5", "review_on_2": "2026"}
    page = two_write(worker, path, day, {"contribution_note": "She drew it."})
    assert "Changed elsewhere, not on this page. Current version 1.5.2026" in field(
        page, "review_on"
    )
    assert "Changed on this page only." in field(page, "contribution_note")
    assert 'name="choose-child_words"' not in page
    assert signed_in(worker).post(path, filled.form(page, to=path)).status_code == 302
    with acting(worker):
        plan = Plan.objects.get(pk=plan.pk)
        assert plan.review_on is not None
        assert (plan.review_on.day, plan.review_on.month) == (1, 5)
        assert vault.open(plan)["contribution_note"] == "She drew it."


def test_edit_conflict_of_episode_is_resolved(worker: Staff, child: Child) -> None:
    page_after(worker, child, acts=["recruitment"], account="At the bus park.")
    with acting(worker):
        episode = Episode.objects.get(child=child)
    path = reverse("trafficking:change_episode", args=[child.file_id, episode.pk])
    page = two_write(
        worker,
        path,
        {"acts": ["recruitment", "transfer"], "smuggled": "yes"},
        {"acts": ["recruitment", "harbouring"], "account": "At the bus park, by a man."},
    )
    assert "Changed on this page and elsewhere." in field(page, "acts")
    assert "Changed elsewhere, not on this page." in field(page, "smuggled")
    sent = filled.form(page, to=path, **{"choose-acts": "theirs"})
    assert signed_in(worker).post(path, sent).status_code == 302
    with acting(worker):
        episode.refresh_from_db()
        assert (episode.acts, episode.smuggled) == (["recruitment", "transfer"], "yes")
        assert vault.open(episode)["account"] == "At the bus park, by a man."


def test_edit_conflict_without_marks_shows_every_difference(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    client = signed_in(worker)
    opened = client.get(path).content.decode()
    assert client.post(path, filled.form(opened, phones="9841000000")).status_code == 302
    answer = client.post(path, _resubmitted(opened, address="By the mill", version="1"))
    assert "Changed on this page and elsewhere." in field(answer.content.decode(), "phones")
    for nonsense in ("x", "1.zz", "--"):
        page = client.post(path, _resubmitted(opened, version=nonsense))
        assert "Open this page again" in page.content.decode()


def test_field_marks_reveal_no_values(worker: Staff) -> None:
    marks = []
    for mark in ("A scar", "A limp"):
        child = children.child(worker, private={"marks": mark})
        page = signed_in(worker).get(f"/child/{child.file_id}/who/change/").content.decode()
        marks.append(filled.form(page)["version"][0])
    first, second = marks
    assert re.fullmatch(r"1\.([0-9a-f]{5})+", first)
    assert first != second
    assert "scar" not in first


def test_nothing_is_preselected_where_two_wrote_a_short_text(worker: Staff, child: Child) -> None:
    path = f"/child/{child.file_id}/who/change/"
    page = two_write(worker, path, {"marks": "A scar"}, {"marks": "A limp"})
    assert re.search(r'<input[^>]*name="choose-marks"[^>]*checked', page) is None
    assert "Keep both texts" in field(page, "marks")


def test_saved_form_says_so_once(worker: Staff, child: Child) -> None:
    client, path = signed_in(worker), f"/child/{child.file_id}/who/change/"
    answer = client.post(path, filled.form(client.get(path).content.decode(), marks="A scar"))
    page = client.get(answer.url).content.decode()
    assert page.count("Saved.") == 1
    assert "Saved." not in client.get(answer.url).content.decode()
