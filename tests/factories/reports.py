"""Reports as an intake officer takes them."""

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.intake.actions import (
    ReportInput,
    record_report,
)
from saathi.protection.identification.intake.models import Report
from tests.roles import acting

TOLD = "A girl of about ten washes dishes at the tea shop by the bus park."


def report(actor: Staff, **fields: object) -> Report:
    values = {
        "received_at": clock.now(),
        "channel": "helpline",
        "reporter_kind": "community",
        "urgency": "today",
        "texts": {"what": TOLD},
    }
    with acting(actor):
        return record_report(new=ReportInput(**(values | fields)), actor=actor)
