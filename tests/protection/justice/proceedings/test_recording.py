"""Accused persons and the allegations in the file: entered once, hidden from accused staff."""

import pytest

from saathi.infra.district_list import load_districts
from saathi.people.around.models import Outcome
from saathi.people.around.vocabulary import AuthorityOutcomeKind
from saathi.protection.justice.proceedings.actions import recording
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    CourtReferral,
    RightsExplanation,
)
from tests import filled
from tests.factories import courts, people
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

INDIA, NEPAL = (
    next(code for code, district in load_districts().items() if district.country == country)
    for country in ("IND", "NPL")
)
CHARGED, CONVICTED = AuthorityOutcomeKind.CHARGED, AuthorityOutcomeKind.CONVICTED


def test_charge_is_added_to_the_allegation_once(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker)
        accused = made.accused(court.proceeding, worker, alleged=alleged)
        charge = made.charge(accused, worker)
        recording.copy_to_allegation(charge=charge, actor=worker)
        assert [outcome.kind for outcome in Outcome.objects.all()] == [CHARGED]
        recording.change_charge(
            charge=charge,
            columns={
                "offence": "trafficking", "charged_on": charge.charged_on, "outcome": "convicted",
                "decided_on": made.DAY, "sentence": ["life"], "prison_months": None, "appeal": "",
            },
            version=1,
            actor=worker,
        )  # fmt: skip
        kinds = Outcome.objects.order_by("recorded_at").values_list("kind", flat=True)
        assert list(kinds) == [CHARGED, CONVICTED]
    page = words(signed_in(worker).get(court.page()).content)
    assert "Bikram Lal Convicted person" in page
    assert "Add to the allegation" not in page


def test_what_a_legal_representative_records_is_offered_to_the_worker(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker)
    with acting(court.lawyer):
        accused = made.accused(court.proceeding, court.lawyer, alleged=alleged)
        charge = made.charge(accused, court.lawyer)
        assert not Outcome.objects.exists()
    assert "Add to the allegation" in words(signed_in(worker).get(court.page()).content)
    step = f"{court.url}charges/{charge.pk}/copy/"
    assert signed_in(court.around.outsider).post(step, {"version": 1} | key()).status_code == 404
    assert signed_in(worker).post(step, {"version": 1} | key()).status_code == 302
    with acting(worker):
        assert Outcome.objects.get().kind == CHARGED


def test_accused_staff_do_not_read_who_is_accused(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker, accused_staff=court.lawyer.pk)
        accused = made.accused(court.proceeding, worker, alleged=alleged)
        made.charge(accused, worker)
    with acting(court.lawyer):
        assert not Accused.objects.exists()
        assert not Charge.objects.exists()
    page = words(signed_in(court.lawyer).get(court.page()).content)
    assert "Bikram" not in page
    path = f"{court.url}accused/{accused.pk}/"
    assert signed_in(court.lawyer).get(path).status_code == 404


def test_accused_person_is_either_in_the_list_or_named(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        alleged = people.alleged(case.child, worker)
        record = Accused(
            file_id=case.file_id,
            proceeding=court.proceeding,
            alleged=alleged,
            whereabouts="free",
        )
        record.name = "Bikram Lal"
        with pytest.raises(recording.ProceedingRefused):
            recording.add_accused(accused=record, actor=worker)


@pytest.mark.requirement("JUS-019")
@pytest.mark.requirement("JUS-004")
def test_proceeding_is_referred_to_a_court_for_children_of_its_country(court: CourtCast) -> None:
    india = courts.court(court.around.supervisor, name="Special Court A", district=INDIA)
    courts.court(court.around.supervisor, name="Court of Nepal", district=NEPAL, country="NPL")
    client = signed_in(court.lawyer)
    path = court.page("referrals/new/")
    page = client.get(path).content.decode()
    assert "Special Court A" in page
    assert "Court of Nepal" not in page
    answer = client.post(path, filled.form(page, court=str(india.pk), note="It is near"))
    shown = words(client.get(answer["Location"]).content)
    assert "Special Court A No answer yet" in shown
    with acting(court.lawyer):
        referral = CourtReferral.objects.get()
    path = f"{court.url}referrals/{referral.pk}/"
    page = client.get(path).content.decode()
    refused = client.post(path, filled.form(page, outcome="accepted"))
    assert "Enter the date of the outcome." in words(refused.content)
    typed = {"outcome": "accepted"} | day("decided_on", court.lawyer.office.today())
    answer = client.post(path, filled.form(page, to="", **typed))  # type: ignore[arg-type]
    assert "Special Court A Accepted" in words(client.get(answer["Location"]).content)


@pytest.mark.requirement("JUS-006")
def test_rights_are_explained_and_legal_help_is_a_service(court: CourtCast) -> None:
    client = signed_in(court.around.worker)
    assert "were not explained yet" in words(client.get(court.url).content)
    path = f"{court.url}rights/new/"
    form = filled.form(
        client.get(path).content.decode(),
        explained_by="representative",
        rights=["informed", "privacy", "safety"],
        understood="yes",
        language="hi",
        child_words="Who will know?",
    )
    page = words(client.get(client.post(path, form)["Location"]).content)
    for text in ("To be informed about the proceedings", "To privacy", "Who will know?", "Hindi",
                  "Legal aid is a service", "No referral to legal help"):  # fmt: skip
        assert text in page
    with acting(court.around.worker):
        explained = RightsExplanation.objects.get()
    path = f"{court.url}rights/{explained.pk}/"
    form = filled.form(client.get(path).content.decode(), understood="partly")
    assert "In part" in words(client.get(client.post(path, form)["Location"]).content)
