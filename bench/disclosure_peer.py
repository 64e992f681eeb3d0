"""Protects one table with pytauargus; run by bench/disclosure.py with a Python that has it.

Reads {"rows": [[code, ..., count], ...], "rule": ...} and writes {"seconds": ..., "hidden": [[code, ...]]}.
"""

import json
import sys
import tempfile
import time

from pytauargus import protect  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    task = json.load(sys.stdin)
    rows = task["rows"]
    names = [f"d{place}" for place in range(len(rows[0]) - 1)]
    # The engine reads fixed columns: codes without spaces, all of one width.
    codes = [sorted({row[place] for row in rows} - {"Total"}) for place in range(len(names))]
    micro: dict[str, list[object]] = {name: [] for name in [*names, "one"]}
    for *cell, count in rows:
        if "Total" not in cell:
            for place, name in enumerate(names):
                micro[name] += [f"c{codes[place].index(cell[place]):04d}"] * count
            micro["one"] += [1.0] * count
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        result = protect(
            micro,
            names,
            response="one",
            safety_rules=task["rule"],
            suppress="OPT(1)",
            workdir=folder,
        )
        seconds = time.process_time() - start
        table = result.tables[0]
        frame, status = table.dataframe(), table.status()
        # Without pandas it is a list of records.
        records = frame if isinstance(frame, list) else frame.to_dict("records")
    hidden = []
    for number, each in enumerate(status):
        if each not in {"S", "E"}:
            cell = [str(records[number][name]) for name in names]
            hidden.append(
                [
                    code if code == "Total" else codes[place][int(code[1:])]
                    for place, code in enumerate(cell)
                ]
            )
    json.dump({"seconds": seconds, "hidden": hidden}, sys.stdout)


if __name__ == "__main__":
    main()
