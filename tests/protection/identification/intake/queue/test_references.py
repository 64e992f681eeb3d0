"""The reference of a report: made from its id, read back as people write it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.protection.identification.intake.queue.references import (
    ids_of_reference,
    report_reference,
)

ONE = UUID("ffffffff-ff00-4000-8000-000000000000")


def test_reference_is_made_of_the_first_forty_bits() -> None:
    assert report_reference(UUID(int=0)) == "R-0000-0000"
    assert report_reference(ONE) == "R-ZZZZ-ZZZZ"


@given(st.uuids())
def test_written_reference_finds_the_report(report_id: UUID) -> None:
    reference = report_reference(report_id)
    for written in (reference, reference.lower(), reference[2:], reference.replace("-", " ")):
        first, last = ids_of_reference(written)
        assert first <= report_id <= last
    first, last = ids_of_reference(reference[:6])  # R- and four letters
    assert first <= report_id <= last


def test_letters_that_are_misread_are_understood() -> None:
    assert ids_of_reference("r-oil0-0000") == ids_of_reference("R-0110-0000")


@pytest.mark.parametrize(
    "text", ["", "R", "R-12", "R-123", "R-0000-00000", "R-00é0", "!!!!", "%_%_"]
)
def test_what_is_no_reference_finds_nothing(text: str) -> None:
    assert ids_of_reference(text) is None


def test_another_report_is_not_found() -> None:
    first, last = ids_of_reference(report_reference(uuid4()))
    assert not first <= ONE <= last
