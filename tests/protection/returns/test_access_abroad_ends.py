"""Access to a file from another country ends with the permission, its consent, and every night what nothing permits."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import records, writing
from saathi.agencies.models import Notice
from saathi.audit.models import AuditEntry
from saathi.consent import actions as consents
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.infra import jobs as queue
from saathi.protection.returns.protection_screening import jobs
from saathi.protection.returns.protection_screening.access_rules import LACKS_LETTER_ABROAD
from saathi.protection.returns.protection_screening.actions import end_permission
from saathi.protection.returns.protection_screening.contact_gate import reasons_against_letter
from saathi.protection.returns.protection_screening.jobs import end_outlived_access
from saathi.protection.returns.protection_screening.models import (
    AccessAbroadEnd,
    ContactPermission,
)
from saathi.protection.returns.transfers import authorisation_rules
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.queries import lacking_permission
from tests.factories import agencies, rights, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.test_access_abroad import again, give, running, screen
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def permission_of(around: TransferCast) -> ContactPermission:
    with acting(around.supervisor):
        return ContactPermission.objects.get(file_id=around.case.file_id, state="open")


def end_permissions(around: TransferCast) -> None:
    with acting(around.supervisor):
        for permission in ContactPermission.objects.filter(state="open"):
            end_permission(permission=permission, actor=around.supervisor)


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("how", ["permission", "consent", "date"])
def test_access_abroad_ends_with_the_permission_and_its_consent(
    around: TransferCast, how: str
) -> None:
    transfer = transfers.accepted(around)
    assert running(around, around.receiver) == 1
    permission = permission_of(around)
    with acting(around.supervisor):
        if how == "permission":
            end_permission(permission=permission, actor=around.supervisor)
        elif how == "consent":
            given = records.get_record_of_file(
                around.supervisor, Consent, around.case.file_id, permission.consent_id
            )
            records.open_texts(given)
            consents.withdraw_consent(consent=given, version=given.version, actor=around.supervisor)
    if how == "date":
        with role("maintenance"):
            ContactPermission.objects.update(ends_on=around.today(-3))
        with role("worker"):
            assert end_outlived_access() == 1
            assert end_outlived_access() == 0
    assert running(around, around.receiver) == 0
    with acting(around.receiver):
        assert not Transfer.objects.exists()
    with role("maintenance"):
        assert AccessAbroadEnd.objects.get().holder == around.receiver.pk
        assert Notice.objects.filter(kind="access_ended", staff=around.worker).exists()
    with acting(around.supervisor):
        assert set(lacking_permission([transfer.pk])) == {transfer.pk}


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("how", ["scopes", "refusal"])
def test_a_changed_consent_or_a_later_no_ends_it_at_once(around: TransferCast, how: str) -> None:
    """Also by plain statements of the web role, without an action."""
    transfers.accepted(around)
    permission = permission_of(around)
    with acting(around.worker):
        given = Consent.objects.get(pk=permission.consent_id)
        if how == "scopes":
            writing.change(given, actor=around.worker, scopes=["education"])
        else:
            rights.consent(
                around.child, around.worker, scopes=tuple(given.scopes), answer="no", basis="refused",
                given_on=around.today(),
            )  # fmt: skip
    assert running(around, around.receiver) == 0


# --- every night -------------------------------------------------------------------------------------


def test_the_job_of_the_night_is_in_the_queue() -> None:
    tasks = queue.app.periodic_registry.periodic_tasks.values()
    schedules = {task.task.name: (task.cron, task.task.queue) for task in tasks}
    assert schedules["origin.end_outlived"] == ("15 20 * * *", "reminders")


def of_nationality(around: TransferCast, country: str) -> None:
    with role("maintenance"):
        type(around.child).objects.filter(pk=around.child.pk).update(nationalities=[country])


@pytest.mark.requirement("INT-002")
def test_the_job_ends_access_from_a_country_that_became_one_of_origin(
    around: TransferCast,
) -> None:
    """Nothing was written in the screening or the permissions; the log names the job."""
    screen(around)
    office = agencies.office(agencies.agency(country="BTN"))
    colleague = agencies.staff("case_worker", office)
    of_nationality(around, "IND")
    give(around, colleague)
    with role("worker"):
        assert end_outlived_access() == 0
    of_nationality(around, "BTN")
    with role("worker"):
        assert end_outlived_access() == 1
    assert running(around, colleague) == 0
    with role("maintenance"):
        told = Notice.objects.filter(kind="access_ended").values_list("staff_id", flat=True)
        assert around.worker.pk in told
        assert colleague.pk not in told
        ended = AccessAbroadEnd.objects.get()
        assert (ended.holder, ended.recorded_by) == (colleague.pk, around.supervisor.pk)
        logged = AuditEntry.objects.filter(file_id=around.case.file_id, detail__job__isnull=False)
        assert "origin_end_outlived" in set(logged.values_list("detail__job", flat=True))


@pytest.mark.requirement("INT-002")
def test_who_has_the_child_keeps_the_transfer_and_does_not_hinder_the_job(
    around: TransferCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few files one run takes, the right that remains is not counted among them."""
    transfers.handed_over(around)
    other = transfers.cast()
    screen(other)
    transfers.permitted(other, "IND", transfers.consent(other))
    give(other, other.receiver)
    with role("maintenance"):
        ContactPermission.objects.update(ends_on=around.today(-3))
    monkeypatch.setattr(jobs, "MAX_FILES", 1)
    with role("worker"):
        assert end_outlived_access() == 1
        assert end_outlived_access() == 0
    assert running(around, around.receiver) == 1
    assert running(other, other.receiver) == 0


