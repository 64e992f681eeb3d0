"""Compensation, threats and protection of a child: one record of each kind."""

import datetime as dt

from saathi.infra import clock
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def _on(walk: Walk, name: str, days: int = 0) -> Walk:
    day = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=days)
    return walk.day(name, day.year, day.month, day.day)


def compensation(worker: Walk, file: str) -> dict[str, str]:
    """A claim that was awarded and paid in part, and who controls the money; their ids."""
    worker.open(f"{file}laws/measures/new/").fill(
        country="IND", kind="compensation", law="Scheme for victims of crime", state="claimed"
    )
    _on(_on(worker, "as_of"), "next_on", 30).press()
    page = worker.path
    worker.open(f"{page}decisions/new/").fill(
        level="first", outcome="granted", authority="Legal services authority", payer="state",
        awarded="50000", currency="INR", appeal="none",
    )  # fmt: skip
    _on(worker, "decided_on").press()
    worker.open(f"{page}payments/new/").fill(
        paid="20000", currency="INR", recipient="locked", receipt="seen", account="Bank, 417"
    )
    _on(worker, "paid_on").press()
    worker.open(f"{page}control/new/").fill(
        controller="guardian", safeguards=["locked"], risks=["none"], child_view="agrees"
    )
    _on(_on(worker, "since"), "review_on", 90).press()
    return ids_in(
        worker,
        measure_id="/laws/measures/{}/",
        claim_decision_id="/laws/decisions/{}/",
        payment_id="/laws/payments/{}/",
        control_id="/laws/control/{}/",
    )


def protection(worker: Walk, file: str) -> dict[str, str]:
    """A threat and a protection measure in force; their ids."""
    worker.open(f"{file}protection/threats/new/").fill(
        urgency="soon", targets=["child"], ways=["phone"], police="no", what="A call at night."
    )
    _on(worker, "happened_on").press()
    worker.open(f"{file}protection/measures/new/").fill(
        kind="escort", authority_kind="police", child_view="wants"
    )
    _on(worker, "requested_on").press()
    ids = ids_in(
        worker, threat_id="/protection/threats/{}/", protection_id="/protection/measures/{}/"
    )
    worker.open(f"{file}protection/measures/{ids['protection_id']}/start/").fill(
        call="Lawyer, 0000 (invented)"
    )
    _on(_on(worker, "in_force_from"), "review_on", 30).press()
    return ids


def record(worker: Walk, file: str) -> dict[str, str]:
    """One record of each kind; their ids."""
    return compensation(worker, file) | protection(worker, file)
