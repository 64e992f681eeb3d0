"""The texts of a transfer that go to the other country, or are read on the way, by record."""

from collections.abc import Iterable

from saathi.agencies.models import Scoped

TEXTS_OF_REQUEST = ("shared", "needs", "asks")
TEXTS_OF_ANSWER = ("conditions", "answered_by")
TEXTS_OF_JOURNEY = ("escort", "route", "care_on_way", "telephone", "belongings")
TEXTS_OF_PLACEMENT = ("place", "visited_by", "worker", "school_health", "support", "why_facility")
TEXTS_OF_PAPER = ("issuer", "note")
TEXTS_OF_TRANSFER = ("partner", "authority_paper")


def texts_of(record: Scoped, names: Iterable[str]) -> dict[str, str]:
    """These texts of an opened record, by name."""
    return {name: str(getattr(record, name)) for name in names}
