"""Which children on record, and which other rows, are possible duplicates of a row of an import."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from saathi.desk.importing.wording import describe_duplicate_reasons
from saathi.engines.sheets.checking import CaseloadRecord, CheckedRow
from saathi.engines.sheets.dates import WrittenDate
from saathi.engines.sheets.fields import CaseloadField
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.exchange.duplicates import (
    OwnChildren,
    PossibleDuplicate,
    find_possible_duplicates,
)
from saathi.protection.identification.matches.records import match_rows_of_names

BORN = WrittenDate(2012, 4, 12)


def row(number: int, name: str, **facts: Any) -> CheckedRow:
    """A row of a boy of one district, born on one day."""
    known = {"gender": "boy", "born": BORN, "district": "NP-DHA"} | facts
    return CheckedRow(number, CaseloadRecord(names=((CaseloadField.NAME, name),), **known))


def own(**children: dict[str, Any]) -> OwnChildren:
    """Children on record by code, each a boy of the same district, born on the same day."""
    records = OwnChildren()
    for code, facts in children.items():
        known = {"gender": "boy", "birth": "2012-04-12", "phone": None, "district": "NP-DHA"}
        name = Name("given", facts["name"])
        more = {key: value for key, value in facts.items() if key != "name"}
        file_id = uuid4()
        records.children.append(Child(file_id=file_id, code=code))
        records.records.add(file_id, match_rows_of_names([name], **(known | more)))
    return records


def codes(found: dict[int, list[PossibleDuplicate]], number: int) -> list[str]:
    return [each.code or f"row {each.row}" for each in found.get(number, [])]


@pytest.mark.parametrize(
    ("name", "birth", "is_found"),
    [
        ("Santosh Jha", "2012-04-12", True),
        ("Santosh Jhaa", "2012-04-12", True),
        ("Arjun Sah", "2012-04-12", False),  # another name: day and district alone say little
        ("Arjun Sah", "2012", False),
        ("Santosh Jha", "2005-09-30", False),  # a namesake of another age
        ("Santosh Yadav", "2012", False),
    ],
)
def test_a_row_is_compared_with_the_working_threshold_of_the_comparison(
    name: str, birth: str, is_found: bool
) -> None:
    found = find_possible_duplicates(
        own(first={"name": name, "birth": birth}), [row(1, "Santosh Jha")]
    )
    assert codes(found, 1) == (["first"] if is_found else [])


def test_the_most_likely_child_is_first_and_at_most_three_are_shown() -> None:
    records = own(
        near={"name": "Santosh Jhaa"},
        best={"name": "Santosh Jha", "phone": "9841000000"},
        third={"name": "Santos Jha"},
        fourth={"name": "Santosh Jhaa"},
    )
    found = find_possible_duplicates(records, [row(1, "Santosh Jha", phones=("9841000000",))])
    assert codes(found, 1)[0] == "best"
    assert len(found[1]) == 3
    assert [each.rank for each in found[1]] == sorted(each.rank for each in found[1])


def test_the_same_child_twice_in_the_file_names_the_other_row() -> None:
    rows = [row(2, "Santosh Jha"), row(5, "Arjun Sah"), row(9, "santosh  Jha", district="")]
    found = find_possible_duplicates(OwnChildren(), rows)
    assert codes(found, 2) == ["row 9"]
    assert codes(found, 9) == ["row 2"]
    assert 5 not in found


@pytest.mark.parametrize(
    "other", [{"gender": "girl"}, {"born": WrittenDate(2016, 1, 3)}, {"born": None}]
)
def test_a_namesake_in_the_file_with_another_sex_or_age_is_none(other: dict[str, Any]) -> None:
    rows = [row(1, "Santosh Jha", district=""), row(2, "Santosh Jha", district="", **other)]
    assert find_possible_duplicates(OwnChildren(), rows) == {}


def test_reasons_are_words_and_come_back_as_stored() -> None:
    [duplicate] = find_possible_duplicates(
        own(first={"name": "Santosh Jhaa"}), [row(1, "Santosh Jha")]
    )[1]
    text = describe_duplicate_reasons(duplicate.reasons)
    assert "same date of birth" in text
    assert "similar family name" in text
    again = PossibleDuplicate.from_stored(duplicate.to_stored())
    assert describe_duplicate_reasons(again.reasons) == text
    assert (again.code, again.file_id, again.rank) == ("first", duplicate.file_id, duplicate.rank)


def test_results_of_an_earlier_check_are_still_read() -> None:
    file_id = UUID(int=7)
    assert PossibleDuplicate.from_stored(["NP-7", str(file_id)]) == PossibleDuplicate(
        "NP-7", file_id
    )
