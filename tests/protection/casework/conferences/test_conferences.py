"""Case conferences: who may, participants, decisions that are due, outcome, correction."""

import datetime as dt

import pytest

from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.conferences import rules
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import DecisionState
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.reading import day, words
from tests.roles import role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)
TEXTS = {
    "purpose": "Decide where the child can live",
    "discussed": "The aunt offered a room.",
    "others": "Ms Thapa, teacher\nMr Rai, police",
    "child_part": "heard_before",
    "child_how": "The child did not want to meet the police.",
    "child_said": "I want to stay with my aunt.",
}


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def in_days(actor: Staff, days: int) -> dt.date:
    return actor.office.today() + dt.timedelta(days=days)


def hold(around: ChildFileCast, **typed: object) -> Conference:
    client, path = signed_in(around.worker), f"{around.url}conferences/new/"
    with at_most(20):
        form = client.get(path).content.decode()
    with at_most(20):
        answer = client.post(path, filled.form(form, **TEXTS | typed))
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        conference = Conference.objects.latest("recorded_at")
    assert answer.url == f"{around.url}conferences/{conference.pk}/decisions/new/"
    return conference


def decide(around: ChildFileCast, conference: Conference, **typed: object) -> ConferenceDecision:
    client = signed_in(around.worker)
    path = f"{around.url}conferences/{conference.pk}/decisions/new/"
    with at_most(20):
        form = client.get(path).content.decode()
    to = {"to": str(typed.pop("to"))} if "to" in typed else {}
    with at_most(22):
        answer = client.post(path, filled.form(form, **{"text": "Visit the aunt"} | typed) | to)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        return ConferenceDecision.objects.latest("recorded_at")


def open_duties(around: ChildFileCast, duty: str) -> list[object]:
    with role("maintenance"):
        dues = Due.objects.filter(file_id=around.file_id, duty=duty, done_on=None)
        return list(dues.values_list("worker", flat=True))


def test_conference_is_recorded_sealed_and_shown(around: ChildFileCast) -> None:
    conference = hold(around, attended_chosen=[str(around.worker.pk)])
    for text in TEXTS.values():
        assert text.encode() not in bytes(conference.sealed)
    client = signed_in(around.supervisor)
    with at_most(20):
        page = words(client.get(f"{around.url}conferences/").content)
    for text in ("Ms Thapa, teacher", "The aunt offered a room.", "I want to stay with my aunt."):
        assert text in page
    assert "Was heard before the conference" in page
    assert f"Colleagues {around.worker.name}" in page
    assert "Case conference" in words(client.get(f"{around.url}timeline/").content)


def test_what_the_child_did_may_stay_unrecorded(around: ChildFileCast) -> None:
    conference = hold(around, child_part="", child_how="", child_said="")
    assert (conference.child_part, conference.setting) == ("", "")
    page = words(signed_in(around.worker).get(f"{around.url}conferences/").content)
    assert "The child not recorded" in page


def test_who_does_not_read_decisions_finds_no_conference(around: ChildFileCast) -> None:
    conference = hold(around)
    decision = decide(around, conference, other="Ms Thapa, teacher")
    pages = (
        "",
        "new/",
        f"{conference.pk}/edit/",
        f"{conference.pk}/decisions/new/",
        f"decisions/{decision.pk}/",
    )
    for person in (around.house_mother, around.stranger, around.outsider):
        for page in pages:
            path = f"{around.url}conferences/{page}"
            assert signed_in(person).get(path).status_code == 404, page
            assert signed_in(person).post(path, key()).status_code in {404, 405}, page


