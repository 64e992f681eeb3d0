"""Children who moved are found in the registers of the benchmark's generator."""

import csv
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench import generate_moves
from bench.linking_moves import recall_at, truth_of
from saathi.engines.matching.command import main


@pytest.mark.parametrize("model", ["duplicate", "auto"])
def test_children_who_moved_are_found_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    path = tmp_path / "records.parquet"
    pq.write_table(generate_moves.generate(4_000, 301), path)
    truth = truth_of(path)
    assert main(["link", str(path), "--model", model, "--quiet"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    found = {(min(pair), max(pair)) for pair in ((row["id_a"], row["id_b"]) for row in rows)}
    shares = recall_at(found, truth)
    assert shares["different"] > 0.85
    assert shares["equal"] > 0.95
    assert len(found & truth.pairs) / len(found) > 0.98
