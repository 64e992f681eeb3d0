"""The outcome scale: the child first and alone, the locked child view, support on the same day."""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import credentials
from saathi.agencies.actions import own_account
from saathi.people.models import Child
from saathi.protection.casework.reintegration import outcome_charts, outcome_rules
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.actions import outcomes
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.child_questions import (
    ChildViewLanguage,
    child_words,
    spoken_words,
)
from saathi.protection.casework.reintegration.models import OutcomeAnswer
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

WHO, HOW, FACE = codes.OutcomeRespondent, codes.OutcomeMethod, codes.OutcomeFace
PIN = "730519"


@pytest.mark.requirement("REI-008")
@pytest.mark.parametrize(
    ("respondent", "method", "answered", "is_young", "refused"),
    [
        (WHO.CHILD, HOW.CHILD_VIEW, (), False, []),
        (WHO.CHILD, HOW.IN_PERSON, (), False, []),
        (WHO.CHILD, HOW.OBSERVED, (), False, ["method"]),
        (WHO.CHILD, HOW.IN_PERSON, (), True, ["respondent"]),
        (WHO.CHILD, HOW.IN_PERSON, (WHO.CHILD,), False, ["respondent"]),
        (WHO.WORKER, HOW.OBSERVED, (), False, ["respondent"]),
        (WHO.WORKER, HOW.OBSERVED, (WHO.CHILD,), False, []),
        (WHO.WORKER, HOW.OBSERVED, (), True, []),
        (WHO.CAREGIVER, HOW.IN_PERSON, (WHO.WORKER,), False, ["respondent"]),
        (WHO.CAREGIVER, HOW.CHILD_VIEW, (WHO.CHILD,), False, ["method"]),
    ],
)
def test_the_child_answers_first_and_alone(
    respondent: WHO,
    method: HOW,
    answered: tuple[WHO, ...],
    is_young: bool,
    refused: list[str],
) -> None:
    reasons = outcome_rules.reasons_against_answer(
        respondent, method, answered=answered, is_young=is_young
    )
    assert [reason.code for reason in reasons] == refused


@pytest.mark.parametrize(
    ("days", "wave"),
    [(0, "leaving"), (30, "leaving"), (31, "month_1"), (100, "month_3"), (400, "month_12"),
     (800, "month_24")],
)  # fmt: skip
def test_wave_of_a_day(days: int, wave: str) -> None:
    returned_on = dt.date(2026, 3, 2)
    assert outcome_rules.wave_on(returned_on, returned_on + dt.timedelta(days=days)) == wave


def test_change_over_time_shows_no_total_and_leaves_out_what_was_not_said() -> None:
    waves = codes.OutcomeWave
    answers = [
        (waves.MONTH_3, {"safe": "well"}),
        (waves.BASELINE, {"safe": "very_hard"}),
        (waves.MONTH_1, {"safe": "declined"}),
    ]
    changes = outcome_rules.changes_over_time(answers, codes.OutcomeDomain.SAFE)
    assert changes == [(waves.BASELINE, 1), (waves.MONTH_1, None), (waves.MONTH_3, 4)]
    [shown] = outcome_charts.charts_of([(WHO.CHILD, wave, faces) for wave, faces in answers])
    chart = shown.charts[0]
    assert chart.words == (
        "Baseline: Very hard, After 1 month: Chose not to say, After 3 months: Well"
    )
    assert len(chart.points) == 2
    assert (chart.shown_width, chart.shown_height) == (144, 80)


@pytest.mark.django_db
def test_drawings_of_answers_have_a_size(around: ChildFileCast) -> None:
    """A drawing without a size fills the page, each with circles as large as a hand."""
    steps.answer(around, steps.begin(around), faces={"safe": "very_hard"})
    page = signed_in(around.worker).get(f"{around.url}outcomes/").content.decode()
    drawings = re.findall(r'<svg\s+class="outcome"[^>]*>', page)
    assert len(drawings) == len(codes.OutcomeDomain)
    for drawing in drawings:
        assert 'width="96"' in drawing
        assert 'height="80"' in drawing


@pytest.mark.requirement("REI-014")
def test_child_view_has_every_word_in_five_languages() -> None:
    needed = {"title", "intro", "listen", "next", "back", "finish", "choose", "thanks", "worker",
              "draft", *codes.OutcomeDomain.values, *(face.value for face in codes.FACES),
              "declined"}  # fmt: skip
    needed |= {
        f"{question}_{face.value}" for question in ("safe", "afraid") for face in codes.FACES
    }
    english = child_words("en")
    for language in ChildViewLanguage:
        words = child_words(language)
        assert words.keys() == needed, language
        assert all(words.values()), language
        assert language == "en" or not any(words[code] == english[code] for code in needed)


