"""Bases the demo's accepted transfers to another country on an agreement and both focal points.

Later stages are loaded: what was submitted or authorised does not change.
"""

from collections.abc import Mapping
from typing import Any

from saathi.agencies import access, writing
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.policy.agreements.models import Agreement, FocalPoint
from saathi.policy.agreements.vocabulary import FocalPointFunction
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.vocabulary import TransferState
from saathi.simulation.demo_work import demo_staff


def base_transfers_on_agreements() -> None:
    """Adds agreement and focal points to the outgoing transfers that the other country accepted.

    The worker does it: a supervisor who prepares a transfer could not authorise it.
    """
    worker = demo_staff.demo_person("case_worker")
    points = _focal_points()
    with demo_staff.acting_as(worker):
        accepted = {"direction": "outgoing", "state": TransferState.ACCEPTED}
        for transfer in access.visible(worker, Transfer).filter(**accepted).order_by("pk"):
            columns = _basis(transfer, points)
            if columns and access.may_write(worker, transfer.file_id, Transfer.section):
                writing.change(transfer, actor=worker, **columns)


def _focal_points() -> Mapping[str, FocalPoint]:
    """The published national focal point of each country."""
    national = FocalPoint.objects.filter(
        state=EntryState.PUBLISHED, function=FocalPointFunction.NATIONAL
    )
    return {point.country: point for point in national}


def _basis(transfer: Transfer, points: Mapping[str, FocalPoint]) -> dict[str, Any]:
    """The columns of the basis; empty without both focal points and an agreement of both countries."""
    both = [transfer.from_country, transfer.to_country]
    published = Agreement.objects.filter(state=EntryState.PUBLISHED, countries__contains=both)
    agreement = published.order_by("title", "pk").first()
    if agreement is None or not points.keys() >= set(both):
        return {}
    return {
        "agreement": agreement,
        "our_focal_point": points[transfer.from_country],
        "their_focal_point": points[transfer.to_country],
    }
