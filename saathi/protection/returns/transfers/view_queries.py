"""What a child said about a transfer, for the rules."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Max

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.models import Transfer, TransferView
from saathi.protection.returns.transfers.view_rules import ViewFacts, counting_view
from saathi.protection.returns.transfers.vocabulary import (
    TransferState,
    TransferStopper,
    TransferViewMoment,
    TransferWish,
)


def said_by_child(transfer: Transfer, reader: Staff) -> list[ViewFacts]:
    """What the child said about any transfer out of the country, in the order of asking."""
    zone = ZoneInfo(transfer.file.office.time_zone)
    return [view_facts(view, zone) for view in views_of_child(transfer, reader)]


def views_of_child(transfer: Transfer, reader: Staff) -> list[TransferView]:
    """The answers about all transfers out of the country that the reader may read, in that order."""
    transfer_views = access.visible(reader, TransferView).filter(
        file=transfer.file_id, transfer__direction=transfer.direction
    )
    return list(transfer_views.order_by("asked_at", "recorded_at", "pk"))


def stopped_by_child_on(transfer: Transfer, reader: Staff) -> dt.date | None:
    """The last day on which the child stopped a transfer out of the country; None if on none."""
    transfers = access.visible(reader, Transfer).filter(
        file=transfer.file_id,
        direction=transfer.direction,
        state=TransferState.STOPPED,
        stopped_by=TransferStopper.CHILD,
    )
    last: dt.date | None = transfers.aggregate(last=Max("ended_on"))["last"]
    return last


def counting_facts(transfer: Transfer, reader: Staff) -> ViewFacts | None:
    """The child's answer that counts for a transfer; None if the child was not asked."""
    zone, views = ZoneInfo(transfer.file.office.time_zone), views_of_child(transfer, reader)
    own = [view_facts(view, zone) for view in views if view.transfer_id == transfer.pk]
    return counting_view(own, [view_facts(view, zone) for view in views])


def view_facts(view: TransferView, zone: ZoneInfo) -> ViewFacts:
    """What the rules ask about an answer, in local times."""
    return ViewFacts(
        TransferWish(view.wish),
        view.asked_at.astimezone(zone),
        view.is_replied,
        recorded_at=view.recorded_at.astimezone(zone),
        recorded_by=view.recorded_by,
        is_last_word=view.moment == TransferViewMoment.DEPARTURE,
    )


def counting_record(transfer: Transfer, reader: Staff) -> TransferView | None:
    """The record of the child's answer that counts; None if the child was not asked."""
    views, zone = views_of_child(transfer, reader), ZoneInfo(transfer.file.office.time_zone)
    facts = [view_facts(view, zone) for view in views]
    own = [fact for fact, view in zip(facts, views, strict=True) if view.transfer_id == transfer.pk]
    counting = counting_view(own, facts)
    return next((view for fact, view in zip(facts, views, strict=True) if fact is counting), None)


def sort_views(
    transfer: Transfer, opened: Sequence[TransferView], zone: ZoneInfo
) -> tuple[list[ViewFacts], list[ViewFacts], ViewFacts | None]:
    """The child's views: all, those on this transfer, and of these the last one before departure."""
    said = [view_facts(view, zone) for view in opened]
    own = [each for each in zip(said, opened, strict=True) if _is_about(each[1], transfer)]
    leaving = [facts for facts, view in own if _is_departure_view(view, transfer)]
    return said, [facts for facts, _view in own], leaving[-1] if leaving else None


def _is_departure_view(view: TransferView, transfer: Transfer) -> bool:
    """Whether a view counts as the one at departure.

    A view that the approver of the transfer recorded counts only if the child does not want to go.
    """
    return view.moment == TransferViewMoment.DEPARTURE and (
        view.recorded_by != transfer.decided_by or view.wish == TransferWish.DOES_NOT_WANT
    )


def _is_about(view: TransferView, transfer: Transfer) -> bool:
    return view.transfer_id == transfer.pk