@pytest.mark.parametrize("of", ["app", "matcher", "analyst", "auditor"])
def test_only_the_worker_of_the_queue_runs_it(of: str) -> None:
    with role(of), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():  # fmt: skip
        cursor.execute("SELECT * FROM origin_end_outlived(1)")


def test_strangers_do_not_ask_what_a_letter_abroad_lacks(around: TransferCast) -> None:
    for stranger in (agencies.staff("supervisor"), around.receiver):
        with acting(stranger), pytest.raises(ProgrammingError), transaction.atomic():
            reasons_against_letter(around.case.file_id, "IND")
    with acting(around.worker):
        found = reasons_against_letter(around.case.file_id, "IND")
        assert [reason.text for reason in found] == [LACKS_LETTER_ABROAD["screening"]]
        assert reasons_against_letter(around.case.file_id, "NPL") == ()


def test_a_permission_in_force_keeps_access(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    with role("worker"):
        assert end_outlived_access() == 0
    assert running(around, around.receiver) == 1
    with acting(around.supervisor):
        assert lacking_permission([transfer.pk]) == {}


@pytest.mark.requirement("INT-002")
def test_without_a_permission_nothing_is_authorised_and_no_child_departs(
    around: TransferCast,
) -> None:
    transfer = transfers.submitted(around)
    end_permissions(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.authorised(around, transfer)
    assert authorisation_rules.UNPERMITTED in {reason.text for reason in refused.value.reasons}
    found = transfers.fresh(transfer, around.supervisor)
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="not permitted"),
        transaction.atomic(),
    ):
        writing.change(
            found, actor=around.supervisor, state="authorised", decided_by=around.supervisor.pk,
            decided_on=around.today(),
        )  # fmt: skip
    transfers.permitted(around, "IND", transfers.consent(around))
    again(around, transfer, around.supervisor)
    transfers.authorised(around, transfer)
    end_permissions(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.departed(around, transfer)
    assert authorisation_rules.UNPERMITTED in {reason.text for reason in refused.value.reasons}
    found = transfers.fresh(transfer, around.worker)
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="not permitted"),
        transaction.atomic(),
    ):
        writing.change(found, actor=around.worker, state="travelling", departed_at=clock.now())
