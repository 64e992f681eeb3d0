"""Pages of proceedings: who finds them, what they show, what they refuse."""

import datetime as dt

import psycopg
import pytest
from django.db import connection, transaction

from saathi.agencies import access
from saathi.protection.justice.proceedings.actions import recording
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
    Summons,
)
from tests import filled
from tests.attacks.proofs import update_proved
from tests.desk.cast import entries
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting, role
from tests.signing import signed_in

DAY = made.DAY


def send(person: object, path: str, **typed: object) -> str:
    """The words of the page after a form."""
    client = signed_in(person)  # type: ignore[arg-type]
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, filled.form(page.content.decode(), **typed))
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def test_strangers_and_house_parents_find_no_proceedings(court: CourtCast) -> None:
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        client = signed_in(person)
        for path in (court.url, court.page(), court.page("hearings/new/"), f"{court.url}new/"):
            assert client.get(path).status_code == 404
        with acting(person):
            assert not Proceeding.objects.exists()
            assert not ProceedingStep.objects.exists()
            assert not access.visible(person, Proceeding).exists()


@pytest.mark.requirement("JUS-004")
@pytest.mark.requirement("JUS-020")
def test_legal_representative_records_proceedings(court: CourtCast) -> None:
    page = send(
        court.lawyer,
        f"{court.url}new/",
        kind="labour",
        country="IND",
        court_kind="labour_body",
        court="Labour office, Siliguri",
        number="L/12",
        stage="complaint",
        **day("reached_on", DAY),
    )
    for text in ("Labour proceedings, India", "Labour office, Siliguri", "L/12", "Party",
                  "Complaint Current stage", "The child was not asked about testimony yet"):  # fmt: skip
        assert text in page
    listed = words(signed_in(court.lawyer).get(court.url).content)
    assert "Criminal proceedings, India Investigation" in listed
    assert "Victim of a crime" in listed
    with acting(court.lawyer):
        assert Proceeding.objects.count() == 2


def test_forms_name_what_is_missing(court: CourtCast) -> None:
    page = send(court.around.worker, f"{court.url}new/", court="Somewhere")
    assert "There is a problem" in page
    page = send(
        court.around.worker,
        court.page("stages/new/"),
        stage="judgment",
        **day("reached_on", DAY),
    )
    assert "Choose the result." in page
    with acting(court.around.worker):
        assert ProceedingStep.objects.count() == 1


@pytest.mark.requirement("JUS-004")
def test_prolonged_proceedings_are_shown_against_the_usual_limits(court: CourtCast) -> None:
    worker = court.around.worker
    start = worker.office.today() - dt.timedelta(days=500)
    page = send(worker, court.page("stages/new/"), stage="charge", **day("reached_on", start))
    assert "Prolonged proceedings" in page
    assert "From charge to judgment: 500 days, limit 365 days" in page
    assert "From charge to the child’s testimony: 500 days, limit 30 days" in page
    listed = words(signed_in(worker).get(court.url).content)
    assert "Prolonged" in listed


@pytest.mark.requirement("JUS-015")
@pytest.mark.requirement("JUS-021")
def test_accused_person_charge_and_sentence(court: CourtCast) -> None:
    worker = court.around.worker
    page = send(worker, court.page("accused/new/"), name="Raju Singh", whereabouts="bail")
    assert "Raju Singh Alleged perpetrator, not charged" in page
    with acting(worker):
        accused = Accused.objects.get()
    path = f"{court.url}accused/{accused.pk}/charges/new/"
    page = send(
        worker,
        path,
        offence="trafficking",
        law="BNS 143",
        outcome="convicted",
        sentence=["prison", "fine"],
        prison_months="84",
        appeal="lodged",
        **day("charged_on", DAY),
        **day("decided_on", DAY + dt.timedelta(days=40)),
    )
    for text in ("Raju Singh Convicted person", "Trafficking in persons", "BNS 143", "84",
                  "Imprisonment of 5 to 10 years", "Appealed, not decided yet"):  # fmt: skip
        assert text in page
    page = send(worker, path, offence="sale", outcome="dropped", **day("charged_on", DAY))
    assert "Enter the date of the outcome." in page
    with acting(worker):
        charge = Charge.objects.get()
    with role("maintenance"):
        assert b"BNS" not in bytes(Charge.objects.get(pk=charge.pk).sealed)
    page = send(worker, f"{court.url}charges/{charge.pk}/", appeal="upheld")
    assert "Appealed and upheld" in page


