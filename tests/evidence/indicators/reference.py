"""The numbers by plain Python, row by row: slow, and readable without SQL.

Written independently of the SQL of the steps. Episodes are read by the rules of the domain itself.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from saathi.evidence.indicators.conditions import (
    AllConditions,
    AnyCondition,
    ColumnCondition,
    ColumnTest,
    Condition,
    NegatedCondition,
)
from saathi.evidence.indicators.definition import Indicator
from saathi.participation.vocabulary import HelpTheme
from saathi.people.identity.vocabulary import RiskFactor
from saathi.protection.identification.trafficking.exploitation_codes import exploitation_categories
from saathi.protection.identification.trafficking.rules import (
    CountryRoles,
    classify_trafficking,
    find_country_roles,
    find_recorded_harm,
)
from saathi.protection.identification.trafficking.vocabulary import ExploitationPurpose
from tests.evidence.indicators.best_interests import is_considered
from tests.evidence.indicators.facts_rows import Facts, Row
from tests.evidence.indicators.reference_ages import band, band_in
from tests.evidence.indicators.reference_removals import departures, harmed_in_a_year
from tests.evidence.indicators.routes import (
    REGION,
    flows_of,
    legs_of,
    read_episode,
    roles_of,
    sale_of,
)

type Key = tuple[str, int, str, str]  # country, year, dimension, category
type Numbers = dict[Key, tuple[int, int | None]]


def holds(condition: Condition, row: Row) -> bool:
    match condition:
        case AllConditions(parts):
            return all(holds(part, row) for part in parts)
        case AnyCondition(parts):
            return any(holds(part, row) for part in parts)
        case NegatedCondition(part):
            return not holds(part, row)
        case ColumnCondition(column, test, values):
            value = row[column]
            if test == ColumnTest.IS_KNOWN or value is None:
                return value is not None and test == ColumnTest.IS_KNOWN
            return {
                ColumnTest.IS_TRUE: lambda: value is True,
                ColumnTest.ONE_OF: lambda: value in values,
                ColumnTest.AT_MOST: lambda: value <= values[0],
                ColumnTest.AT_LEAST: lambda: value >= values[0],
                ColumnTest.HOLDS: lambda: bool(set(value) & set(values)),
            }[test]()
    raise TypeError(condition)


def numbers(indicator: Indicator, frames: dict[str, list[Row]]) -> Numbers:
    """Each number of the indicator: by country or for all, by year, total and by category."""
    among: Counter[Key] = Counter()
    counted: Counter[Key] = Counter()
    for row in frames[indicator.frame]:
        if not holds(indicator.among, row):
            continue
        year = row[indicator.when].year if row[indicator.when] else 0
        parts = [("", "")]
        for dimension in indicator.by:
            value = row[dimension.frame_column]
            values = [value] if dimension.do_sums_hold else sorted(set(value)) or [None]
            parts += [(dimension.name, category_of(v)) for v in values]
        is_part = indicator.counts is not None and holds(indicator.counts, row)
        for dimension_name, category in parts:
            for country in ("", row["country"] or "XXX"):
                key = (country, year, dimension_name, category)
                among[key] += 1
                counted[key] += is_part
    share = indicator.counts is not None
    return {key: (n, counted[key] if share else None) for key, n in among.items()}


def category_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "not_known" if value in {None, ""} else str(value)


def frames(facts: Facts) -> dict[str, list[Row]]:
    """The frames of the indicators, made from facts."""
    children = {row["child"]: row for row in _children(facts)}
    made = {
        "children": list(children.values()),
        "reports": [_report(row) for row in facts["facts_report"]],
        "missing": [_report(row) for row in facts["facts_missing"]],
        "roles": roles_of(facts, children),
        "flows": flows_of(facts, children),
    }
    events = {
        "cases": "case", "dues": "due", "visits": "visit", "closings": "closing", "plans": "plan",
        "goals": "goal", "decisions": "decision", "consents": "consent", "orders": "order",
        "limits": "limit", "safeguards": "safeguard", "findings": "status", "referrals": "referral",
        "sessions": "support_session", "origin_contacts": "origin_contact",
        "verifications": "verification", "searches": "tracing", "returns": "reunification",
        "transfers": "transfer", "measures": "measure", "hearings": "hearing",
        "proceedings": "proceeding", "charges": "charge", "testimonies": "testimony",
        "reintegrations": "reintegration", "livelihoods": "livelihood_effect", "placements": "placement",
        "facility_placements": "facility_placement", "threats": "threat", "protections": "protection",
    }  # fmt: skip
    for frame, view in events.items():
        made[frame] = [_event(row, children) for row in facts[f"facts_{view}"]]
    accused = {row["child"] for row in facts["facts_proceeding"] if row["kind"] == "criminal"}
    made["pursued"] = [
        row | {"has_complaint": row["child"] in accused}
        for row in made["children"]
        if row["is_trafficked"] and row["is_counted"]
    ]
    counted = (row for row in facts["facts_opinion"] if row["is_counted"])
    made["opinions"] = [_event(row, children) for row in counted]
    made["voices"] = _voices(facts, children)
    made["backgrounds"] = _backgrounds(facts, children)
    for frame, name in (("orders", "heard"), ("referrals", "papers")):
        for row in made[frame]:
            row[name] = None if row[name] == "not_known" else row[name]
    for row in made["orders"]:
        row["is_considered"] = is_considered(facts, row)
    made["departures"] = departures(made)
    made["harmed"] = [_event(row, children) for row in harmed_in_a_year(facts["facts_safeguard"])]
    made["closings"] = [row for row in made["closings"] if row["is_closed"]]
    return made


def _event(row: Row, children: dict[int, Row]) -> Row:
    child = children.get(row["child"], {})
    mine = {name: value if value != "" else None for name, value in row.items()}
    own_country = mine.get("country")
    from_child = ("sex", "age", "national", "nationality_region", "form")
    return (
        mine
        | {name: child.get(name) for name in from_child}
        | {"country": own_country or child.get("country")}
    )


def _backgrounds(facts: Facts, children: dict[int, Row]) -> list[Row]:
    """Children who were asked: each factor by itself, "not known" and "not asked" as None."""
    lists = {"yes": "present", "no": "absent", "chose_not": "withheld"}
    rows = []
    for row in facts["facts_background"]:
        if row["child"] not in children:
            continue
        lists_of_child = {
            name: row[name] if row[name] not in {"", "not_known"} else None
            for name in ("lived_with", "schooling", "lived_from")
        }
        answers = {
            factor.value: next(
                (answer for answer, name in lists.items() if factor in row[name]), None
            )
            for factor in RiskFactor
        }
        rows.append(children[row["child"]] | lists_of_child | answers | {"factors": row["present"]})
    return rows


def _voices(facts: Facts, children: dict[int, Row]) -> list[Row]:
    """Children who consented to statistics on their statements; a child's statements count together."""
    voice_rows = []
    for child, rows in _of(r for r in facts["facts_themes"] if r["is_counted"]).items():
        if child not in children:
            continue
        opinions = {
            name: sorted({code for row in rows for code in row[name]})
            for name in ("helped", "hurt", "missed", "wants", "refuses", "risks")
        }
        placed = [row for row in rows if row["risks"] and row["district"]]
        latest = max(placed, key=lambda row: (row["said"], row["record"]), default=None)
        voice_rows.append(
            children[child]
            | opinions
            | {f"of_{theme.value}": _view(theme.value, opinions) for theme in HelpTheme}
            | {
                "said": min(row["said"] for row in rows),
                "risk_district": latest["district"] if latest else None,
                "spoke_of_help": bool(opinions["helped"] or opinions["hurt"] or opinions["missed"]),
                "spoke_of_ways": bool(opinions["wants"] or opinions["refuses"]),
                "spoke_of_risks": bool(opinions["risks"]),
            }
        )
    return voice_rows


