"""Rules of protection concerns; no database."""

from collections.abc import Collection, Iterable

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.identification.intake.vocabulary import Concern


def reasons_against_concern(concern: str, current: Collection[str]) -> tuple[Reason, ...]:
    """Why a concern cannot be added; `current` are the codes of the child's current concerns."""
    if concern in current:
        text = _("This concern is already recorded. Change its status instead.")
        return (Reason("concern", text),)
    return ()


def order_concerns(codes: Iterable[str]) -> list[Concern]:
    """The known codes without duplicates, in the order of the vocabulary."""
    given = set(codes)
    return [concern for concern in Concern if concern.value in given]