def test_summons_for_a_day_before_it_was_received_is_refused(court: CourtCast) -> None:
    worker = court.around.worker
    early = day("appear_on", DAY - dt.timedelta(days=1))
    page = send(
        worker, court.page("summonses/new/"), source="court", subject="testimony",
        **day("served_on", DAY), **early,
    )  # fmt: skip
    assert "The child cannot be called for a day before the summons was received." in page
    with acting(worker):
        assert not Summons.objects.exists()
        summons = made.summons(court.proceeding, worker, appear_on=DAY)
        put = {"appear_on": "served_on - 1"}
        with pytest.raises(psycopg.Error, match="appears_after_receipt"), transaction.atomic():
            update_proved(connection.connection, worker, "proceedings_summons", put)
    page = send(worker, f"{court.url}summonses/{summons.pk}/", **early)
    assert "Correct one of the two dates." in page
    with acting(worker):
        assert Summons.objects.get().appear_on == DAY


@pytest.mark.requirement("JUS-005")
def test_summons_is_recorded_whatever_the_child_decided(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.decision(court.proceeding, case, worker, "does_not_want")
    page = send(
        court.lawyer,
        court.page("summonses/new/"),
        source="court",
        subject="testimony",
        served_to="Handed to the guard",
        **day("served_on", DAY),
        **day("appear_on", DAY + dt.timedelta(days=30)),
    )
    assert "Handed to the guard" in page
    assert "Does not want to testify" in page
    with acting(worker):
        assert Summons.objects.count() == 1


@pytest.mark.requirement("JUS-007")
def test_comprehension_is_found_without_regard_to_age(court: CourtCast) -> None:
    page = send(
        court.lawyer,
        court.page("comprehension/new/"),
        found_by="judge",
        understood="yes",
        coherent="with_support",
        grounds=["conversation", "aids"],
        needs="Short questions",
        **day("found_on", DAY),
    )
    for text in ("Judge", "Yes, with support", "Pictures, signs or other aids", "Short questions"):
        assert text in page


def test_preparation_visit(court: CourtCast) -> None:
    page = send(
        court.around.worker,
        court.page("visits/new/"),
        companions=["representative"],
        seen=["courtroom", "entrance"],
        knows_refusal="yes",
        knows_breaks="yes",
        child_words="Will he be there?",
    )
    for text in ("Separate entrance", "Will he be there?", "Knows what they may refuse Yes"):
        assert text in page


def test_changes_are_logged_and_versions_checked(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        recording.change_proceeding(
            proceeding=opened(court),
            columns={"court_kind": "ordinary"},
            version=1,
            actor=worker,
        )
    logged = entries(kind="wrote", objects_seen__contains=[court.proceeding.pk])
    assert [entry.detail["action"] for entry in logged] == ["added", "changed"]
    with acting(court.around.outsider), pytest.raises(access.NotAllowed):
        recording.add_step(
            step=ProceedingStep(
                file_id=court.proceeding.file_id,
                proceeding=court.proceeding,
                stage="trial",
                reached_on=DAY,
            ),
            actor=court.around.outsider,
        )


def opened(court: CourtCast) -> Proceeding:
    """The proceeding with its texts."""
    from saathi.agencies import records

    proceeding = Proceeding.objects.get(pk=court.proceeding.pk)
    records.open_texts(proceeding)
    return proceeding


def test_proceedings_are_on_the_timeline_without_their_texts(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.decision(court.proceeding, case, worker)
        made.summons(court.proceeding, worker)
    page = words(signed_in(worker).get(f"{court.around.url}timeline/").content)
    for text in (
        "Investigation opened",
        "The child decided on testimony",
        "The child was summoned",
    ):
        assert text in page
    assert "Siliguri" not in page
