"""What a standard export loses, named by variable, code and reason."""

import pytest

from saathi.protection.exchange.standards.mapping import load_standards
from saathi.protection.exchange.standards.wording import describe_record_losses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "/exchange/exports/new/"
WHO_CASE_WHAT_LAW = ["128", "4", "1024"]


def test_what_is_lost_names_a_whole_variable_once_and_a_part_by_its_codes() -> None:
    lost = {loss.words: loss.of for loss in describe_record_losses(load_standards()["htcds"]).lost}
    together, *codes = lost["The standard has no such variable."]
    assert not codes
    assert "What was done, Did exploitation occur?" in together
    nearest = lost["The nearest code of the standard differs partly in meaning."]
    assert "Case status: Continued by another agency" in nearest


def test_what_stays_empty_is_counted_by_its_reason() -> None:
    empty = {loss.words: loss.of for loss in describe_record_losses(load_standards()["ctdc"]).empty}
    assert empty == {
        "Not recorded in Saathi in this form.": ("8 variables or codes of the standard",)
    }
