"""A father who is written with the family name: two strangers of one family agree in it by chance."""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from saathi.engines.matching.linking import name_comparison, scoring, training
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME
from saathi.engines.matching.linking.model import LinkageModel, initial_model, model_from_json
from saathi.engines.matching.linking.preparing import PreparedRecords, prepare_records
from saathi.engines.matching.linking.record_files import records_from_table

FATHERS = ("Rahim", "Karim", "Salim", "Nadim", "Hamid", "Tarik", "Jamal", "Faruk")
FAMILIES = ("Khan", "Sarkar", "Mondal", "Ghosh", "Lodi", "Pathan", "Gazi", "Malik")


def register(*, has_family_name: bool) -> PreparedRecords:
    """Children born years apart, of every father in every family, in as many places."""
    rows = []
    for number, (father, family, year) in enumerate(
        itertools.product(FATHERS, FAMILIES, range(2000, 2024, 2))
    ):
        name = f"{father} {family}" if has_family_name else father
        born, place = f"{year}-05-{1 + number % 28:02}", f"Village {number}"
        rows.append({"surname": family, "father_name": name, "birth_date": born, "place": place})
    return prepare_records(records_from_table(pa.Table.from_pylist(rows)))


def learned(*, has_family_name: bool) -> LinkageModel:
    prepared = register(has_family_name=has_family_name)
    return training.learn_chance_agreement(prepared, initial_model())


def test_a_father_with_the_family_name_tells_less_among_people_of_that_name() -> None:
    assert learned(has_family_name=False).with_family["father"] < 0.3
    # One of eight fathers among people of one family name, one of sixty-four among all.
    assert learned(has_family_name=True).with_family["father"] == pytest.approx(3, abs=0.4)


def test_the_bits_of_one_family_are_subtracted_from_a_whole_name_only() -> None:
    model = initial_model()
    model.with_family = {"father": 3.0}
    same, sounds = 0, FIELDS_BY_NAME["father"].level("sounds")
    different = FIELDS_BY_NAME["family"].level("different")

    def total(family: int, father: int) -> float:
        weigh = name_comparison.get_pair_scorer(model, 10_000)
        return sum(
            line.bits for line in weigh((same, family, same, father, 15)) if line.field == "names"
        )

    assert total(same, same) == pytest.approx(-3.0)
    assert total(same, sounds) == pytest.approx(0.0)
    assert total(different, same) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("by_given", "given", "bits"), [(1.6, "same", 3.0), (4.0, "same", 4.0), (4.0, "different", 3.0)]
)
def test_of_given_and_family_name_the_larger_counts_against_a_parent(
    by_given: float, given: str, bits: float
) -> None:
    model = initial_model()
    model.with_family, model.together = {"father": 3.0}, {"father": by_given}
    level = FIELDS_BY_NAME["given"].level(given)
    weigh = name_comparison.get_pair_scorer(model, 10_000)
    lines = [line.bits for line in weigh((level, 0, 0, 0, 15)) if line.field == "names"]
    levels = {
        name: np.array([at], np.uint8)
        for name, at in (("given", level), ("family", 0), ("father", 0))
    }
    assert sum(lines) == pytest.approx(-bits)
    assert scoring.chance_agreement_bits(model, levels, 1) == pytest.approx(bits)


def test_a_model_file_from_before_the_level_heard_weighs_as_it_did() -> None:
    written = initial_model().as_json()
    for group in ("matches", "household", "others"):
        for shares in written[group].values():
            if "heard" in shares:
                shares["sounds"] += shares.pop("heard")
    model = model_from_json(written)
    field = FIELDS_BY_NAME["given"]
    heard, sounds = field.level("heard"), field.level("sounds")
    bits = model.level_bits("given")[0]
    assert bits[heard] == pytest.approx(bits[sounds])
    assert model.matches["given"].sum() - model.matches["given"][1] == pytest.approx(1.0)
