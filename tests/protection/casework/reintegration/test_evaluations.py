"""Signs of retrafficking, the final evaluation, and what closing as recovered needs."""

import datetime as dt
import re
from functools import partial
from itertools import pairwise

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.db.transaction import atomic

from saathi.agencies import access, writing
from saathi.agencies.models import Notice, Staff
from saathi.desk import actions as desk
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.models import Assessment, Closing
from saathi.protection.casework.reintegration import evaluation_rules
from saathi.protection.casework.reintegration.actions.monitoring import ReintegrationRefused
from saathi.protection.casework.reintegration.models import (
    FinalEvaluation,
    RetraffickingSign,
)
from saathi.protection.casework.reintegration.vocabulary import (
    EvaluationExceptionReason,
)
from saathi.protection.identification.trafficking.models import Episode
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.casework.reintegration import steps
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

DB_ERRORS = (DatabaseError, psycopg.Error)
ON = dt.date(2027, 3, 2)
YEAR_AGO = dt.date(2026, 3, 2)
CHECKED = "The child and the mother were seen alone; the call was about a neighbour"


@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize(
    ("returned_on", "is_heard", "has_exception", "has_open_sign", "missing"),
    [
        (None, False, False, False, []),
        (YEAR_AGO, True, False, False, []),
        (YEAR_AGO + dt.timedelta(days=1), True, False, False, ["return_early"]),
        (YEAR_AGO + dt.timedelta(days=1), True, True, False, []),
        (YEAR_AGO, False, False, False, ["return_unheard"]),
        (YEAR_AGO, False, True, False, []),
        (YEAR_AGO, True, True, True, ["return_sign"]),
        (ON, False, False, True, ["return_early", "return_unheard", "return_sign"]),
    ],
)
def test_what_closing_as_recovered_lacks(
    returned_on: dt.date | None,
    is_heard: bool,
    has_exception: bool,
    has_open_sign: bool,
    missing: list[str],
) -> None:
    found = evaluation_rules.missing_for_recovery(
        returned_on,
        today=ON,
        is_heard=is_heard,
        has_exception=has_exception,
        has_open_sign=has_open_sign,
    )
    assert found == missing


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def check(
    around: ChildFileCast,
    sign: RetraffickingSign,
    state: str,
    by: Staff | None = None,
    **typed: object,
) -> str:
    client = signed_in(by or around.worker)
    path = f"{around.url}retrafficking/{sign.pk}/check/"
    day = steps.today(around)
    values = {
        "state": state, "steps": "Spoke with the child",
        "checked_on_0": day.day, "checked_on_1": day.month, "checked_on_2": day.year,
    }  # fmt: skip
    sent = filled.form(client.get(path).content.decode(), **values | typed)
    answer = client.post(path, sent)
    return str(answer.get("Location", read(answer)[0]))


@pytest.mark.django_db
@pytest.mark.requirement("REI-004")
def test_confirmed_sign_begins_a_new_episode_and_leaves_earlier_ones(around: ChildFileCast) -> None:
    for person in (around.stranger, around.outsider, around.house_mother):
        assert signed_in(person).get(f"{around.url}retrafficking/").status_code == 404
        assert signed_in(person).get(f"{around.url}retrafficking/new/").status_code == 404
    with acting(around.worker):
        from saathi.protection.identification.trafficking import actions as episodes

        first = episodes.record_episode(
            child=around.case.child,
            data=episodes.EpisodeInput(recruited_country="NPL"),
            texts=episodes.EpisodeTexts(),
            legs=(),
            actor=around.worker,
        )
    sign = steps.sign(around)
    assert steps.duties(around, "return_sign") == [steps.today(around, 1)]
    with acting(around.supervisor):
        assert Notice.objects.filter(staff=around.supervisor, kind="return_sign").exists()
    assert "Enter what was done" in check(around, sign, "confirmed", steps="")
    assert check(around, sign, "confirmed") == f"{around.url}retrafficking/"
    with acting(around.worker):
        sign.refresh_from_db()
        second = Episode.objects.exclude(pk=first.pk).get()
        first.refresh_from_db()
    assert (sign.state, sign.episode_id, second.number) == ("confirmed", second.pk, 2)
    assert (first.recruited_country, first.version) == ("NPL", 1)
    assert steps.duties(around, "return_sign") == []
    assert "already been checked" in check(around, sign, "not_confirmed")


