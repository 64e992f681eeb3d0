"""Orders before which best interests were formally considered, in plain Python."""

from tests.evidence.indicators.facts_rows import Facts, Row


def is_considered(facts: Facts, order: Row) -> bool:
    """Whether an assessment was agreed, or best interests determined, by the month of the order."""
    agreed = [row for row in facts["facts_best_interests"] if row["state"] == "agreed"]
    days = [row["assessed"] for row in agreed if row["child"] == order["child"]]
    decided = facts["facts_determination"]
    days += [row["decided"] for row in decided if row["child"] == order["child"]]
    made = order["made"]
    return made is not None and any(day is not None and day <= made for day in days)
