"""The nightly jobs of the matcher: compare changed records with the whole register."""

import logging

from saathi.infra import jobs
from saathi.protection.identification.matches import nightly, repeats

logger = logging.getLogger(__name__)


@jobs.app.periodic(cron="50 20 * * *")  # 20:50 UTC: night from Kabul to Dhaka
@jobs.app.task(
    queue="matcher", name="matches.compare_register", queueing_lock="matches", lock="matches"
)
def compare_register_job(timestamp: int) -> None:  # noqa: ARG001 - the queue gives it
    """Compares the register at night. An interrupted run is continued by the next."""
    try:
        nightly.run_matching(say=logger.info)
    except nightly.MatchRunInProgress:
        logger.info("Another run is under way.")


@jobs.app.periodic(cron="20 21 * * *")  # 21:20 UTC: after the register
@jobs.app.task(
    queue="matcher", name="matches.seen_before", queueing_lock="matches.seen", lock="matches"
)
def seen_before_job(timestamp: int) -> None:  # noqa: ARG001 - the queue gives it
    """Finds people and companies alleged to have harmed more than one child."""
    try:
        repeats.find_repeats(say=logger.info)
    except nightly.MatchRunInProgress:
        logger.info("Another run is under way.")
