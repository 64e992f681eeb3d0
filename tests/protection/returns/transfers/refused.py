"""Refusals that several tests of transfers need, by the rule and by the database."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from tests.factories import transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting


def refuse_request(around: TransferCast, transfer: Transfer) -> None:
    """No request goes to the country of origin before the screening."""
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer)
    assert {reason.code for reason in refused.value.reasons} == {"screening"}
    record = TransferRequest(transfer=transfer, **around.common)
    values = {"sent_on": around.today(), "channel": "here", "answer_by": around.today(14)}
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="may not be contacted"),
        transaction.atomic(),
    ):
        writing.add(fill(record, **values), actor=around.worker)
