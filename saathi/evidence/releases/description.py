"""The description of a release beside its numbers, in English, fixed when it is protected."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import override

from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import labels
from saathi.evidence.releases.files.contents import ReleaseTable, tables_hash
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.published_table import parse_published_table, to_csv
from saathi.evidence.releases.rules import THRESHOLDS
from saathi.evidence.releases.vocabulary import ProtectionMethod, ZeroDisclosure
from saathi.evidence.wording import country_name
from saathi.infra import clock

if TYPE_CHECKING:  # it imports the solvers, which the page of a published release does not need
    from saathi.evidence.releases.table_protection import ProtectedTables


def release_tables(indicator: Indicator, guarded: "ProtectedTables") -> list[ReleaseTable]:
    """The protected tables with the labels of their codes, in English."""
    with override("en"):
        return [_table(indicator, guarded, place) for place in range(len(guarded.tables))]


def _table(indicator: Indicator, guarded: "ProtectedTables", place: int) -> ReleaseTable:
    table = guarded.tables[place]
    body = to_csv(table)
    printed = parse_published_table(body)
    names = printed.dimensions
    codes_by_dimension = {
        name: labels.sort_codes(indicator, name, printed.codes(name)) for name in names
    }
    titles = {name: labels.dimension_title(indicator, name) for name in names}
    return ReleaseTable(
        name=table.name.removesuffix(".csv"),
        title=f"{indicator.title}: {' × '.join(titles.values())}",
        titles=titles,
        labels={
            name: {code: labels.code_label(indicator, name, code) for code in codes}
            for name, codes in codes_by_dimension.items()
        },
        parents={
            name: {code: tree.parent(code) for code in codes_by_dimension[name] if code != TOTAL}
            for name, tree in guarded.trees.items()
            if name in names
        },
        printed=printed,
        body=body,
    )


def edition_url(slug: str, number: int) -> str:
    """The permanent address of a release."""
    return f"{settings.SAATHI_ADDRESS}/published/{slug}/{number}/"


def definition_hash(indicator: Indicator) -> str:
    """The hash by which a page detects a change of the indicator's definition since the release."""
    with override("en"):
        texts = [
            indicator.title, indicator.question, indicator.denominator, indicator.numerator,
            indicator.zero, indicator.unit, indicator.basis, *indicator.caveats,
            *(f"{definition_break.on} {definition_break.what}" for definition_break in indicator.breaks),
        ]  # fmt: skip
        words = [
            str(text) for text in texts
        ]  # here, because outside of the block they would be in the reader's language
    serialised = json.dumps([*words, repr(indicator.among), repr(indicator.counts)])
    return hashlib.sha256(serialised.encode()).hexdigest()


def release_description(
    release: Release,
    indicator: Indicator,
    guarded: "ProtectedTables",
    tables: Sequence[ReleaseTable],
    publisher: str,
) -> dict[str, Any]:
    """The description on the page, in the files and in the citation of a release."""
    family = release.family
    with override("en"):
        description: dict[str, Any] = {
            "slug": family.slug,
            "number": release.number,
            "title": family.title,
            "about": family.about,
            "publisher": publisher,
            "address": edition_url(family.slug, release.number),
            "country": family.country,
            "where": country_name(family.country) if family.country else "all recorded countries",
            "first_year": release.first_year,
            "last_year": release.last_year,
            "years": f"{release.first_year} to {release.last_year}",
            "geography": family.geography,
            "licence": family.licence,
            "months": list(family.months),
            "corrects": release.corrects.number if release.corrects else None,
            "what_changed": release.what_changed,
            "snapshot": release.snapshot,
            "snapshot_hash": release.snapshot_hash,
            "tables_hash": tables_hash([(table.name, table.body) for table in tables]),
            "made_at": clock.now().isoformat(timespec="seconds"),
            "attacked": attack_facts(guarded.report),
        }
        description |= _indicator_meaning(indicator) | _rule(family, guarded.report.get("reach", 0))
        description["citation"] = citation(description)
    return description


def _indicator_meaning(indicator: Indicator) -> dict[str, Any]:
    """The indicator's meaning on that day; the release keeps these words if it changes."""
    return {
        "indicator": indicator.name,
        "definition_hash": definition_hash(indicator),
        "question": str(indicator.question),
        "unit": str(indicator.unit.label),
        "basis": str(indicator.basis.label),
        "denominator": str(indicator.denominator),
        "numerator": str(indicator.numerator),
        "zero": str(indicator.zero),
        "caveats": [str(caveat) for caveat in indicator.caveats],
        "breaks": [
            {"on": change.on.isoformat(), "what": str(change.what)} for change in indicator.breaks
        ],
        "terms": dict(indicator.terms),
    }


def _rule(family: Family, reach: int) -> dict[str, Any]:
    k = THRESHOLDS[family.sensitivity]
    zeros = (
        "zeros are protected as well"
        if family.zeros == ZeroDisclosure.PROTECTED
        else "zeros are not protected"
    )
    words = (
        f"Every count is rounded to a multiple of {k}, so that all sums still add; {zeros}."
        if family.method == ProtectionMethod.ROUND
        else f"Counts of fewer than {k}, and others that would give them away, are hidden; all "
        f"that is printed is true; {zeros}."
    )
    if reach:
        words += f" Some totals lie further from the truth than by less than {k}: by up to {k - 1 + reach}."
    return {"k": k, "method": family.method, "zeros": family.zeros, "method_words": words}


def attack_facts(report: Mapping[str, Any]) -> dict[str, Any]:
    """The public facts about the attack: cells tested and found, earlier releases, offices."""
    return {
        "cells": report["hidden"],
        "found": sum(report["found"][name] for name in ("exact", "presence", "fewer than k")),
        "earlier": report["earlier"],
        "knows_offices": report["knows_offices"],
    }


def citation(description: Mapping[str, Any]) -> str:
    """The citation of the release: its hash proves that the numbers are unchanged."""
    return (
        f"{description['publisher']} ({description['made_at'][:4]}): {description['title']}, "
        f"{description['where']}, "
        f"{description['years']}. Release {description['number']}. {description['address']} "
        f"(SHA-256 of the tables {description['tables_hash'][:16]})"
    )