def _view(theme: str, opinions: Row) -> str | None:
    if theme in opinions["helped"]:
        return "both" if theme in opinions["hurt"] else "helped"
    return (
        "hurt" if theme in opinions["hurt"] else "missed" if theme in opinions["missed"] else None
    )


def _report(row: Row) -> Row:
    values = {name: value if value != "" else None for name, value in row.items()}
    return values | {
        "sex": None if row["gender"] == "not_said" else values["gender"],
        "age": band(row["age_low"], row["age_high"]),
    }


def _of(rows: Iterable[Row]) -> dict[int, list[Row]]:
    rows_by_child: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        rows_by_child[row.get("child", 0)].append(row)  # a missing child may have no file
    return rows_by_child


def _children(facts: Facts) -> list[Row]:
    of = {view: _of(rows) for view, rows in facts.items()}
    # A pair belongs to both of its children.
    for pair in facts["facts_match"]:
        of["facts_match"][pair["other"]].append(pair)
    return [
        _child(row, {view: by[row["child"]] for view, by in of.items()})
        for row in facts["facts_child"]
    ]


def _child(row: Row, mine: dict[str, list[Row]]) -> Row:
    cases = sorted(mine["facts_case"], key=lambda c: (c["opened"], c["record"]))
    first = cases[0] if cases else None
    reasons = [case["closing_reason"] for case in cases]
    country = first["country"] if first else None
    opened = first["opened"] if first else None
    void = bool(cases) and all(reason in {"duplicate", "opened_in_error"} for reason in reasons)
    error = bool(cases) and all(reason == "opened_in_error" for reason in reasons)
    joined = any(merge["holds"] for merge in mine["facts_merge"])
    undecided = any(
        pair["use"] == "duplicate" and pair["state"] in {"waiting", "unsure"}
        for pair in mine["facts_match"]
    )
    state = "maybe_double" if undecided else "counted"
    state = "in_error" if error else "same_as_another" if void or joined else state
    return (
        {
            "child": row["child"],
            "country": country,
            "identified": opened,
            "sex": None if row["gender"] == "not_said" else row["gender"],
            "age": band_in(opened, row["birth_year_low"], row["birth_year_high"]),
            "home_district": row["home_district"] or None,
            "risk": first["risk"] or None if first else None,
            "is_late": bool(first) and first["recorded"] > a_month_after(first["opened"]),
            "has_case": bool(cases),
            "is_counted": not (void or joined),
            "state": state,
        }
        | _nationality(row, country)
        | _voice(mine)
        | _help(mine)
        | _trafficking(mine)
        | sale_of(mine)
        | _finding(mine)
    )


