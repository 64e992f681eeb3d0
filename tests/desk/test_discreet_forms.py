"""In the discreet view a form shows no stored word until the reader asks for it, on this page only."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.vocabulary import AuthorityKind, Safeguard
from saathi.protection.identification.trafficking import actions as happened
from saathi.protection.identification.trafficking.models import Leg
from tests.desk.cast import PHONE
from tests.factories import agencies, children, people, plans, rights
from tests.factories.orders import record_order
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = "Zylquiri"  # occurs in no text of ours
type Addresses = dict[str, str]


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker, names=[Name("given", WORDS)], private={"address": WORDS})


def _trafficking(case: Case, worker: Staff) -> Addresses:
    episode = happened.record_episode(
        child=case.child,
        data=happened.EpisodeInput(),
        texts=happened.EpisodeTexts(account=WORDS, persons=WORDS),
        legs=[happened.LegInput(to_place=WORDS)],
        actor=worker,
    )
    leg = Leg.objects.get(episode=episode)
    ids = [case.file_id, episode.pk]
    return {
        "change_episode": reverse("trafficking:change_episode", args=ids),
        "change_leg": reverse("trafficking:change_leg", args=[*ids, leg.pk]),
        "remove_leg": reverse("trafficking:remove_leg", args=[*ids, leg.pk]),
    }


def _plan(case: Case, worker: Staff) -> Addresses:
    plan = plans.plan(case, worker, child_words=WORDS)
    goal = plans.goal(plan, worker, text=WORDS, step=WORDS)
    step = goal.steps.get()
    file = case.file_id
    return {
        "edit_plan": reverse("care_plans:edit_plan", args=[file, plan.pk]),
        "edit_goal": reverse("care_plans:edit_goal", args=[file, goal.pk]),
        "edit_step": reverse("care_plans:edit_step", args=[file, step.pk]),
    }


def _orders(case: Case, worker: Staff) -> Addresses:
    order = record_order(case.child, worker, case.opened_on, body=WORDS)
    broken = orders.record_broken_safeguard(
        case=case,
        data=orders.BrokenSafeguardInput(
            Safeguard.OTHER, case.opened_on, AuthorityKind.COURT, texts={"body": WORDS}
        ),
        actor=worker,
    )
    return {
        "change_order": reverse("orders:change_order", args=[case.file_id, order.pk]),
        "follow_alert": reverse("orders:record_alert_outcome", args=[case.file_id, broken.pk]),
    }


def _accused(case: Case, worker: Staff) -> Addresses:
    file = case.file_id
    person = people.person(case.child, worker, WORDS)
    accused = people.alleged(case.child, worker, WORDS)
    paper = people.paper(case.child, worker, note=WORDS)
    return {
        "change_name": reverse("people:change_name", args=[file, 0]),
        "change_person": reverse("around:change_relation", args=[file, person.pk]),
        "change_alleged": reverse("around:change_alleged_perpetrator", args=[file, accused.pk]),
        "change_paper": reverse("identity:change_identity_document", args=[file, paper.pk]),
        "edit_child": reverse("people:edit_child_details", args=[case.file_id]),
        "add_age": reverse("people:add_age_evidence", args=[case.file_id]),
    }


def _consent(case: Case, worker: Staff) -> Addresses:
    guardian = rights.guardian(case.child, worker, name=WORDS)
    decision = rights.decision(case.child, worker, texts=dict.fromkeys(rights.TEXTS, WORDS))
    return {
        "change_guardian": reverse("consent:change_guardian", args=[case.file_id, guardian.pk]),
        "change_decision": reverse("consent:change_decision", args=[case.file_id, decision.pk]),
    }


@pytest.mark.parametrize("made", [_accused, _trafficking, _plan, _orders, _consent])
def test_form_with_stored_words_is_covered_on_phone(
    made: Callable[[Case, Staff], Addresses], case: Case, worker: Staff
) -> None:
    with acting(worker):
        addresses = made(case, worker)
    phone = signed_in(worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    for screen, path in addresses.items():
        covered = phone.get(path)
        assert covered.status_code == 200, screen
        page = covered.content.decode()
        assert "Content hidden" in page, screen
        assert WORDS not in page, screen
        assert "14 to 15" not in page, screen
        assert 'href="?shown=1"' in page, screen
        shown = phone.get(path, {"shown": "1"}).content.decode()
        assert WORDS in shown or "14 to 15" in shown, screen
        # Only that page: the next time it is covered again.
        assert WORDS not in phone.get(path).content.decode(), screen


def test_form_is_not_covered_on_desktop_or_with_names_shown(case: Case, worker: Staff) -> None:
    path = reverse("people:edit_child_details", args=[case.file_id])
    desk = signed_in(worker)
    assert WORDS in desk.get(path).content.decode()
    desk.post("/view", {"discreet": "1", "next": "/"})
    assert WORDS not in desk.get(path).content.decode()
    phone = signed_in(worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    phone.post("/view", {"discreet": "0", "next": "/"})
    assert WORDS in phone.get(path).content.decode()


def test_form_cover_gives_404_without_access(case: Case, worker: Staff) -> None:
    stranger = signed_in(agencies.staff())
    stranger.defaults["HTTP_USER_AGENT"] = PHONE
    assert (
        stranger.get(reverse("people:edit_child_details", args=[case.file_id])).status_code == 404
    )


def test_a_new_form_and_what_was_just_typed_are_not_covered(case: Case, worker: Staff) -> None:
    phone = signed_in(worker)
    phone.defaults["HTTP_USER_AGENT"] = PHONE
    new = reverse("trafficking:record_episode", args=[case.file_id])
    assert "Content hidden" not in phone.get(new).content.decode()
    sent = {
        "form_key": idempotency.new_form_key(),
        "age_low": "16",
        "age_high": "12",
        "account": WORDS,
    }
    assert WORDS in phone.post(new, sent).content.decode()


TEMPLATES = Path(__file__).resolve().parents[2] / "saathi"
FORM = r'<form\s+method="post"[^>]*class="form[ "][^>]*>|\{% post_form '


def _forms_below_child_header() -> list[Path]:
    """Templates of forms about a child."""
    templates = [(path, path.read_text("utf-8")) for path in TEMPLATES.rglob("templates/**/*.html")]
    return [
        path
        for path, text in templates
        if '{% extends "web/base_child_form.html" %}' in text and re.search(FORM, text)
    ]


def test_forms_below_the_head_of_a_file_are_found() -> None:
    names = {path.name for path in _forms_below_child_header()}
    assert {"form.html", "record_visit.html", "record_statement.html"} <= names


@pytest.mark.parametrize("path", _forms_below_child_header(), ids=lambda path: path.name)
def test_mistakes_are_shown_by_the_page_in_its_language_and_not_by_the_browser(path: Path) -> None:
    for form in re.findall(FORM, path.read_text("utf-8")):
        assert "novalidate" in form or "post_form" in form, form


def test_forms_of_one_card_leave_mistakes_to_the_page() -> None:
    text = (TEMPLATES / "web/templates/web/_form.html").read_text("utf-8")
    assert "novalidate\n>" in text or " novalidate>" in text
