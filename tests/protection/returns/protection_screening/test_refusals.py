"""A child's "no" to contact with a country of origin holds until another person asks on a later day."""

import datetime as dt
import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from saathi.protection.returns.protection_screening import answer_rules
from saathi.protection.returns.protection_screening.actions import OriginContactRefused
from saathi.protection.returns.protection_screening.models import ContactPermission
from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.protection_screening.vocabulary import PermissionAnswer
from tests.attacks.proofs import insert_proved, update_proved
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, protection
from tests.reading import read
from tests.roles import acting, role

PERMISSIONS = "protection_screening_contactpermission"
DAY = dt.date(2026, 3, 10)
ONE, OTHER = uuid.uuid4(), uuid.uuid4()
YES, NO = PermissionAnswer.AGREES, PermissionAnswer.REFUSES


def said(answer: str, days: int, by: uuid.UUID) -> answer_rules.CountryAnswer:
    on = DAY + dt.timedelta(days=days)
    return answer_rules.CountryAnswer(PermissionAnswer(answer), RecordedFact(on, on, by))


@pytest.mark.parametrize(
    ("later", "is_refused"),
    [
        (said("agrees", 0, ONE), True),
        (said("agrees", 0, OTHER), True),
        (said("agrees", 1, ONE), True),
        (said("chose_not", 1, OTHER), True),
        (said("too_young", 1, OTHER), True),
        (said("agrees", 1, OTHER), False),
        (said("in_part", 1, OTHER), False),
        (said("refuses", 0, ONE), False),  # recorded in any case
        (said("not_asked", 0, ONE), False),
    ],
)
def test_only_another_person_on_a_later_day_ends_a_refusal(
    later: answer_rules.CountryAnswer, is_refused: bool
) -> None:
    assert bool(answer_rules.reasons_against_answer(later, [said("refuses", 0, ONE)])) == is_refused


@pytest.fixture
def around(db: None) -> ChildFileCast:
    found = cast.around()
    with acting(found.worker):
        protection.screened(found.case, found.worker)
    return found


def refused_words(around: ChildFileCast) -> ContactPermission:
    with acting(around.worker):
        return protection.asked(
            around.case, around.worker, child_answer=NO, words="No. I am afraid of them."
        )


def earlier(request: ContactPermission) -> None:
    """As if the child had said it two days before."""
    before = dt.timedelta(days=2)
    with role("maintenance"):
        ContactPermission.objects.filter(pk=request.pk).update(
            asked_on=request.asked_on - before, recorded_at=request.recorded_at - before
        )


@pytest.mark.requirement("INT-002")
def test_no_request_turns_a_refusal_within_a_minute(around: ChildFileCast) -> None:
    refusal = refused_words(around)
    worker, colleague = around.worker, agencies.staff("supervisor", around.worker.office)
    with acting(worker):
        with pytest.raises(OriginContactRefused) as found:
            protection.asked(around.case, worker, body="police")
        assert [reason.code for reason in found.value.reasons] == ["child_answer"]
        source = f"SELECT * FROM {PERMISSIONS} WHERE id = %s"
        with (
            pytest.raises((DatabaseError, psycopg.Error), match="does not want this contact"),
            transaction.atomic(),
        ):
            insert_proved(
                connection.connection, worker, PERMISSIONS, source, [refusal.pk],
                child_answer="agrees",
            )  # fmt: skip
        protection.asked(around.case, worker, country="BGD")
    earlier(refusal)
    with acting(worker), pytest.raises(OriginContactRefused):
        protection.asked(around.case, worker)
    with acting(around.supervisor):
        yes = protection.asked(around.case, around.supervisor)
    page = read(colleague, f"{around.url}international-protection/permissions/{yes.pk}/decide/")
    assert "No. I am afraid of them." in page
    with acting(colleague):
        assert protection.permit(yes, colleague).state == "open"


@pytest.mark.requirement("INT-002")
def test_a_later_refusal_stops_an_earlier_request_and_permission(around: ChildFileCast) -> None:
    worker, supervisor = around.worker, around.supervisor
    with acting(worker):
        asked, other = (protection.asked(around.case, worker) for _ in range(2))
    with acting(supervisor):
        open_ = protection.permit(other, supervisor)
    refused_words(around)
    opens = {"state": "'open'", "decided_by": f"'{supervisor.pk}'", "decided_on": "current_date"}
    with acting(supervisor):
        with pytest.raises(OriginContactRefused, match="state"):
            protection.permit(asked, supervisor)
        with (
            pytest.raises((DatabaseError, psycopg.Error), match="may not be contacted"),
            transaction.atomic(),
        ):
            update_proved(
                connection.connection, supervisor, PERMISSIONS, opens, f"id = '{asked.pk}'"
            )
    with acting(worker):
        with pytest.raises(OriginContactRefused, match="said"):
            protection.our_contact(open_, worker)
        assert protection.others_contact(around.case, worker, facts=["age"]).safeguard == "not_met"
