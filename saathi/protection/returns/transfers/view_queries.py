"""What a child said about a transfer, for the rules."""

from zoneinfo import ZoneInfo

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.models import Transfer, TransferView
from saathi.protection.returns.transfers.view_rules import ViewFacts
from saathi.protection.returns.transfers.vocabulary import TransferWish


def said_in(transfer: Transfer, reader: Staff) -> list[ViewFacts]:
    """What the child said about a transfer, in the order in which the child was asked."""
    zone = ZoneInfo(transfer.file.office.time_zone)
    return [view_facts(view, zone) for view in views_of(transfer, reader)]


def views_of(transfer: Transfer, reader: Staff) -> list[TransferView]:
    """The answers of the child that the reader may read, in the order in which the child was asked."""
    found = access.visible(reader, TransferView).filter(transfer=transfer)
    return list(found.order_by("asked_at", "recorded_at", "pk"))


def view_facts(view: TransferView, zone: ZoneInfo) -> ViewFacts:
    """What the rules ask about an answer, in local times."""
    return ViewFacts(
        TransferWish(view.wish),
        view.asked_at.astimezone(zone),
        view.is_replied,
        recorded_at=view.recorded_at.astimezone(zone),
        recorded_by=view.recorded_by,
    )
