"""Whether a transfer of a child who may be stateless leads to the country of origin."""

from saathi.infra.reasons import Reason
from saathi.protection.returns.protection_screening.contact_gate import ask_gate
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.models import Transfer
from saathi.protection.returns.transfers.stateless_rules import reasons_of_stateless


def reasons_against_origin(transfer: Transfer) -> tuple[Reason, ...]:
    """Why the country of origin of a child who may be stateless is not asked."""
    answer = ask_gate(transfer.file_id)
    reasons = reasons_of_stateless(answer.gate, is_represented=answer.is_represented)
    return reasons if reasons and transfer.pk in queries.leading_to_origin([transfer.pk]) else ()
