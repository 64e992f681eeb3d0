"""Parts of the run without a database: rows of a child, clusters, the machine's sentences."""

import uuid

import pytest

from saathi.protection.identification.matches.clusters import changed_clusters
from saathi.protection.identification.matches.queries import MatchQueueKey
from saathi.protection.identification.matches.records import MatchChildFacts, build_match_rows
from saathi.protection.identification.matches.wording import machine_assessment_sentences

GIRL = MatchChildFacts("girl", (2011, 2013), "NP-DHA")


def names(*told: tuple[str, str], **more: str) -> dict[str, object]:
    return {"names": [{"kind": kind, "text": text} | more for kind, text in told]}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("given", "Sunita Mahato")], [("Sunita", "Mahato")]),
        ([("given", "Sunita"), ("family", "Mahato")], [("Sunita", "Mahato")]),
        ([("given", "Sunita")], [("Sunita", None)]),
        ([("pet", "Munni"), ("given", "Sunita Mahato")], [("Sunita", "Mahato"), ("Munni", None)]),
        ([], [(None, None)]),
        ([("given", name) for name in "ABCDE"], [("A", None), ("B", None), ("C", None)]),
    ],
)
def test_a_child_is_compared_by_each_name(
    told: list[tuple[str, str]], expected: list[tuple[str | None, str | None]]
) -> None:
    assert [row[:2] for row in build_match_rows(GIRL, names(*told), {})] == expected


def test_a_name_recorded_by_mistake_finds_no_match() -> None:
    (row,) = build_match_rows(GIRL, names(("given", "Sunita"), whose="not_hers"), {})
    assert row[0] is None


def test_match_row_fields_besides_names() -> None:
    opened = names(("given", "Sunita"), ("father", "Ram"), ("mother", "Sita"))
    opened |= {"phones": "+977 984 1000000, 01-555", "address": "House 7"}
    (row,) = build_match_rows(GIRL, opened, {})
    assert row == ("Sunita", None, "f", "2012", "Ram", "Sita", "+977 984 1000000", "Dhanusha")


def test_a_birth_known_to_the_day_goes_before_the_years() -> None:
    day = {"born": {"earliest": "2012-04-17", "latest": "2012-04-17"}}
    year = {"born": {"earliest": "2012-01-01", "latest": "2012-12-31"}}
    assert build_match_rows(GIRL, {}, day)[0][3] == "2012-04-17"
    assert build_match_rows(GIRL, {}, year)[0][3] == "2012"
    assert build_match_rows(MatchChildFacts("not_said", (None, None), ""), {}, {})[0][2:4] == (
        None,
        None,
    )


def test_pairs_that_share_a_record_hang_together_and_are_called_by_the_earliest() -> None:
    a, b, c, d, e = (uuid.UUID(int=n) for n in range(1, 6))
    first, second, apart = (uuid.UUID(int=n) for n in range(10, 13))
    rows = [(first, a, b, first), (second, b, c, second), (apart, d, e, apart)]
    assert changed_clusters(rows) == {second: first}
    assert changed_clusters([(first, a, b, first), (second, b, c, first)]) == {}
    assert changed_clusters([(second, b, c, first)]) == {second: second}, "parted again"
    assert changed_clusters([]) == {}


def test_the_machine_speaks_in_words() -> None:
    lines = [
        ["given", "sounds", 1],
        ["birth", "same", 1],
        ["place", "different", -1],
        ["sex", "same", 0],
    ]
    assert machine_assessment_sentences(lines) == [
        "For: the name, the age.",
        "Against: the home district.",
        "Not conclusive: gender.",
    ]
    assert machine_assessment_sentences([["names", "together", 1]]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1_2",
        "1_nan_x",
        "9_9_9_9",
        "0_1e400_00000000-0000-0000-0000-000000000000",
        "3_0_00000000-0000-0000-0000-000000000000",
        "٠_0_00000000-0000-0000-0000-000000000000",
        "9" * 4400 + "_0_00000000-0000-0000-0000-000000000000",
    ],
)
def test_invalid_queue_key_shows_the_first_page(text: str) -> None:
    assert MatchQueueKey.parse(text) is None
