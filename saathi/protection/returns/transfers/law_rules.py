"""Under the law of which countries a child falls (XBR-011)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class LawGround(TextChoices):
    """Why a child falls under the law of a country."""

    NATIONALITY = "nationality", gettext_lazy("Nationality")
    HOME = "home", gettext_lazy("Country of usual residence")
    RECRUITED = "recruited", gettext_lazy("Recruited there")
    EXPLOITED = "exploited", gettext_lazy("Brought there for exploitation")
    PRESENT = "present", gettext_lazy("Present there now")
    TRANSFER = "transfer", gettext_lazy("Country of a transfer")


@dataclass(frozen=True, slots=True)
class LawFacts:
    """The countries of a child, as far as the reader may read them (ISO 3166 alpha-3)."""

    present: str = ""
    nationalities: tuple[str, ...] = ()
    home: str = ""
    recruited: tuple[str, ...] = ()
    exploited: tuple[str, ...] = ()
    transfers: tuple[str, ...] = ()


def countries_of_law(facts: LawFacts) -> Mapping[str, tuple[LawGround, ...]]:
    """The countries whose law may apply to the child, each with all reasons; the present one first."""
    results: dict[str, list[LawGround]] = {}
    _add(results, LawGround.PRESENT, [facts.present])
    _add(results, LawGround.NATIONALITY, facts.nationalities)
    _add(results, LawGround.HOME, [facts.home])
    _add(results, LawGround.RECRUITED, facts.recruited)
    _add(results, LawGround.EXPLOITED, facts.exploited)
    _add(results, LawGround.TRANSFER, facts.transfers)
    return {country: tuple(grounds) for country, grounds in results.items()}


def _add(found: dict[str, list[LawGround]], ground: LawGround, countries: Iterable[str]) -> None:
    for country in countries:
        grounds = found.setdefault(country, []) if country else []
        if ground not in grounds:
            grounds.append(ground)
