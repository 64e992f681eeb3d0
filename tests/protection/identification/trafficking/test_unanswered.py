"""What no one answered about an incident is "not recorded"; an answered "not known" says so."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.models import Child
from tests.protection.identification.trafficking.screens import page_after

pytestmark = pytest.mark.django_db
BLANK = dict.fromkeys(("exploitation_occurred", "migrant", "known", "source", "confidence"), "")


def test_blank_answers_are_not_recorded_and_answered_ones_are_not_known(
    worker: Staff, child: Child
) -> None:
    page = page_after(worker, child, **BLANK, smuggled="not_known")
    for term in ("Purpose", "Start of the incident", "Did exploitation occur?", "Source",
                 "Had the child migrated?", "Basis of the information"):  # fmt: skip
        assert f"{term} Not recorded" in page
    assert "Not recorded Not recorded" not in page
    assert "Was the child smuggled across a border? Not known" in page
