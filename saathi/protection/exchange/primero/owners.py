"""Matches owners in Primero to colleagues: proposed if clear, decided by a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.engines.sheets.fields import fold_text
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.protection.exchange.primero.cases import owner_key

MAX_OWNERS = 60  # owners that are asked about; the cases of all others go to the chosen worker


@dataclass(frozen=True)
class CaseOwner:
    """An owner of cases in the file: the key, the names, and the number of cases."""

    key: str
    label: str
    cases: int


def list_owners(rows: Iterable[PrimeroRow]) -> list[CaseOwner]:
    """The owners of the rows that will be imported, those with most cases first."""
    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        if key := owner_key(row.owner or row.owner_name):
            counts[key] += 1
            labels.setdefault(key, ", ".join(filter(None, (row.owner, row.owner_name))))
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [CaseOwner(key, labels[key], counts[key]) for key in ordered[:MAX_OWNERS]]


def propose_colleagues(owners: Iterable[CaseOwner], colleagues: Sequence[Staff]) -> dict[str, UUID]:
    """For each owner the one colleague with this e-mail address, its first part, or name.

    No one if two colleagues would fit.
    """
    by_word: dict[str, set[UUID]] = {}
    for colleague in colleagues:
        local = colleague.email.partition("@")[0]
        for word in {colleague.email, local, colleague.name}:
            by_word.setdefault(fold_text(word), set()).add(colleague.pk)
    proposed: dict[str, UUID] = {}
    for owner in owners:
        words = (fold_text(word) for word in (owner.key, *owner.label.split(", ")))
        result = next((by_word[word] for word in words if len(by_word.get(word, ())) == 1), None)
        if result:
            proposed[owner.key] = next(iter(result))
    return proposed


def stored_owners(owners: Iterable[CaseOwner]) -> list[list[object]]:
    """The owners as plain values."""
    return [[owner.key, owner.label, owner.cases] for owner in owners]


def owners_from_counts(counts: Mapping[str, object]) -> list[CaseOwner]:
    """The owners from the stored counts of an import."""
    stored = counts.get("owners") or []
    assert isinstance(stored, list)
    return [CaseOwner(str(key), str(label), int(cases)) for key, label, cases in stored]
