"""Children who moved: what the family tells outweighs the district, and siblings stay two children."""

import csv
import io
from pathlib import Path

import pytest

from saathi.engines.matching import generator
from saathi.engines.matching.command import main
from saathi.engines.matching.linking import explaining
from saathi.engines.matching.linking.fields import FIELDS, AgreementGroup
from saathi.engines.matching.linking.model import load_model

CHILD = {"given_name": "Zulekha", "family_name": "Mirza", "sex": "f", "birth_date": "2012",
         "father_name": "Tarik", "mother_name": "Hasina", "siblings": "Rubina; Salman",
         "languages": "Sindhi; Urdu", "village": "Rampur", "district": "Dadu"}  # fmt: skip
ELSEWHERE = {"village": "Korangi", "district": "Karachi"}
FAMILY = ("father_name", "mother_name", "siblings", "languages")


def chance(other: dict[str, str], one: dict[str, str] = CHILD) -> float:
    return explaining.pair_probability(one, other, load_model("duplicate"), 100_000)


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in (CHILD | ELSEWHERE).items() if name not in names}


def test_family_birth_and_languages_outweigh_the_district() -> None:
    assert chance(CHILD | ELSEWHERE) > 0.95
    assert chance(without(*FAMILY)) < 0.5, "the name, the sex and the year alone do not"


@pytest.mark.parametrize("name", FAMILY)
def test_each_fact_of_the_family_speaks_for_the_child(name: str) -> None:
    others = [fact for fact in FAMILY if fact != name]
    assert chance(without(*others)) > chance(without(*FAMILY))


@pytest.mark.parametrize(
    ("kept", "can_exceed"),
    [((), False), (("father_name",), False), (("father_name", "mother_name"), True)],
)
def test_two_parents_are_more_than_a_name_and_one_is_not(
    kept: tuple[str, ...], can_exceed: bool
) -> None:
    names = {name: CHILD[name] for name in ("given_name", "family_name", *kept)}
    probability = explaining.pair_probability(names, names, load_model("duplicate"), 200)
    assert (probability > 0.4) is can_exceed


def test_two_who_name_each_other_are_siblings() -> None:
    younger = {"given_name": "Zulekhi", "birth_date": "2013-05-02"}
    sister = CHILD | younger | {"siblings": "Zulekha; Rubina; Salman"}
    also = CHILD | {"siblings": "Zulekhi; Rubina; Salman"}
    assert chance(sister, also) < 0.1
    assert chance(sister | {"siblings": "Rubina; Salman"}, CHILD) > 3 * chance(sister, also)
    lines = explaining.explain_pair(also, sister, load_model("duplicate"))
    said = next(line for line in lines if line.field == "siblings")
    assert said.reason == "one is named among the siblings of the other"
    assert said.bits < 0


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Rubina; Salman", "salman, rubeena", "several"), ("Rubina and Salman", "Salman/Omar", "one"),
        ("Rubina", "Omar", "none"), ("رُبینہ", "Rubina", "one"),
    ],
)  # fmt: skip
def test_lists_of_siblings_are_compared_by_sound(one: str, other: str, level: str) -> None:
    lines = explaining.explain_pair(
        CHILD | {"siblings": one}, CHILD | {"siblings": other}, load_model("duplicate")
    )
    assert next(line.level for line in lines if line.field == "siblings") == level


@pytest.mark.parametrize("nothing", ["", "unknown", "-", " ; "])
def test_a_list_that_names_no_one_says_nothing(nothing: str) -> None:
    lines = explaining.explain_pair(CHILD | {"siblings": nothing}, CHILD, load_model("duplicate"))
    assert "siblings" not in {line.field for line in lines}


def test_levels_of_all_fields_fit_in_one_number() -> None:
    levels = sum(len(field.levels).bit_length() for field in FIELDS)
    assert levels + 4 * len(AgreementGroup) <= 64


def test_a_shipped_model_is_adapted_to_the_names_of_a_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In many records it is counted how often strangers agree; among few, nothing is changed."""
    made = generator.generate_records(2_500, 5)
    figures = []
    for count in (1_500, 2_500):
        path = tmp_path / f"{count}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, ["id", *made.rows[0]])
            writer.writeheader()
            for at, row in enumerate(made.rows[:count]):
                writer.writerow({"id": str(at)} | row)
        options = [
            "--model",
            "duplicate",
            "--threshold",
            "0.8",
            "--quiet",
            "--map",
            "district_code=ignore",
        ]
        assert main(["link", str(path), *options]) == 0
        pairs = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        same = sum(made.children[int(p["id_a"])] == made.children[int(p["id_b"])] for p in pairs)
        figures.append(same / len(pairs))
    assert min(figures) > 0.97
