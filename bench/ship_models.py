"""Writes the models that ship, from invented registrations and from judgement. Run: `python -m bench.ship_models`.

`duplicate` is learned, without known pairs, on 30,000 invented registrations of four countries. The other two begin there and are
bent by judgement, each change below with its reason; to be replaced by weights from real, reviewed pairs. None of them has seen FEBRL.
"""

from dataclasses import replace
from pathlib import Path

from saathi.engines.matching import evaluating, generator
from saathi.engines.matching.linking import candidates, linkage, model
from saathi.engines.matching.linking.fields import FIELDS_BY_NAME
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.linking.preparing import prepare_records

OUT = Path(model.__file__).parent / "models"
RECORDS, SEED = 30_000, 7


def learned() -> tuple[LinkageModel, evaluating.LabelledRecords]:
    made = generator.generate_records(RECORDS, SEED)
    labelled = evaluating.labelled_from_rows(made.rows, made.children)
    prepared = prepare_records(labelled.records)
    rows = candidates.find_candidates(prepared, print)
    pairs = linkage.compare_pairs(prepared, rows)
    return linkage.learn_model(prepared, pairs, rows, print), labelled


def bent(start: LinkageModel, **changes: dict[str, float]) -> LinkageModel:
    """The model with some shares among pairs of one person changed."""
    matches = dict(start.matches)
    for name, levels in changes.items():
        field, shares = FIELDS_BY_NAME[name], matches[name].copy()
        for level, share in levels.items():
            shares[field.level(level)] = share
        matches[name] = model.normalise_shares(field, shares)
    return replace(start, matches=matches)


def main() -> None:
    duplicate, labelled = learned()
    figures = evaluating.evaluate_model(labelled, replace(duplicate, frequencies={}), 0.5)["found"]
    about = {
        "weights_from": f"learned on {RECORDS} invented registrations (seed {SEED}), bench/ship_models.py",
        "made_on": "2026-11-24",
        "evaluation": {name: round(share, 4) for name, share in figures.items()}
        | {"on": "the same invented registrations"},
    }
    # At .8 another child is first in less than one of a hundred where the child is absent (docs/linking.md).
    duplicate = replace(
        duplicate,
        matches_a_record=0.1,
        household_a_record=0.5,
        moved=0.1,
        threshold=0.8,
        about=about,
    )
    duplicate.save_to(OUT / "duplicate.json")
    # A family states an age of years ago, a shelter estimates another; a child far from home lives elsewhere, may use another name
    # and be asked to; few missing children are in the register at all.
    tracing = bent(
        duplicate,
        birth={
            "same": 0.15,
            "year_known": 0.15,
            "year": 0.2,
            "next_year": 0.2,
            "few_years": 0.2,
            "different": 0.05,
        },
        given={"different": 0.12},
        family={"different": 0.15},
    )
    note = about | {
        "weights_from": about["weights_from"] + "; ages, names and places bent by judgement",
        "evaluation": "none",
    }
    replace(
        tracing, use="tracing", moved=0.6, matches_a_record=0.02, threshold=0.5, about=note
    ).save_to(OUT / "tracing.json")
    # Of a person alleged or a phone seen before: no birth to rely on, and an error accuses a person wrongly.
    repeat = bent(duplicate, birth={"different": 0.1, "few_years": 0.2, "year": 0.2})
    replace(
        repeat, use="repeat", moved=0.4, matches_a_record=0.02, threshold=0.9, about=note
    ).save_to(OUT / "repeat.json")


if __name__ == "__main__":
    main()