def test_child_is_asked_about_fear_and_one_question_at_a_time() -> None:
    assert child_words("en")["afraid"] == "Is anybody making you afraid?"
    for language in ChildViewLanguage:
        words = child_words(language)
        for domain in codes.OutcomeDomain:
            marks = [sign for sign in words[domain.value] if sign in "?؟"]
            assert len(marks) == 1, (language, domain)
    assert spoken_words("en", "afraid") == (
        "Is anybody making you afraid?. No, nobody. Seldom. Often. Yes, very much. I do not want to say"
    )
    assert "Well. Mostly well" in spoken_words("en", "learning")


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def give_pin(around: ChildFileCast) -> None:
    with acting(around.worker):
        own_account.set_pin(actor=around.worker, pin=PIN)
        assert credentials.has_pin(around.worker.pk)


@pytest.mark.django_db
@pytest.mark.requirement("REI-008")
@pytest.mark.requirement("REI-014")
def test_child_answers_on_a_device_that_is_locked_to_the_questions(around: ChildFileCast) -> None:
    steps.begin(around)
    give_pin(around)
    client = signed_in(around.worker)
    start = f"{around.url}outcomes/child/"
    for person in (around.stranger, around.outsider, around.house_mother):
        assert signed_in(person).get(start).status_code == 404
    sent = filled.form(client.get(start).content.decode(), wave="baseline", language="ne")
    view = client.post(start, sent)["Location"]
    assert view == f"{around.url}outcomes/child/baseline/ne/"
    page = client.get(view)
    text = page.content.decode()
    assert child_words("ne")["safe"] in text
    assert 'lang="ne"' in text
    for unseen in (cast.NAME, around.case.child.code, around.worker.name, "My day"):
        assert unseen not in text
    # Nothing else can be opened on this device, not even another child view.
    for path in (
        "/",
        around.url,
        f"{around.url}outcomes/",
        f"{around.url}outcomes/child/baseline/en/",
    ):
        assert client.get(path)["Location"] == "/unlock"

    faces = {f"face_{domain.value}": "mostly" for domain in codes.OutcomeDomain}
    incomplete = client.post(view, key() | faces | {"face_hope": ""})
    assert child_words("ne")["choose"] in incomplete.content.decode()
    done = client.post(view, key() | faces | {"face_inside": "very_hard", "face_home": "declined"})
    assert done["Location"] == view
    thanks = client.get(view).content.decode()
    assert child_words("ne")["thanks"] in thanks
    assert "very_hard" not in thanks
    assert client.get(around.url)["Location"] == "/unlock"

    assert client.post("/unlock", {"pin": "111000"}).status_code == 400
    assert client.get(around.url)["Location"] == "/unlock"
    assert client.post("/unlock", {"pin": PIN})["Location"] == f"{around.url}outcomes/"
    with acting(around.worker):
        answer = OutcomeAnswer.objects.get()
    assert (answer.respondent, answer.method, answer.faces["home"]) == (
        "child", "child_view", "declined",
    )  # fmt: skip
    assert steps.duties(around, "hard_answer") == [steps.today(around)]
    # Unlocked, the address is no child view any more.
    assert client.get(view)["Location"] == f"{around.url}outcomes/"