def a_month_after(month: dt.date) -> dt.date:
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _nationality(row: Row, country: str | None) -> Row:
    state, of = row["nationality_state"], row["nationalities"]
    if state != "known":
        named = None if state == "unknown" else state
        national = "not_national" if state == "stateless" else None
        return {"nationality": named, "nationality_region": named, "national": national}
    national = None
    if of and country:
        national = "national" if country in of else "not_national"
    if len(of) > 1:
        return {"nationality": "several", "nationality_region": "several", "national": national}
    only = of[0] if of else None
    region = REGION.get(only, "elsewhere") if only else None
    return {"nationality": only, "nationality_region": region, "national": national}


def _voice(mine: dict[str, list[Row]]) -> Row:
    able = {row["disability"] for row in mine["facts_functioning"]}
    accompanied = sorted(
        mine["facts_accompaniment"],
        key=lambda row: (row["as_of"], row["record"]),
    )
    return {
        "knows_limits": any(e["understood"] == "yes" for e in mine["facts_explanation"]),
        "spoke": any(s["state"] == "said" for s in mine["facts_statement"]),
        "knows_rights": any(
            i["understood"] == "yes" and {"rights", "legal_help"} & set(i["about"])
            for i in mine["facts_information"]
        ),
        "has_background": bool(mine["facts_background"]),
        "has_guardian": any(g["kind"] != "institution" for g in mine["facts_guardian"]),
        "papers": "document"
        if any(age_row["basis"] == "documented" for age_row in mine["facts_age"])
        else "no_document",
        "disability": "yes" if "yes" in able else "no" if "no" in able else None,
        "accompanied": accompanied[0]["state"] if accompanied else None,
    }


