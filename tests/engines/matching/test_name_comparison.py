"""Pairs weighed one by one get the same result as in columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching.linking import explaining, model, name_comparison
from saathi.engines.matching.linking.name_comparison import ComparedPerson, build_person

NAMES = st.sampled_from([
    "", "  ", "1", "unknown", "Sunita", "Sunita Mahato", "सुनिता महतो", "সুনিতা মাহাতো", "Mahato Sunita", "Mst. Rahima Begum",
    "রহিমা", "Raheema Khatun", "Karim", "Karima", "Md. Abdul Karim", "Abdulkarim", "Rahim\tUddin", "Mahto Suneeta",
    "Pharuk", "Faruq", "Kavita", "Kabita", "Zia Ul", "Jeea ul",
])  # fmt: skip
RECORDS = st.fixed_dictionaries({
    "name": NAMES, "sex": st.sampled_from(["", "f", "m", "x"]), "father_name": NAMES, "mother_name": NAMES,
})  # fmt: skip


def _person(record: dict[str, str]) -> ComparedPerson:
    return build_person(record["name"], record["sex"], record["father_name"], record["mother_name"])


@given(RECORDS, st.lists(RECORDS, min_size=1, max_size=4), st.sampled_from(model.SHIPPED_MODELS))
def test_single_pair_scoring_equals_column_scoring(
    asked: dict[str, str], others: list[dict[str, str]], use: str
) -> None:
    weights = model.load_model(use)
    weigh = name_comparison.get_pair_scorer(weights, 20_000)
    mine = _person(asked)
    for other, told in zip(
        others, explaining.score_candidates(asked, others, weights, 20_000), strict=True
    ):
        said = weigh(name_comparison.compare_persons(mine, _person(other)))
        assert [(result.field, result.level, result.reason) for result in said] == [
            (contribution.field, contribution.level, contribution.reason)
            for contribution in told.contributions
        ]
        assert [entry.bits for entry in said] == pytest.approx(
            [item.bits for item in told.contributions], abs=0.011
        )


def test_model_with_frequencies_is_scored_in_columns() -> None:
    weights = model.load_model("tracing")
    assert name_comparison.is_model_usable(weights)
    weights.frequencies = {"given": {"sunita": 0.02}}
    assert not name_comparison.is_model_usable(weights)
