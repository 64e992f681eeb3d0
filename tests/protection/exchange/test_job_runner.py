"""Which process runs which job, and in whose name."""

import pytest
from procrastinate.contrib.django import app

from saathi.agencies import access
from saathi.agencies.run_as import run_as
from saathi.config import job_queues, supervisor
from saathi.people.models import Child
from tests.factories import agencies, children
from tests.roles import role


def test_each_job_has_one_process_that_does_it() -> None:
    known_queues = {task.queue for task in app.tasks.values()}
    worker = set(job_queues.worker_queues())
    assert worker | set(job_queues.CARRIED) >= known_queues
    assert not worker & set(job_queues.CARRIED)
    assert {"mail", "matcher", "eraser"} <= worker


def test_what_is_carried_runs_beside_the_web_with_its_database_role_alone() -> None:
    (carrier,) = [
        part
        for part in supervisor.installation_processes(port=1)
        if part.name == "run-exchange-jobs"
    ]
    assert set(carrier.addresses) == {"app", "carrier", "refusals"}
    (worker,) = [part for part in supervisor.installation_processes(port=1) if part.name == "work"]
    assert "app" not in worker.addresses


@pytest.mark.django_db
def test_a_job_sees_what_the_one_who_asked_may_see() -> None:
    worker = agencies.staff()
    case = children.case(worker)
    children.case(agencies.staff())
    with run_as(worker.pk) as staff:
        assert [child.file_id for child in access.visible(staff, Child)] == [case.file_id]
        assert [child.file_id for child in Child.objects.all()] == [case.file_id]


@pytest.mark.django_db
def test_no_job_runs_in_the_name_of_former_staff() -> None:
    worker = agencies.staff()
    with role("maintenance"):
        type(worker).objects.filter(pk=worker.pk).update(is_active=False)
    with pytest.raises(access.NotAllowed), run_as(worker.pk):
        pytest.fail("a job began in the name of former staff")
