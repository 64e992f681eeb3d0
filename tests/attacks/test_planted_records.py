"""No record is planted by which access would be found and ended in place of the true one."""

import pytest
from django.db import ProgrammingError, transaction

from saathi.agencies import definer_functions
from saathi.agencies.models import Grant, Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.handovers.models import Handover
from tests.attacks.test_guarded_columns import given_access, refuses, supervisor, two, worker
from tests.factories import agencies, children, plans
from tests.protection.casework.handovers.two_agencies import Two
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("supervisor", "two", "worker")  # fixtures


@pytest.fixture
def case(worker: Staff) -> Case:
    return children.case(worker)


def test_no_second_case_names_another_worker(case: Case, worker: Staff, supervisor: Staff) -> None:
    """A case decides whose rights end when it is transferred: a copy would leave those of the worker."""
    colleague = agencies.staff("case_worker", worker.office)
    for actor in (worker, supervisor):
        copied = (
            "INSERT INTO cases_case SELECT (jsonb_populate_record(c, jsonb_build_object('id', "
            f"gen_random_uuid(), 'worker_id', '{colleague.pk}', 'recorded_by', access_staff(), "
            "'version', 1))).* FROM cases_case c"
        )
        assert refuses(actor, copied)


@pytest.mark.parametrize(
    "planted",
    [
        "'from_worker_id', access_staff()",
        "'former_until', now() + interval '70 years'",
        "'to_office_id', (SELECT office_id FROM agencies_file LIMIT 1)",
        "'access', NULL",
    ],
)
def test_no_offer_of_a_case_is_planted(two: Two, planted: str) -> None:
    two.offer()
    copied = (
        "INSERT INTO handovers_handover SELECT (jsonb_populate_record(h, jsonb_build_object('id', "
        "gen_random_uuid(), 'case_id', gen_random_uuid(), 'recorded_by', access_staff(), "
        f"'version', 1, {planted}))).* FROM handovers_handover h"
    )
    for actor in (two.around.worker, two.around.supervisor):
        assert refuses(actor, copied)


def test_rights_of_the_present_worker_end_when_a_case_passes_on(two: Two) -> None:
    """Also where the offer names another person, as one planted in an earlier release could."""
    two.offer()
    other = agencies.staff("case_worker", two.around.worker.office)
    with role("maintenance"):
        Handover.objects.update(from_worker=other)
    two.answer(do="accept", staff=two.worker.pk)
    with role("maintenance"):
        ends = Grant.objects.get(principal=two.around.worker.pk).ends_at
    assert ends is not None


def test_offer_to_the_office_that_has_the_file_is_not_accepted(two: Two) -> None:
    """As planted in an earlier release: accepting it would end no right."""
    two.offer()
    with role("maintenance"):
        Handover.objects.update(to_office=two.around.worker.office)
    offer = two.offered()
    refused = pytest.raises(ProgrammingError, match="not yours to answer")
    with acting(two.around.supervisor), refused, transaction.atomic():
        definer_functions.make_change(
            "handover_accept",
            [offer.pk, two.around.worker.pk, False, b""],
            by=two.around.supervisor.pk,
        )


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("services_referral", "'access', gen_random_uuid()"),
        ("services_referral", "'service_id', gen_random_uuid()"),
        ("services_referral", "'state', 'accepted'"),
        ("cases_approval", "'asked_at', now() - interval '1 year'"),
        ("cases_approval", "'office_id', gen_random_uuid()"),
    ],
)
def test_no_copy_of_a_record_by_which_access_is_given_is_planted(
    case: Case, worker: Staff, supervisor: Staff, table: str, values: str
) -> None:
    given_access(case.child, worker, supervisor, agencies.staff("case_worker"))
    plans.asked(case, worker)
    assert refuses(
        worker,
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, jsonb_build_object('id', "
        f"gen_random_uuid(), 'recorded_by', access_staff(), 'version', 1, {values}))).* "
        f"FROM {table} r",
    )
