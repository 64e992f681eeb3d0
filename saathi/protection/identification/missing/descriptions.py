"""Descriptions of a missing child: for staff, and for a public notice."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import names as child_names
from saathi.people.formatting import format_age, nationality_names
from saathi.people.languages import language_name
from saathi.people.vocabulary import Gender, NameKind
from saathi.protection.identification.missing.models import MissingChild, MissingReport
from saathi.protection.identification.missing.vocabulary import DistinguishingFeature, NoticePart
from saathi.web.components import LabelledValue


def format_day(on: dt.date | None) -> str:
    """A day as pages show it; empty if unknown."""
    return formats.date_format(on, "SHORT_DATE_FORMAT") if on else ""


def missing_since_text(report: MissingReport) -> str:
    """Since when the child has been missing, as far as known."""
    first, last = format_day(report.missing_from), format_day(report.missing_to)
    if first == last or not last:
        return first
    return gettext("between %(first)s and %(last)s") % {"first": first, "last": last}


def format_district(country: str, district: str) -> str:
    """A district with its country, or the country alone."""
    return district_list.district_name(district) if district else nationality_names([country])


def distinguishing_features(texts: Mapping[str, Any]) -> list[str]:
    """The features by which the child can be recognised, each with its description."""
    features = []
    for clue in texts.get("clues", []):
        kind = (
            str(DistinguishingFeature(clue["kind"]).label)
            if clue["kind"] in DistinguishingFeature.values
            else clue["kind"]
        )
        features.append(f"{kind}: {clue['words']}" if clue.get("words") else kind)
    return features


def missing_child_pairs(child: MissingChild, texts: Mapping[str, Any]) -> list[LabelledValue]:
    """The description of the child by those who miss them."""
    names = child_names.names_in_payload(texts)
    own = [n.text for n in names if n.kind not in child_names.RELATIVE_NAME_KINDS]
    years = format_age(child.age_low, child.age_high)
    return [
        LabelledValue(_("Names (as written or spoken)"), " · ".join(own)),
        LabelledValue(_("Age when last seen"), years, note=texts.get("age_note", "")),
        LabelledValue(_("Gender"), Gender(child.gender).label),
        LabelledValue(_("Father’s name"), _names_of_kind(names, NameKind.FATHER)),
        LabelledValue(_("Mother’s name"), _names_of_kind(names, NameKind.MOTHER)),
        LabelledValue(_("Brothers and sisters"), join_words(texts.get("siblings", []))),
        LabelledValue(_("Distinguishing features"), "; ".join(distinguishing_features(texts))),
        LabelledValue(_("Languages"), join_words(language_name(code) for code in child.languages)),
        LabelledValue(_("Nationality"), nationality_names([child.nationality])),
        LabelledValue(_("Home"), format_district(child.home_country, child.home_district)),
        LabelledValue(_("Places the child may mention"), "; ".join(_place_texts(texts))),
    ]


def _names_of_kind(names: list[child_names.Name], kind: NameKind) -> str:
    return " · ".join(name.text for name in names if name.kind == kind)


def _place_texts(texts: Mapping[str, Any]) -> list[str]:
    return [
        f"{place['text']} ({', '.join(place['also'])})" if place.get("also") else place["text"]
        for place in texts.get("places", [])
    ]


def notice_pairs(
    parts: Collection[str], report: MissingReport, child: MissingChild, texts: Mapping[str, Any]
) -> list[LabelledValue]:
    """The content of a notice: the chosen parts, and never why the child left, or who with (MIS-004)."""
    display_name = child_names.display_name(child_names.names_in_payload(texts))
    last_seen = [format_district(report.country, report.district), missing_since_text(report)]
    pair_by_part = {
        NoticePart.NAME: LabelledValue(
            _("Name"), " · ".join([display_name.primary, *display_name.other_forms]).strip(" ·")
        ),
        NoticePart.AGE: LabelledValue(_("Age"), format_age(child.age_low, child.age_high)),
        NoticePart.GENDER: LabelledValue(_("Gender"), Gender(child.gender).label),
        NoticePart.MARKS: LabelledValue(
            _("Distinguishing features"), "; ".join(distinguishing_features(texts))
        ),
        NoticePart.LANGUAGES: LabelledValue(
            _("Speaks"), join_words(language_name(code) for code in child.languages)
        ),
        NoticePart.LAST_SEEN: LabelledValue(
            _("Last seen"), ", ".join(part for part in last_seen if part)
        ),
    }
    return [pair for part, pair in pair_by_part.items() if part in parts and pair.text]
