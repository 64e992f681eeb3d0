"""A missing child in words: what is known of her, and what a notice for the public may say."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra import places
from saathi.infra.listing import listed
from saathi.people import names as hers
from saathi.people.languages import name_of
from saathi.people.vocabulary import Gender, NameKind
from saathi.people.wording import age_words, nationality_names
from saathi.protection.missing.models import MissingChild, MissingReport
from saathi.protection.missing.vocabulary import Clue, NoticePart
from saathi.web.parts import Pair


def day(on: dt.date | None) -> str:
    """A day as a page says it; empty where it is not known."""
    return formats.date_format(on, "SHORT_DATE_FORMAT") if on else ""


def since(report: MissingReport) -> str:
    """Since when the child is missing, as far as it is known."""
    first, last = day(report.missing_from), day(report.missing_to)
    if first == last or not last:
        return first
    return gettext("between %(first)s and %(last)s") % {"first": first, "last": last}


def where(country: str, district: str) -> str:
    """A district with its country, or the country alone."""
    return places.district_name(district) if district else nationality_names([country])


def clues(known: Mapping[str, Any]) -> list[str]:
    """What the child can be recognised by, each kind with its words."""
    found = []
    for clue in known.get("clues", []):
        kind = str(Clue(clue["kind"]).label) if clue["kind"] in Clue.values else clue["kind"]
        found.append(f"{kind}: {clue['words']}" if clue.get("words") else kind)
    return found


def known_pairs(child: MissingChild, known: Mapping[str, Any]) -> list[Pair]:
    """The child as those who miss her know her."""
    names = hers.in_envelope(known)
    own = [n.text for n in names if n.kind not in hers.OF_RELATIVES]
    years = age_words(child.age_low, child.age_high)
    return [
        Pair(_("Names, as written or said"), " · ".join(own)),
        Pair(_("Age when last seen"), years, note=known.get("age_note", "")),
        Pair(_("Girl, boy or other"), Gender(child.gender).label),
        Pair(_("Father’s name"), _of(names, NameKind.FATHER)),
        Pair(_("Mother’s name"), _of(names, NameKind.MOTHER)),
        Pair(_("Brothers and sisters"), listed(known.get("siblings", []))),
        Pair(_("Recognised by"), "; ".join(clues(known))),
        Pair(_("Languages"), listed(name_of(code) for code in child.languages)),
        Pair(_("Nationality"), nationality_names([child.nationality])),
        Pair(_("Home"), where(child.home_country, child.home_district)),
        Pair(_("Places the child may name"), "; ".join(_places(known))),
    ]


def _of(names: list[hers.Name], kind: NameKind) -> str:
    return " · ".join(name.text for name in names if name.kind == kind)


def _places(known: Mapping[str, Any]) -> list[str]:
    return [
        f"{place['text']} ({', '.join(place['also'])})" if place.get("also") else place["text"]
        for place in known.get("places", [])
    ]


def notice_pairs(
    parts: Collection[str], report: MissingReport, child: MissingChild, known: Mapping[str, Any]
) -> list[Pair]:
    """What a notice shows: the parts that were chosen, and never why or with whom she went (MIS-004)."""
    shown = hers.shown(hers.in_envelope(known))
    last_seen = [where(report.country, report.district), since(report)]
    made = {
        NoticePart.NAME: Pair(_("Name"), " · ".join([shown.first, *shown.also]).strip(" ·")),
        NoticePart.AGE: Pair(_("Age"), age_words(child.age_low, child.age_high)),
        NoticePart.GENDER: Pair(_("Girl, boy or other"), Gender(child.gender).label),
        NoticePart.MARKS: Pair(_("Recognised by"), "; ".join(clues(known))),
        NoticePart.LANGUAGES: Pair(_("Speaks"), listed(name_of(code) for code in child.languages)),
        NoticePart.LAST_SEEN: Pair(_("Last seen"), ", ".join(part for part in last_seen if part)),
    }
    return [pair for part, pair in made.items() if part in parts and pair.text]
