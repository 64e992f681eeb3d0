"""Transfers whose request has no basis but a consent, which stop when it is withdrawn."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.infra.route_countries import country_name
from saathi.protection.returns.transfers.actions import deciding
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.vocabulary import BEFORE_DEPARTURE


@register_dependent_finder
def find_dependent_transfers(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The transfers before departure whose facts went to the other country on this consent."""
    requests = access.visible(actor, TransferRequest).filter(consent_id=consent_id)
    transfers = access.visible(actor, Transfer).filter(
        pk__in=requests.values("transfer_id"), state__in=BEFORE_DEPARTURE
    )
    return [
        ConsentDependent(_describe(transfer), partial(_stop, transfer, actor))
        for transfer in transfers.order_by("opened_on", "pk")
    ]


def _stop(transfer: Transfer, actor: Staff, _on: dt.date) -> None:
    deciding.stop_without_consent(transfer=transfer, actor=actor)


def _describe(transfer: Transfer) -> str:
    template = gettext("Transfer to another country: %(country)s")
    return template % {"country": country_name(transfer.to_country)}
