"""Accused persons and the allegations in the file: entered once, hidden from accused staff."""

import pytest

from saathi.people.around.models import Outcome
from saathi.people.around.vocabulary import AuthorityOutcomeKind
from saathi.protection.justice.proceedings.actions import recording
from saathi.protection.justice.proceedings.models import Accused, Charge
from tests.factories import people
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.sending import key
from tests.signing import signed_in

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
