"""Saves the required documents of a transfer in one step: each as it would be saved alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.returns.transfers.actions import preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer, TransferDocument
from saathi.protection.returns.transfers.vocabulary import STAGES_OF_PAPERS, TransferPaper


@dataclass(frozen=True, slots=True)
class ChecklistEntry:
    """What a person entered about one document; `found`: the opened entry that it changes."""

    paper: TransferPaper
    found: TransferDocument | None
    version: int
    state: str
    form: str
    goes: bool
    issuer: str
    note: str
    valid_until: dt.date | None = None

    @property
    def is_new(self) -> bool:
        """Whether it says anything that the stored entry does not say."""
        stored = self.found
        if stored is None:
            return bool(self.state)
        now = (
            stored.state,
            stored.form,
            stored.valid_until,
            stored.goes,
            stored.issuer,
            stored.note,
        )
        entered = (self.state, self.form, self.valid_until, self.goes, self.issuer, self.note)
        return now != entered


@transaction.atomic
def save_checklist(*, transfer: Transfer, entries: Sequence[ChecklistEntry], actor: Staff) -> None:
    """Saves the entries that are new; `TransferRefused` with the reasons of all, and then none is saved.

    The code of a reason is that of the field and of the document, such as `note_court`.
    """
    reasons = []
    for entry in entries:
        if not entry.is_new:
            continue
        try:
            _save(transfer, entry, actor)
        except TransferRefused as refused:
            codes = [
                (f"{reason.code}_{entry.paper.value}", reason.text) for reason in refused.reasons
            ]
            reasons += [Reason(code, text) for code, text in codes]
    if reasons:
        raise TransferRefused(reasons)


def _save(transfer: Transfer, entry: ChecklistEntry, actor: Staff) -> None:
    columns = {
        "state": entry.state,
        "form": entry.form,
        "valid_until": entry.valid_until,
        "goes": entry.goes,
    }
    if entry.found is not None:
        entry.found.issuer, entry.found.note = entry.issuer, entry.note
        preparing.change_paper(
            paper=entry.found, columns=columns, version=entry.version, actor=actor
        )
        return
    stage = STAGES_OF_PAPERS[entry.paper]
    paper = TransferDocument(
        file_id=transfer.file_id, transfer=transfer, paper=entry.paper, stage=stage, **columns
    )
    paper.issuer, paper.note = entry.issuer, entry.note
    preparing.record_paper(paper=paper, actor=actor)