@pytest.mark.django_db
@pytest.mark.requirement("REI-008")
def test_child_view_that_is_sent_twice_at_once_is_recorded_once(
    around: ChildFileCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.begin(around)
    give_pin(around)
    client = signed_in(around.worker)
    start = f"{around.url}outcomes/child/"
    sent = filled.form(client.get(start).content.decode(), wave="baseline", language="en")
    view = client.post(start, sent)["Location"]
    faces = {f"face_{domain.value}": "mostly" for domain in codes.OutcomeDomain}
    assert client.post(view, key() | faces)["Location"] == view
    # The second one began before the first was recorded.
    real, early = outcomes.has_answered, [False]
    monkeypatch.setattr(
        outcomes, "has_answered", lambda *about: early.pop() if early else real(*about)
    )
    monkeypatch.setattr(outcome_rules, "reasons_against_answer", lambda *_who, **_facts: ())
    answer = client.post(view, key() | faces)
    assert answer.status_code == 200
    assert child_words("en")["thanks"] in answer.content.decode()
    with acting(around.worker):
        assert OutcomeAnswer.objects.count() == 1


@pytest.mark.django_db
def test_answers_offer_the_pin_first_and_then_the_child_view(around: ChildFileCast) -> None:
    steps.begin(around)
    client = signed_in(around.worker)
    texts = "Choose a PIN for the child view", "Start the child view"
    page = read(client.get(f"{around.url}outcomes/"))[0]
    assert [text in page for text in texts] == [True, False]
    give_pin(around)
    page = read(client.get(f"{around.url}outcomes/"))[0]
    assert [text in page for text in texts] == [False, True]


@pytest.mark.django_db
def test_child_view_needs_a_pin_to_lock_with(around: ChildFileCast) -> None:
    steps.begin(around)
    client = signed_in(around.worker)
    start = f"{around.url}outcomes/child/"
    sent = filled.form(client.get(start).content.decode(), wave="baseline", language="en")
    answer = client.post(start, sent, follow=True)
    assert "Choose a PIN first" in read(answer)[0]
    assert client.get(around.url).status_code == 200
    # Choosing it leads back to the questions.
    choose = str(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"])
    chosen = client.post(choose, {"pin": PIN, "again": PIN})
    assert chosen["Location"] == start
    again = client.post(start, sent | key())
    assert again["Location"] == f"{start}baseline/en/"


@pytest.mark.django_db
@pytest.mark.parametrize("then", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_a_chosen_pin_leads_to_no_other_site(around: ChildFileCast, then: str) -> None:
    answer = signed_in(around.worker).post(
        f"/account/pin/?{urlencode({'next': then})}", {"pin": PIN, "again": PIN}
    )
    assert answer["Location"] == "/account/2fa/"


@pytest.mark.django_db
def test_child_view_offers_the_first_time_that_is_not_answered(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    client = signed_in(around.worker)

    def offered() -> str:
        page = client.get(f"{around.url}outcomes/child/").content.decode()
        [value] = re.findall(r'<option value="(\w+)" selected', page)
        return str(value)

    assert offered() == "month_3"
    steps.answer(around, reintegration, wave="month_3")
    assert offered() == "month_6"


@pytest.mark.parametrize(
    ("answered", "offered"),
    [
        ((), "month_3"),
        (("month_1",), "month_3"),
        (("month_3",), "month_6"),
        (("month_3", "month_6", "month_12", "month_24"), "baseline"),
        (tuple(codes.OutcomeWave.values), None),
    ],
)
def test_wave_to_answer(answered: tuple[str, ...], offered: str | None) -> None:
    returned_on = dt.date(2026, 3, 2)
    waves = [codes.OutcomeWave(wave) for wave in answered]
    wave = outcome_rules.wave_to_answer(returned_on, returned_on + dt.timedelta(days=100), waves)
    assert wave == offered


@pytest.mark.django_db
@pytest.mark.requirement("REI-014")
def test_very_hard_needs_support_on_the_same_day(around: ChildFileCast) -> None:
    steps.begin(around)
    client = signed_in(around.worker)
    path = f"{around.url}outcomes/new/"
    faces = {f"face_{domain.value}": "well" for domain in codes.OutcomeDomain}
    sent = filled.form(
        client.get(path).content.decode(), wave="baseline", respondent="child", method="in_person",
        **(faces | {"face_safe": "very_hard"}),
    )  # fmt: skip
    answer = client.post(path, sent, follow=True)
    assert "Support the child today: Safety" in read(answer)[0]
    assert steps.duties(around, "hard_answer") == [steps.today(around)]
    with acting(around.worker):
        stored = OutcomeAnswer.objects.get()
    support = f"{around.url}outcomes/{stored.pk}/support/"
    for person in (around.stranger, around.outsider, around.house_mother):
        assert signed_in(person).post(support, {"version": 1} | key()).status_code == 404
    assert client.post(support, {"version": 1} | key()).status_code == 302
    assert steps.duties(around, "hard_answer") == []


@pytest.mark.django_db
@pytest.mark.requirement("REI-008")
def test_worker_answers_after_the_child_in_action_and_database(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    with pytest.raises(ReintegrationRefused):
        steps.answer(around, reintegration, "worker", method="observed")
    with (
        role("warden"),
        pytest.raises(DatabaseError, match="the child answers first"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO reintegration_outcomeanswer (id, file_id, recorded_at, recorded_by, version, "
            "reintegration_id, wave, respondent, answered_on, method, faces) VALUES "
            "(gen_random_uuid(), %s, now(), %s, 1, %s, 'baseline', 'worker', current_date, "
            "'observed', '{}')",
            [around.file_id, around.worker.pk, reintegration.pk],
        )
    steps.answer(around, reintegration, "child")
    steps.answer(around, reintegration, "worker", method="observed", faces={"safe": "hard"})
    text = read(signed_in(around.worker).get(f"{around.url}outcomes/"))[0]
    assert "Baseline · Child" in text
    assert "Baseline · Worker" in text
    assert "Total" not in text


@pytest.mark.django_db
def test_child_under_six_is_observed_and_the_caregiver_asked(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    year = steps.today(around).year
    with role("maintenance"):
        Child.objects.filter(pk=around.case.child_id).update(
            birth_year_low=year - 5, birth_year_high=year - 3
        )
    with acting(around.worker):
        reintegration.child.refresh_from_db()
    with pytest.raises(ReintegrationRefused):
        steps.answer(around, reintegration, "child")
    steps.answer(around, reintegration, "caregiver")
    client = signed_in(around.worker)
    start = f"{around.url}outcomes/child/"
    sent = filled.form(client.get(start).content.decode(), wave="baseline", language="en")
    assert "A child under 6 is not asked" in read(client.post(start, sent))[0]


@pytest.mark.django_db
def test_answer_of_each_domain_is_required(around: ChildFileCast) -> None:
    reintegration = steps.begin(around)
    with pytest.raises(ReintegrationRefused):
        steps.answer(around, reintegration, "child", faces={"hope": ""})