def test_decision_is_due_for_the_colleague_until_its_outcome(around: ChildFileCast) -> None:
    decision = decide(
        around,
        hold(around),
        to=around.supervisor.pk,
        **day("until", in_days(around.worker, 3)),
    )
    assert open_duties(around, "decision") == [around.supervisor.pk]
    with role("maintenance"):
        assert Notice.objects.filter(staff=around.supervisor, kind="decision_given").exists()
    client, path = signed_in(around.supervisor), f"{around.url}conferences/decisions/{decision.pk}/"
    form = client.get(path).content.decode()
    refused = client.post(path, filled.form(form, state="dropped"))
    assert "Enter why it was not done." in refused.content.decode()
    assert client.post(path, filled.form(form, state="done", answer="Visited")).status_code == 302
    assert open_duties(around, "decision") == []
    page = words(client.get(f"{around.url}conferences/").content)
    assert "Visited" in page
    assert "Record outcome" not in page


def test_decision_needs_someone_responsible(around: ChildFileCast) -> None:
    conference = hold(around)
    client = signed_in(around.worker)
    path = f"{around.url}conferences/{conference.pk}/decisions/new/"
    page = client.get(path).content.decode()
    assert "Required if a colleague is responsible." in page
    answer = client.post(path, filled.form(page, text="Visit the aunt"))
    assert "Choose a colleague or enter another person" in answer.content.decode()
    assert "Visit the aunt" in answer.content.decode()


def test_next_conference_is_due_until_it_is_held(around: ChildFileCast) -> None:
    hold(around, **day("next_on", in_days(around.worker, 30)))
    assert open_duties(around, "conference") == [around.worker.pk]
    hold(around)
    assert open_duties(around, "conference") == []


def test_conference_recorded_afterwards_leaves_the_next_one_due(around: ChildFileCast) -> None:
    hold(around, **day("next_on", in_days(around.worker, 30)))
    hold(around, **day("held_on", in_days(around.worker, -20)))
    assert open_duties(around, "conference") == [around.worker.pk]


def test_next_conference_is_not_in_the_past(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}conferences/new/"
    sent = filled.form(client.get(path).content.decode(), **TEXTS | day("next_on", TODAY))
    assert "Choose today or a later day." in client.post(path, sent).content.decode()


def test_conference_is_corrected(around: ChildFileCast) -> None:
    conference = hold(around, attended_chosen=[str(around.worker.pk)])
    client, path = signed_in(around.worker), f"{around.url}conferences/{conference.pk}/edit/"
    form = client.get(path).content.decode()
    sent = filled.form(form, discussed="The aunt offered a bed.")
    assert sent["attended_chosen"] == [str(around.worker.pk)]
    assert client.post(path, sent).status_code == 302
    page = words(client.get(f"{around.url}conferences/").content)
    assert "The aunt offered a bed." in page
    assert "The aunt offered a room." not in page
    assert f"Colleagues {around.worker.name}" in page


@pytest.mark.parametrize(
    ("colleague", "other", "until", "wrong"),
    [
        (True, "", TODAY, []),
        (False, "Ms Thapa", None, []),
        (False, " ", TODAY, ["to"]),
        (True, "", None, ["until"]),
        (False, "Ms Thapa", TODAY - dt.timedelta(days=1), ["until"]),
    ],
)
def test_what_a_decision_needs(
    colleague: bool, other: str, until: dt.date | None, wrong: list[str]
) -> None:
    reasons = rules.reasons_against_decision(
        has_colleague=colleague, other=other, until=until, today=TODAY
    )
    assert [reason.code for reason in reasons] == wrong


@pytest.mark.parametrize(
    ("state", "wanted", "answer", "wrong"),
    [
        ("open", "done", "", []),
        ("open", "dropped", "On leave", []),
        ("open", "dropped", " ", ["answer"]),
        ("open", "open", "", ["state"]),
        ("done", "dropped", "x", ["state"]),
    ],
)
def test_how_a_decision_ends(state: str, wanted: str, answer: str, wrong: list[str]) -> None:
    reasons = rules.reasons_not_to_end_decision(DecisionState(state), DecisionState(wanted), answer)
    assert [reason.code for reason in reasons] == wrong