@pytest.mark.django_db
def test_sign_that_is_not_confirmed_makes_no_episode(around: ChildFileCast) -> None:
    sign = steps.sign(around)
    assert "You recorded this sign" in check(around, sign, "not_confirmed")
    assert "at least 20 letters" in check(
        around, sign, "not_confirmed", by=around.supervisor, steps="."
    )
    changed = {"state": "not_confirmed", "checked_on": steps.today(around)}
    with acting(around.worker), pytest.raises(DatabaseError, match="second person"), atomic():
        writing.change(sign, actor=around.worker, checked_by=around.worker.pk, **changed)
    check(around, sign, "not_confirmed", by=around.supervisor, steps=CHECKED)
    with acting(around.worker):
        assert not Episode.objects.exists()
    text = read(signed_in(around.worker).get(f"{around.url}retrafficking/"))[0]
    assert "Checked, not confirmed" in text


def codes_of(around: ChildFileCast) -> set[str]:
    with acting(around.supervisor):
        return {reason.code for reason in desk.list_open_matters(around.case)}


RETURNS = {"return_early", "return_unheard", "return_sign"}


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_open_matters_say_what_a_returned_child_lacks(around: ChildFileCast) -> None:
    assert not codes_of(around) & RETURNS
    reintegration = steps.begin(around, days_ago=100)
    steps.sign(around)
    assert codes_of(around) & RETURNS == RETURNS
    steps.evaluate(around, reintegration)
    assert codes_of(around) & RETURNS == {"return_early", "return_sign"}
    evaluation = steps.evaluate(around, reintegration, exception=EXCEPTION)
    assert codes_of(around) & RETURNS == {"return_early", "return_sign"}  # not approved yet
    steps.decide(around, evaluation)
    assert codes_of(around) & RETURNS == {"return_sign"}


EXCEPTION = "Moves to another country with the family"
WORDLESS = [
    "x",
    ".",
    "no reason",
    "- - - - - - - - - - - - - - - - - - - -",
    "1234567890 1234567890 12345",
]


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize("exception", WORDLESS)
def test_reason_without_words_is_refused_and_nothing_is_lost(
    around: ChildFileCast, exception: str
) -> None:
    reintegration = steps.begin(around, days_ago=100)
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.evaluate(around, reintegration, exception=exception)
    assert [reason.code for reason in refusal.value.reasons] == ["exception"]
    client = signed_in(around.worker)
    path = f"{around.url}final-evaluation/new/"
    sent = filled.form(
        client.get(path).content.decode(), heard="not_heard", contact_again="refuses",
        aftercare="Room with the aunt", care_outcome="family", family_assessment="safe",
        exception=exception, exception_reason="unable",
    )  # fmt: skip
    text = read(client.post(path, sent))[0]
    assert "at least 20 letters" in text
    assert "Room with the aunt" in text


