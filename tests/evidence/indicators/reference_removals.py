"""Children who left the country or were harmed by authorities, in plain Python, row by row."""

from collections import defaultdict

from tests.evidence.indicators.facts_rows import Row

HARMS = {"arrested", "detained", "charged", "deported", "pushed_back"}


def departures(made: dict[str, list[Row]]) -> list[Row]:
    """Handovers of authorised transfers, deportations and push-backs."""
    gone = [
        row | {"way": "transfer", "went": row["handed_over"]}
        for row in made["transfers"]
        if row["direction"] == "outgoing" and row["is_authorised"] and row["handed_over"]
    ]
    removed = [
        row | {"way": row["safeguard"], "went": row["happened"]}
        for row in made["safeguards"]
        if row["safeguard"] in {"deported", "pushed_back"}
    ]
    return gone + removed


def harmed_in_a_year(safeguards: list[Row]) -> list[Row]:
    """A child in a year, with each act of an authority once."""
    acts: dict[tuple[int, int | None], list[Row]] = defaultdict(list)
    for row in safeguards:
        if row["safeguard"] in HARMS:
            year = row["happened"].year if row["happened"] else None
            acts[row["child"], year].append(row)
    return [
        rows[0] | {"acts": sorted({row["safeguard"] for row in rows})} for rows in acts.values()
    ]
