"""Record linkage: levels as tables, plausible weights, whole files with known truth."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching import evaluating, generator
from saathi.engines.matching.linking import (
    comparing,
    dates,
    explaining,
    linkage,
    measures,
    missed_pairs,
    scoring,
    working_threshold,
)
from saathi.engines.matching.linking.fields import FIELDS, FIELDS_BY_NAME, MISSING
from saathi.engines.matching.linking.model import SHIPPED_MODELS, load_model
from saathi.engines.matching.linking.preparing import prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords, records_from_table
from tests.engines.examples import examples
from tests.engines.matching.registers import register

ROWS = (np.array([0]), np.array([1]))


def records(*rows: dict[str, str]) -> LinkageRecords:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return records_from_table(
        pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    )


def level(field: str, one: dict[str, str], other: dict[str, str]) -> str:
    found = int(comparing.compare_fields(prepare_records(records(one, other)), *ROWS)[field][0])
    return "missing" if found == MISSING else FIELDS_BY_NAME[field].levels[found].name


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("19120417", (1912, 4, 17)), ("2012-04-17", (2012, 4, 17)), ("2012-04-17 00:00:00", (2012, 4, 17)),
        ("17/04/2012", (2012, 4, 17)), ("4/17/2012", (2012, 4, 17)), ("17.4.12", (2012, 4, 17)), ("17-4-98", (1998, 4, 17)),
        ("২০১২-০৪-১৭", (2012, 4, 17)), ("2012", (2012, -1, -1)), ("2012.0", (2012, -1, -1)), ("2012-04", (2012, 4, -1)),
        ("19160017", (1916, -1, -1)), ("2012-04-00", (2012, 4, -1)), ("2012-00-00", (2012, -1, -1)), ("", (-1, -1, -1)), ("soon", (-1, -1, -1)), ("12", (-1, -1, -1)),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(written: str, meant: tuple[int, int, int]) -> None:
    assert dates.parse_date(written) == meant


IMPOSSIBLE_DATES = (
    "2012-13-45", "31/02/2012", "32 April 2012", "31 April 2012", "0000-00-00", "20121345", "12/2012/05", "2012-13",
    "29.02.2011", "31021998", "30-2-12", "1750-01-01", "3000", "9999-12-31", "99999999",
)  # fmt: skip


@pytest.mark.parametrize("written", IMPOSSIBLE_DATES)
def test_a_day_that_cannot_be_is_no_date(written: str) -> None:
    assert dates.parse_date(written) == dates.NO_DATE
    assert level("birth", {"birth_date": written}, {"birth_date": written}) == "missing"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("29/02/2012", (2012, 2, 29)), ("31 January 2012", (2012, 1, 31)), ("2012-12", (2012, 12, -1)),
        # Nepal's calendar and the two Hijri ones, as registers write them without a mark.
        ("2069-02-32", (2069, 2, 32)), ("1391/06/31", (1391, 6, 31)), ("1434-02-30", (1434, 2, 30)),
    ],
)  # fmt: skip
def test_the_last_days_of_months_are_dates(written: str, meant: tuple[int, int, int]) -> None:
    assert dates.parse_date(written) == meant


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2012-04-17", "17/04/2012", "same"), ("2012-04-07", "2012-07-04", "exchanged"),
        ("2012-04-17", "2012-04-11", "one_sign"), ("2012-04-17", "2021-04-17", "one_sign"),
        ("2012", "2012-04-17", "year_known"), ("2012", "2012", "year_known"), ("2012-04-17", "2012-04-28", "year_month"),
        ("2012-04-17", "2012-10-17", "year_day"), ("2012-04-17", "1999-04-17", "month_day"),
        ("2012-04-17", "2012-10-28", "year"), ("2012-04-17", "2013-10-28", "next_year"),
        ("2012-04-17", "2016-10-28", "few_years"), ("2012-04-17", "1950-10-28", "different"), ("2012-04-17", "", "missing"),
    ],
)  # fmt: skip
def test_levels_of_birth(one: str, other: str, expected: str) -> None:
    assert level("birth", {"birth_date": one}, {"birth_date": other}) == expected
    assert level("birth", {"birth_date": other}, {"birth_date": one}) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Rahim", "Khan"), ("Md. RAHIM", "Khan"), "same"), (("Rahim", "Khan"), ("Raheem", "Khan"), "heard"),
        (("Rahim", "Khan"), ("রহিম", "Khan"), "heard"), (("Rosaline", "Khan"), ("Rosalind", "Khan"), "close"),
        (("Rahim", "Khan"), ("Khan", "Rahim"), "exchanged"), (("Rahim", "Sarkar"), ("Sarkr", "Rahim"), "exchanged_close"),
        (("Rahim", "Khan"), ("Sunita", "Khan"), "different"), (("Rahim", "Khan"), ("", "Khan"), "missing"),
        (("Rahim", "Khan"), ("nan", "Khan"), "missing"), (("Pharuk", "Khan"), ("Faruq", "Khan"), "heard"),
        (("Kavita", "Khan"), ("Kabita", "Khan"), "heard"), (("Zia", "Khan"), ("Jeea", "Khan"), "heard"),
        (("Rani", "Khan"), ("Rina", "Khan"), "different"), (("Robee", "Khan"), ("Rubi", "Khan"), "sounds"),
        (("Pooja Nisha", "Das"), ("Puja", "Das"), "sounds"), (("Alee Husain", "Das"), ("Uli Husen", "Das"), "heard"),
        (("Alee Husain", "Das"), ("Uli Karim", "Das"), "different"),
        (("Sangita", "Paswan"), ("Passwan", "Songitaa"), "exchanged_close"),
        (("Sangita", "Paswan"), ("Passwan", "Sunita"), "different"),
    ],
)  # fmt: skip
def test_levels_of_names(one: tuple[str, str], other: tuple[str, str], expected: str) -> None:
    first, second = ({"given_name": names[0], "surname": names[1]} for names in (one, other))
    assert level("given", first, second) == expected
    assert level("given", second, first) == expected


def test_a_fathers_family_name_does_not_make_two_fathers_sound_alike() -> None:
    assert level("father", {"father_name": "Habib Khan"}, {"father_name": "Naim Khan"}) in {
        "resembles",
        "different",
    }


@pytest.mark.parametrize(
    ("field", "column", "one", "other", "expected"),
    [
        ("sex", "gender", "Female", "girl", "same"), ("sex", "sex", "2", "m", "different"), ("sex", "sex", "?", "m", "missing"),
        ("phone", "phone", "+91 98765 43210", "098765-43210", "same"), ("phone", "phone", "9876543210", "9876543219", "close"),
        ("house", "street_number", "12 A", "12a", "same"), ("place", "suburb", "North Hill", "northhill", "same"),
        ("place", "village", "Rampur", "Rampr", "close"),
        ("place", "village", "Navaharibari", "نوہربار", "close"), ("place", "village", "Rampur", "Rumpatha", "different"),
        ("place", "village", "Phulpoor", "Fulpur", "close"), ("place", "village", "ফুলপুর", "Phulpoor", "close"),
    ],
)  # fmt: skip
def test_levels_of_other_fields(
    field: str, column: str, one: str, other: str, expected: str
) -> None:
    assert level(field, {column: one}, {column: other}) == expected


def test_a_postcode_says_little_once_the_place_is_the_same() -> None:
    one, other = {"suburb": "Hill", "postcode": "1000"}, {"suburb": "Dale", "postcode": "1000"}
    assert level("postcode", one, one) == "same_within"
    assert level("postcode", one, other) == "same"


def test_a_full_name_is_parted() -> None:
    results = {"name": "Rahim Uddin Khan"}
    assert level("given", results, {"given_name": "", "name": "Rahim Uddin Sheikh"}) == "missing"
    assert level("family", results, {"name": "Karim Khan"}) == "same"


SAME = {"given_name": "Zulekha", "family_name": "Mirza", "sex": "f", "birth_date": "2012-04-17", "father_name": "Tarik",
        "place": "Rampur", "phone": "9876543210"}  # fmt: skip


@pytest.mark.parametrize("use", SHIPPED_MODELS)
def test_shipped_model_distinguishes_siblings(use: str) -> None:
    model = load_model(use)
    sister = SAME | {"given_name": "Hasina", "birth_date": "2015-10-02"}
    assert explaining.pair_probability(SAME, SAME, model) > 0.9
    assert explaining.pair_probability(SAME, sister, model) < 0.2
    assert model.use == use
    assert model.about["weights_from"]


@pytest.mark.parametrize("use", SHIPPED_MODELS)
def test_a_name_alone_never_suffices(use: str) -> None:
    names = {name: SAME[name] for name in ("given_name", "family_name", "father_name", "sex")}
    assert explaining.pair_probability(names, names, load_model(use), register_size=10) < 0.5


@pytest.mark.parametrize("field", ["sex", "birth_date", "place", "phone", "father_name"])
def test_contradiction_lowers_probability_without_excluding(field: str) -> None:
    model = load_model("duplicate")
    other = {
        "sex": "m",
        "birth_date": "1950-10-28",
        "place": "Xyz",
        "phone": "1111111111",
        "father_name": "Gopal",
    }
    contradicted = explaining.pair_probability(SAME, SAME | {field: other[field]}, model)
    assert explaining.pair_probability(SAME, SAME, model) > contradicted > 0.01


@pytest.mark.parametrize(
    "field", ["sex", "birth_date", "phone", "father_name", "given_name", "family_name"]
)
def test_a_missing_fact_never_lowers_more_than_another_one(field: str) -> None:
    model = load_model("duplicate")
    other = {"sex": "m", "birth_date": "1950-10-28", "phone": "1111111111", "father_name": "Gopal",
             "given_name": "Ut", "family_name": "Wo"}  # fmt: skip
    missing = explaining.pair_probability(SAME, SAME | {field: ""}, model)
    assert missing > explaining.pair_probability(SAME, SAME | {field: other[field]}, model)


def test_linkage_reasons_are_in_words_and_add_up() -> None:
    model = load_model("duplicate")
    other = SAME | {"birth_date": "2012-04-11", "place": "Dhanpur"}
    lines = {line.field: line for line in explaining.explain_pair(SAME, other, model)}
    assert lines["birth"].reason == "days of birth with one figure off or two exchanged"
    assert lines["given"].reason == "the same given name"
    assert lines["given"].bits > 0 > lines["place"].bits
    assert "mother" not in lines
    result, household = scoring.prior_probabilities(model, 1000, 1000 * 999 / 2)
    odds = (
        2.0
        ** sum(
            line.bits for line in explaining.explain_pair(SAME, other, model, register_size=1000)
        )
        * result
        / (1 - result - household)
    )
    assert odds / (1 + odds) == pytest.approx(
        explaining.pair_probability(SAME, other, model, register_size=1000), abs=0.01
    )


TEXTS = st.sampled_from(
    ["", "Rahim", "Raheem", "রহিম", "Karim", "Khan", "Ram", "Xu", "राम", "Sita Devi", "?", "12"]
)
ROW = st.fixed_dictionaries({
    "given_name": TEXTS, "family_name": TEXTS, "father_name": TEXTS, "place": TEXTS, "district": TEXTS,
    "sex": st.sampled_from(["f", "m", ""]),
    "birth_date": st.sampled_from(["", "2012", "2012-04-05", "2012-05-04", "2012-01-01", "2013-01-01", "bad"]),
    "phone": st.sampled_from(["", "9876543210", "9876543211"]),
    "postcode": st.sampled_from(["", "1000", "1001"]),
})  # fmt: skip


@examples(60, deadline=None)
@given(ROW, ROW, st.sampled_from(SHIPPED_MODELS))
def test_probability_is_symmetric_and_lies_between_0_and_1(
    one: dict[str, str], other: dict[str, str], use: str
) -> None:
    model = load_model(use)
    there, back = (
        explaining.pair_probability(one, other, model),
        explaining.pair_probability(other, one, model),
    )
    assert 0 <= there <= 1
    assert there == pytest.approx(back, abs=1e-9)
    assert len(explaining.explain_pair(one, other, model)) <= len(FIELDS) + 2


def test_one_record_is_scored_against_many_as_it_is_alone() -> None:
    model = load_model("tracing")
    others = [SAME, SAME | {"place": "Dhanpur"}, SAME | {"given_name": "", "birth_date": ""}]
    together = [found.probability for found in explaining.score_candidates(SAME, others, model)]
    assert together == pytest.approx(
        [explaining.pair_probability(SAME, other, model) for other in others]
    )
    assert explaining.score_candidates(SAME, [], model) == []


@pytest.fixture(scope="module")
def made() -> tuple[list[dict[str, str]], list[int]]:
    return register(1200, seed=3)


@pytest.mark.slow
def test_duplicates_are_found_in_an_unseen_register(
    made: tuple[list[dict[str, str]], list[int]],
) -> None:
    rows, children = made
    figures = evaluating.evaluate_model(evaluating.labelled_from_rows(rows, children), None, 0.5)
    assert figures["found"]["precision"] >= 0.98
    assert figures["found"]["recall"] >= 0.97
    assert figures["ranking"]["R@5"] >= 0.97


@pytest.mark.slow
def test_two_files_are_linked(made: tuple[list[dict[str, str]], list[int]]) -> None:
    rows, children = made
    left = [at for at in range(len(rows)) if at % 2]
    right = [at for at in range(len(rows)) if not at % 2]
    links = linkage.link_records(
        records(*(rows[at] for at in left)), records(*(rows[at] for at in right))
    )
    found = [
        children[left[a]] == children[right[b]] for a, b in zip(links.one, links.other, strict=True)
    ]
    true = sum(children[a] == children[b] for a in left for b in right)
    assert sum(found) / len(found) >= 0.97
    assert sum(found) / true >= 0.95


@pytest.mark.slow
def test_the_order_of_the_rows_changes_nothing(
    made: tuple[list[dict[str, str]], list[int]],
) -> None:
    rows, _ = made
    order = list(range(len(rows)))
    random.Random(5).shuffle(order)
    model = load_model("duplicate")
    straight = linkage.link_records(records(*rows), model=model)
    mixed = linkage.link_records(records(*(rows[at] for at in order)), model=model)

    def pairs(links: linkage.LinkedPairs, places: list[int]) -> dict[frozenset[int], float]:
        return {frozenset((places[a], places[b])): round(float(p), 6)
                for a, b, p in zip(links.one, links.other, links.probability, strict=True)}  # fmt: skip

    assert pairs(straight, list(range(len(rows)))) == pairs(mixed, order)


@pytest.mark.slow
def test_registrations_in_several_scripts_are_found() -> None:
    labelled = generator.generate_records(2500, seed=11)
    figures = evaluating.evaluate_model(
        evaluating.labelled_from_rows(labelled.rows, labelled.children), None, 0.5
    )
    assert figures["found"]["precision"] >= 0.88
    assert figures["found"]["recall"] >= 0.85
    assert figures["ranking"]["R@5"] >= 0.95
    assert set(figures["groups"]) == {"sex", "script", "religion", "country"}


def test_files_without_common_records_give_no_links() -> None:
    assert len(linkage.link_records(records({"given_name": "Asha", "sex": "f"})).one) == 0
    strangers = [{"given_name": name, "birth_date": f"20{10 + at}-0{at + 1}-1{at}", "sex": "f"}
                 for at, name in enumerate(["Asha", "Binita", "Chandra", "Durga"])]  # fmt: skip
    assert len(linkage.link_records(records(*strangers)).one) == 0


def test_a_gap_of_more_than_five_points_is_named() -> None:
    table = {
        "f": {"pairs": 100, "recall": 0.9},
        "m": {"pairs": 100, "recall": 0.96},
        "x": {"pairs": 3, "recall": 0.0},
    }
    assert [str(gap) for gap in measures.find_fairness_gaps({"sex": table})] == [
        "sex f: recall 0.900, 6.0 points below m (0.960)."
    ]


def test_group_gap_is_explained_by_its_missed_pairs() -> None:
    """Of ten children of each script, four of Bengali have two family names, one has nothing in common."""
    rows, persons, scripts = [], [], []
    for number in range(20):
        bengali = number < 10
        given, family = f"Asha{'bcdfghjkmnpqrstvwxyz'[number]}ini", "Mahato"
        again = {"given_name": given, "family_name": family, "birth_date": "2012-04-17"}
        if bengali and number < 4:
            again["family_name"] = "Zulqarnain"
        if bengali and number == 9:
            again = {"given_name": "Ujjwal", "family_name": "Ostrowski", "birth_date": "1999-09-09"}
        rows += [{"given_name": given, "family_name": family, "birth_date": "2012-04-17"}, again]
        persons += [number, number]
        scripts += ["bengali" if bengali else "latin"] * 2
    model = load_model("duplicate")
    links = linkage.link_records(records(*rows), None, model, threshold=0.0)
    scored = measures.ScoredPairs(
        links.one, links.other, links.probability, np.array(persons, dtype=np.int64)
    )
    lost = missed_pairs.find_missed_pairs(records(*rows), scored, model, 1.0)
    told = lost.count_reasons(scripts, "bengali")
    assert told["another family name"] == 8, "both ends of each of four pairs"
    assert told[missed_pairs.NOT_COMPARED] == 2
    ends = {"bengali": 20, "latin": 20}
    said = missed_pairs.explain_group_gap(lost, scripts, ("bengali", "latin"), ends)
    assert "another family name (40.0 % of pairs, 0.0 % there)" in said
    assert "no key is shared (10.0 % of pairs, 0.0 % there)" in said
    same = missed_pairs.explain_group_gap(lost, scripts, ("latin", "latin"), ends)
    assert same.startswith("Missed for the same reasons")


@pytest.mark.parametrize(
    ("probability", "records", "expected"),
    [
        ([], 100, 0.5),  # nothing found: nothing is wrong
        ([0.999] * 10, 10_000, 0.5),
        ([0.6] * 100, 1_000, 0.61),  # each is wrong four times in ten: none is worked with
        ([0.6] * 5, 1_000, 0.5),  # four records of a thousand
        ([0.6] * 7, 1_000, 0.5),  # at the edge: 5.6 of a thousand, 6 are borne
        ([0.6] * 8, 1_000, 0.61),  # 6.4 of a thousand
        ([0.9] * 1_000, 1_000, 0.91),
        ([0.94] * 1_000_000, 1_000, 0.95),  # never higher: a person decides
    ],
)
def test_learned_threshold_allows_few_wrong_persons(
    probability: list[float], records: int, expected: float
) -> None:
    assert working_threshold.find_working_threshold(np.array(probability), records) == expected


@pytest.mark.parametrize("seed", [21, 22])
def test_where_the_child_is_absent_a_wrong_one_seldom_ranks_first(seed: int) -> None:
    made = generator.generate_records(4_000, seed)
    figures = evaluating.evaluate_model(
        evaluating.labelled_from_rows(made.rows, made.children), None, None
    )
    assert figures["ranking"]["wrong_first_when_absent"] <= working_threshold.MAX_WRONG_FIRST
    assert figures["found"]["precision"] >= 0.99
    assert figures["found"]["recall"] >= 0.75  # it is not reached by finding no one
