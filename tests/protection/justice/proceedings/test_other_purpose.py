"""A hearing at which a child who has not agreed was to testify gets another purpose only with a reason."""

import datetime as dt

import pytest

from saathi.protection.justice.proceedings import testimony_rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Hearing
from tests import filled
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in

WHO = "The court clerk, Ms Rai, said so by telephone on Monday."


@pytest.mark.requirement("JUS-014")
@pytest.mark.parametrize("purpose", list(codes.HearingPurpose))
def test_other_purpose_needs_a_reason_unless_the_child_agreed(purpose: str) -> None:
    is_asked = purpose not in {"child_evidence", "child_questions"}
    for was in ("child_evidence", "child_questions"):
        for is_agreed, note, is_refused in (
            (False, ".", is_asked), (False, WHO, False), (True, "", False),
        ):  # fmt: skip
            found = testimony_rules.reasons_against_other_purpose(
                was, purpose, is_agreed=is_agreed, note=note
            )
            assert bool(found) is is_refused
    assert not testimony_rules.reasons_against_other_purpose(
        "bail", purpose, is_agreed=False, note=""
    )


@pytest.mark.requirement("JUS-014")
@pytest.mark.django_db
def test_flag_goes_only_with_who_changed_the_purpose(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        on = worker.office.today() + dt.timedelta(days=7)
        hearing = made.hearing(court.proceeding, worker, on, child_expected="not_known")
    client, path = signed_in(worker), f"{court.url}hearings/{hearing.pk}/"
    form = client.get(path).content.decode()
    page = client.post(path, filled.form(form, purpose="other_evidence"))
    assert "Enter who at the court changed the purpose" in words(page.content)
    with acting(worker):
        assert Hearing.objects.get().purpose == "child_evidence"
    sent = filled.form(form, purpose="other_evidence", purpose_note=WHO)
    answer = client.post(path, sent)
    assert answer.status_code == 302
    assert WHO in words(client.get(answer["Location"]).content)
    with acting(worker):
        assert Hearing.objects.get().purpose == "other_evidence"