def _least(rows: Iterable[Row]) -> int | None:
    return min(
        (r["days_after_opening"] for r in rows if r["days_after_opening"] is not None), default=None
    )


def _help(mine: dict[str, list[Row]]) -> Row:
    return {
        "days_to_assessment": _least(mine["facts_assessment"]),
        "days_to_plan": _least(mine["facts_plan"]),
        "was_met": any(v["outcome"] != "not_met" for v in mine["facts_visit"]),
        "was_met_alone": any(v["outcome"] == "met_alone" for v in mine["facts_visit"]),
        "needs_mind": any(
            "psychological" in assessment["needs"] for assessment in mine["facts_assessment"]
        ),
        "helps_mind": any(
            s["kind"] == "counselling" and s["presence"] in {"came", "part"}
            for s in mine["facts_support_session"]
        ),
        "plans_mind": any(g["facet"] == "psychological" for g in mine["facts_goal"]),
    }


def _finding(mine: dict[str, list[Row]]) -> Row:
    layers, moves = {"final": 0, "preliminary": 1}, {"withdrawn": 0, "reconsidered": 1}
    newest: dict[str, Row] = {}
    for row in sorted(
        mine["facts_status"],
        key=lambda s: (-s["decided"].toordinal(), moves.get(s["move"], 2), s["record"]),
    ):
        newest.setdefault(row["layer"], row)
    stands = [row for row in newest.values() if row["move"] != "withdrawn"]
    if not stands:
        return {"finding": None, "layer": None, "decided": None}
    highest = min(stands, key=lambda s: layers.get(s["layer"], 2))
    return {
        "finding": highest["finding"],
        "layer": highest["layer"],
        "decided": highest["decided"] if highest["finding"] == "established" else None,
    }


def _trafficking(mine: dict[str, list[Row]]) -> Row:
    read = [
        (episode, read_episode(episode, legs_of(episode, mine["facts_leg"])))
        for episode in sorted(mine["facts_episode"], key=lambda episode_row: episode_row["number"])
    ]
    read = [(episode, told) for episode, told in read if classify_trafficking(told).palermo]
    purposes = sorted({purpose for episode, _told in read for purpose in episode["purposes"]})
    in_forms = sorted(
        str(form) for form in exploitation_categories([ExploitationPurpose(p) for p in purposes])
    )
    occurred = [episode["exploitation_occurred"] for episode, _told in read]
    answers = [leg.harm for _episode, told in read for leg in told.legs]
    stages = sorted({str(harm.stage) for _e, told in read for harm in find_recorded_harm(told)})
    first = read[0][0] if read else {"age_low": None, "age_high": None}
    return {
        "is_trafficked": bool(read),
        "was_adult": bool(read)
        and not any(classify_trafficking(told).child for _episode, told in read),
        "recruited": min(
            (episode_row["began"] for episode_row, _told in read if episode_row["began"]),
            default=None,
        ),
        "age_recruited": band(first["age_low"], first["age_high"]),
        "purposes": purposes,
        "form": None if not read else "several" if len(in_forms) > 1 else in_forms[0],
        "episodes": len(read),
        "was_exploited": "yes" in occurred,
        "was_prevented": bool(read) and set(occurred) == {"no"},
        "is_harm_answered": any(answer not in {"", "not_known"} for answer in answers),
        "harm_stages": stages,
        "was_harmed_on_route": bool(stages),
        "journey": _journey([find_country_roles(told) for _episode, told in read]),
        "source": first.get("source"),
        "confidence": first.get("confidence"),
    }


def _journey(roles: list[CountryRoles]) -> str | None:
    internal, across = any(r.internal for r in roles), any(r.cross_border for r in roles)
    if internal and across:
        return "both"
    return "internal" if internal else "cross_border" if across else None