@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize(
    ("reason", "text", "fields"),
    [
        ("", "", []),
        ("declined", EXCEPTION, []),
        ("declined", "abcde" * 4, []),
        ("declined", "abcde" * 3 + "abcd", ["exception"]),
        ("declined", "a" * 24, ["exception"]),
        ("declined", "", ["exception"]),
        ("", EXCEPTION, ["exception_reason"]),
        ("", "x", ["exception", "exception_reason"]),
    ],
)
def test_reason_for_closing_is_a_choice_and_an_explanation(
    reason: str, text: str, fields: list[str]
) -> None:
    found = evaluation_rules.reasons_against_exception(EvaluationExceptionReason(reason), text)
    assert [each.code for each in found] == fields


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_database_refuses_a_reason_without_a_choice(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.evaluate(around, reintegration, exception=EXCEPTION, exception_reason="")
    assert [reason.code for reason in refusal.value.reasons] == ["exception_reason"]
    unchosen = FinalEvaluation(
        file_id=around.file_id, reintegration=reintegration, evaluated_on=steps.today(around),
        heard="heard", contact_again="refuses", care_outcome="family", family_assessment="safe",
        has_exception=True, exception_state="asked",
    )  # fmt: skip
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="no reason chosen"),
        atomic(),
    ):
        writing.add(unchosen, actor=around.worker)


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_second_person_decides_on_the_reason(around: ChildFileCast) -> None:
    reintegration = steps.begin(around, days_ago=100)
    evaluation = steps.evaluate(around, reintegration, heard="not_heard", exception=EXCEPTION)
    path = f"{around.url}final-evaluation/{evaluation.pk}/decide/"
    for person in (around.worker, around.stranger, around.outsider, around.house_mother):
        assert signed_in(person).get(path).status_code == 404
    with acting(around.supervisor):
        assert Notice.objects.filter(staff=around.supervisor, kind="except_asked").exists()
    client = signed_in(around.supervisor)
    page = client.get(path)
    assert EXCEPTION in read(page)[0]
    refused = filled.form(page.content.decode(), exception_state="refused")
    assert "Enter the reason for the decision" in read(client.post(path, refused))[0]
    refused = filled.form(
        page.content.decode(), exception_state="refused", exception_answer="Visit her first"
    )
    shown = read(client.get(client.post(path, refused)["Location"]))[0]
    assert "Visit her first" in shown
    assert {"return_early", "return_unheard"} <= codes_of(around)
    with acting(around.worker):
        assert Notice.objects.filter(staff=around.worker, kind="except_decided").exists()
    again = steps.evaluate(around, reintegration, heard="not_heard", exception=EXCEPTION)
    with pytest.raises(access.NotAllowed):
        steps.decide(around, again, by=around.worker)
    own = steps.evaluate(
        around, reintegration, heard="not_heard", exception=EXCEPTION, by=around.supervisor
    )
    with pytest.raises(ReintegrationRefused) as refusal:
        steps.decide(around, own)
    assert "Another person decides" in refusal.value.reasons[0].text
    assert {"return_early", "return_unheard"} <= codes_of(around)
    steps.decide(around, again)
    assert not codes_of(around) & {"return_early", "return_unheard"}


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_database_refuses_an_approval_by_the_author_or_without_proof(
    around: ChildFileCast,
) -> None:
    reintegration = steps.begin(around, days_ago=100)
    own = steps.evaluate(around, reintegration, exception=EXCEPTION, by=around.supervisor)
    approved = {
        "exception_state": "'approved'",
        "exception_decided_by": f"'{around.supervisor.pk}'",
        "exception_decided_on": "current_date",
    }
    table = "reintegration_finalevaluation"
    with acting(around.supervisor), pytest.raises(DB_ERRORS, match="exception_second"), atomic():
        update_proved(connection.connection, around.supervisor, table, approved, f"id = '{own.pk}'")
    statement = f"UPDATE {table} SET exception_state = 'approved' WHERE id = %s"
    with acting(around.worker), pytest.raises(DB_ERRORS), atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [own.pk])


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
@pytest.mark.parametrize(
    ("days_ago", "evaluates", "is_refused"),
    [(100, True, True), (400, False, True), (400, True, False)],
)
def test_database_refuses_recovery_too_early_or_unheard(
    around: ChildFileCast,
    days_ago: int,
    evaluates: bool,
    is_refused: bool,
) -> None:
    reintegration = steps.begin(around, days_ago=days_ago)
    if evaluates:
        steps.evaluate(around, reintegration)
    with acting(around.worker):
        approval = closings.request_closing(
            case=around.case,
            new=closings.ClosingInput("recovery", "refused", summary="School and a home"),
            version=around.case.version,
            actor=around.worker,
        )
        assessed = Assessment(
            file_id=around.file_id, case=around.case, assessed_on=steps.today(around), risk="low"
        )
        writing.add(assessed, actor=around.worker)
    with acting(around.supervisor):
        closing = Closing.objects.select_related("case__office").get(pk=approval.subject_id)
        # As if the application had found nothing that is open.
        close = partial(
            closings.close_case,
            case=closing.case,
            closing=closing,
            open_matters=(),
            actor=around.supervisor,
        )
        if is_refused:
            with pytest.raises(DatabaseError, match="not recovered since the return"), atomic():
                close()
        else:
            assert close().status == "closed"


@pytest.mark.django_db
@pytest.mark.requirement("REI-010")
def test_final_evaluation_has_the_view_of_the_child(around: ChildFileCast) -> None:
    path = f"{around.url}final-evaluation/new/"
    assert signed_in(around.worker).get(path).status_code == 404  # there is no return
    steps.begin(around, days_ago=400)
    for person in (around.stranger, around.outsider, around.house_mother):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(around.worker)
    form = client.get(path).content.decode()
    care = {"care_outcome": "residential", "family_assessment": "safe"}
    sent = filled.form(form, heard="heard", contact_again="agrees", **care)
    text = read(client.post(path, sent))[0]
    assert "Residential care is the last resort" in text
    assert "Enter what the child says" in text
    assert "Enter a way to contact the young person" in text
    sent = filled.form(
        form, heard="heard", contact_again="refuses", child_words="I sleep well again",
        aftercare="Room with the aunt", care_outcome="family", family_assessment="safe",
    )  # fmt: skip
    assert client.post(path, sent).status_code == 302
    with acting(around.worker):
        stored = FinalEvaluation.objects.get()
    assert b"sleep" not in bytes(stored.sealed)
    assert not stored.has_exception
    html = client.get(f"{around.url}final-evaluation/").content.decode()
    assert "I sleep well again" in html
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html[html.index("<h1") :])]
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels
