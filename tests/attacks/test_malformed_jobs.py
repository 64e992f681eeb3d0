"""A queue row not made by our code neither stops a worker nor stays permanently."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from procrastinate.psycopg_connector import PsycopgConnector

from saathi.config import job_queues
from saathi.infra.jobs import CheckedJobManager
from tests.server import SERVER

pytestmark = pytest.mark.real_transactions
QUEUE = "of_this_test"
ADD = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES (%s, %s, %s) RETURNING id"
)


@pytest.mark.parametrize("arguments", ["[]", '["a"]', "1", '"a"', "null"])
def test_job_whose_arguments_have_no_names_fails(
    attacked: str,
    sign_in: Callable[[str], psycopg.Connection[Any]],
    caplog: pytest.LogCaptureFixture,
    arguments: str,
) -> None:
    maintenance = sign_in("maintenance")
    maintenance.autocommit = True
    malformed = maintenance.execute(ADD, [QUEUE, "agencies.mail_notices", arguments]).fetchone()
    maintenance.execute(ADD, [QUEUE, "of_nobody", "{}"])  # taken after it
    try:
        connector = PsycopgConnector(conninfo=SERVER.url("saathi_worker", attacked))
        with (
            ThreadPoolExecutor() as apart
        ):  # browsers of other tests leave their event loop running
            apart.submit(job_queues.run_jobs, connector, [QUEUE], 1, waits=False).result()
        status = maintenance.execute(
            "SELECT status FROM procrastinate_jobs WHERE queue_name = %s", [QUEUE]
        ).fetchall()
    finally:
        maintenance.execute("DELETE FROM procrastinate_jobs WHERE queue_name = %s", [QUEUE])
    assert status == [("failed",), ("failed",)]
    assert malformed is not None
    text = f"Job {malformed[0]} of the queue {QUEUE} failed: its arguments are not an object."
    assert text in [line.getMessage() for line in caplog.records]


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 BC"])
def test_job_at_a_moment_that_no_worker_can_read_is_refused(
    sign_in: Callable[[str], psycopg.Connection[Any]], moment: str
) -> None:
    """The worker would crash on it, and again after each restart."""
    worker = sign_in("worker")
    with pytest.raises(psycopg.errors.CheckViolation, match="a date cannot be read"):
        worker.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) "
            "VALUES (%s, 'of_nobody', %s)",
            [QUEUE, moment],
        )


def test_notification_of_anybody_only_wakes_a_worker(
    attacked: str, sign_in: Callable[[str], psycopg.Connection[Any]]
) -> None:
    web = sign_in("app")
    web.autocommit = True
    heard: list[Any] = []

    async def listen() -> None:
        connector = PsycopgConnector(conninfo=SERVER.url("saathi_worker", attacked))
        await connector.open_async()
        both_heard = asyncio.Event()

        async def hear(*, channel: str, notification: Any) -> None:
            assert channel.endswith(QUEUE)
            heard.append(notification)
            if len(heard) > 1:
                both_heard.set()

        jobs = CheckedJobManager(connector)
        listening = asyncio.create_task(jobs.listen_for_jobs(on_notification=hear, queues=[QUEUE]))
        async with asyncio.timeout(30):
            while not both_heard.is_set():
                for payload in ("no json", '{"type": "abort_job_requested", "job_id": 1}'):
                    web.execute(
                        "SELECT pg_notify(%s, %s)", [f"procrastinate_queue_v1#{QUEUE}", payload]
                    )
                await asyncio.sleep(0.1)
        listening.cancel()
        await connector.close_async()

    with ThreadPoolExecutor() as apart:
        apart.submit(asyncio.run, listen()).result()
    assert {message["type"] for message in heard} == {"job_inserted"}
