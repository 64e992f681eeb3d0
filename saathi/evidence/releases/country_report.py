"""The printable report of a country: the content of its page, from releases alone."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from saathi.evidence.releases.country_pages import CountryTableBlock, PublishedCountryPage
from saathi.web import pdf

# The number of years that fit on a page beside the labels; older ones are in the files.
MAX_YEARS = 8


def render_country_report(page: PublishedCountryPage) -> bytes:
    """A country's page as an accessible PDF."""
    address = settings.SAATHI_ADDRESS + reverse("published:show_country", args=[page.country.value])
    data = {
        "title": str(page.country.label),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "rtl": get_language_bidi(),
        "foot": f"{page.country.label} · {address}",
        "words": {
            "lead": _(
                "Published numbers next to the legal situation. Counts of several countries are "
                "not de-duplicated across borders."
            ),
            "registered": f"{_registered()} {_protected()}",
            "nothing": _(
                "No numbers for this country have been published here. This does not mean zero."
            ),
            "law": _("The law"),
            "instrument": _("Instrument"),
            "then": _("In 2008"),
            "later": _("Since 2008"),
        },
        "blocks": [_block(block) for block in page.blocks],
        "law": [
            {
                "name": row.instrument_name,
                "then": " ".join(part for part in (row.cell.words, row.cell.note) if part),
                "later": " ".join(
                    " ".join(part for part in (line.words, line.certainty) if part)
                    for line in row.later
                )
                or _("nothing recorded"),
            }
            for row in page.law.rows
        ],
        "report": page.law.report,
    }
    return pdf.render_pdf("evidence/releases/country.typ", data)


def _registered() -> str:
    """What published numbers are, in the words of the pages (`evidence/_registered.html`)."""
    return _(
        "These numbers count only what was registered and are not estimates: where there are no "
        "data, the problem can still exist."
    )


def _protected() -> str:
    return _("Small numbers are protected so that no child can be identified.")


def _block(block: CountryTableBlock) -> dict[str, Any]:
    cut = block.cut
    shown_columns = slice(max(0, len(cut.columns) - MAX_YEARS), None)
    return {
        "title": pdf.text_with_direction(block.title),
        "what": block.what,
        "columns": list(cut.columns[shown_columns]),
        "lines": [
            {
                "label": line.label,
                "whole": line.is_whole,
                "cells": [cell.text for cell in line.cells[shown_columns]],
            }
            for line in cut.lines
        ],
        "legend": [[str(pair.term), str(pair.text)] for pair in cut.legend],
        "caveats": list(block.caveats),
    }
