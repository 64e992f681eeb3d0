"""Literal rows of facts, written as tables, for both ways of counting: DuckDB and plain Python."""

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

DATE, TEXT, WHOLE, YES = pa.date32(), pa.string(), pa.int32(), pa.bool_()
LIST, ID = pa.list_(pa.string()), pa.int64()
OF_ROW = {"record": ID, "recorded": DATE}

SCHEMAS: dict[str, dict[str, pa.DataType]] = {
    "facts_child": {
        "child": ID, "gender": TEXT, "birth_year_low": WHOLE, "birth_year_high": WHOLE,
        "nationality_state": TEXT, "nationalities": LIST, "home_country": TEXT,
        "home_district": TEXT, "languages": LIST, "nationality_kind": TEXT,
        "residence_status": TEXT, "papers": TEXT, "preferred_language": TEXT,
        "needs_interpreter": TEXT, "communicates": LIST, "identified_age_low": WHOLE,
        "identified_age_high": WHOLE, "identified_as": TEXT,
    },
    "facts_age": {
        "child": ID, "basis": TEXT, "method": TEXT, "confidence": TEXT, "low": WHOLE,
        "high": WHOLE, "as_of": DATE, "ends_presumption": YES,
    },
    "facts_functioning": {"child": ID, "disability": TEXT, "answered_by": TEXT, "asked": DATE},
    "facts_background": {
        "child": ID, "answered_by": TEXT, "lived_with": TEXT, "schooling": TEXT, "lived_from": TEXT,
        "present": LIST, "absent": LIST, "not_known": LIST, "withheld": LIST, "stated": DATE,
    },
    "facts_statement": {
        "child": ID, "state": TEXT, "form": TEXT, "language": TEXT, "topics": LIST,
        "was_read_back": YES, "said": DATE,
    },
    "facts_themes": {
        "child": ID, "is_counted": YES, "helped": LIST, "hurt": LIST, "missed": LIST, "wants": LIST,
        "refuses": LIST, "risks": LIST, "country": TEXT, "district": TEXT, "said": DATE,
    },
    "facts_explanation": {"child": ID, "language": TEXT, "understood": TEXT, "explained": DATE},
    "facts_consent": {
        "child": ID, "basis": TEXT, "scopes": LIST, "answer": TEXT, "capacity": TEXT,
        "given": DATE, "is_withdrawn": YES,
    },
    "facts_guardian": {
        "child": ID, "kind": TEXT, "starts": DATE, "ends": DATE, "is_independent": TEXT,
    },
    "facts_accompaniment": {"child": ID, "state": TEXT, "as_of": DATE},
    "facts_decision": {
        "child": ID, "kind": TEXT, "decided_by": TEXT, "heard": TEXT, "weight": TEXT,
        "agreement": TEXT, "decided": DATE, "is_informed": YES,
    },
    "facts_information": {
        "child": ID, "about": LIST, "way": TEXT, "language": TEXT, "understood": TEXT, "informed": DATE,
    },
    "facts_report": {
        "child": ID, "channel": TEXT, "reporter_kind": TEXT, "urgency": TEXT, "concerns": LIST,
        "country": TEXT, "district": TEXT, "gender": TEXT, "age_low": WHOLE, "age_high": WHOLE,
        "outcome": TEXT, "language": TEXT, "timing": TEXT, "known_from": TEXT, "needs": LIST,
        "has_suspect": YES, "is_from_paper": YES,
        "received": DATE, "days_to_record": WHOLE, "days_to_outcome": WHOLE,
    },
    "facts_episode": {
        "child": ID, "episode": ID, "number": WHOLE, "known": TEXT, "acts": LIST, "purposes": LIST,
        "means": LIST, "exploitation_occurred": TEXT, "smuggled": TEXT, "migrant": TEXT,
        "recruited_country": TEXT, "recruited_district": TEXT, "began": DATE, "age_low": WHOLE,
        "age_high": WHOLE, "ended": TEXT, "source": TEXT, "confidence": TEXT, "sold": TEXT,
        "sale_source": TEXT,
    },
    "facts_leg": {
        "child": ID, "episode": ID, "number": WHOLE, "from_country": TEXT, "from_district": TEXT,
        "to_country": TEXT, "to_district": TEXT, "for_exploitation": TEXT, "is_intended": YES,
        "transport": TEXT, "acts": LIST, "began": DATE, "is_removed": YES, "harm": TEXT, "harms": LIST,
    },
    "facts_case": {
        "child": ID, "office": ID, "country": TEXT, "level": TEXT, "status": TEXT, "stage": TEXT,
        "risk": TEXT,
        "opened": DATE, "closed": DATE, "closing_reason": TEXT, "days_open": WHOLE,
    },
    "facts_assessment": {
        "child": ID, "risk": TEXT, "assessed": DATE, "days_after_opening": WHOLE, "needs": LIST,
    },
    "facts_visit": {
        "child": ID, "kind": TEXT, "outcome": TEXT, "happened": DATE, "days_after_opening": WHOLE,
    },
    "facts_due": {"child": ID, "duty": TEXT, "due": DATE, "is_done": YES, "is_in_time": YES},
    "facts_closing": {
        "child": ID, "reason": TEXT, "evaluation": TEXT, "asked": DATE, "is_closed": YES,
    },
    "facts_order": {
        "child": ID, "authority": TEXT, "country": TEXT, "kind": TEXT, "made": DATE,
        "appeal": TEXT, "effect": TEXT, "heard": TEXT,
    },
    "facts_status": {
        "child": ID, "layer": TEXT, "finding": TEXT, "move": TEXT, "authority": TEXT,
        "decided": DATE,
    },
    "facts_limit": {
        "child": ID, "happening": TEXT, "country": TEXT, "asked": TEXT, "happened": DATE,
        "is_met": YES, "is_in_time": YES,
    },
    "facts_safeguard": {
        "child": ID, "safeguard": TEXT, "done_by": TEXT, "is_by_order": YES, "authority": TEXT, "alert": TEXT,
        "happened": DATE,
    },
    "facts_origin_contact": {
        "child": ID, "made_by": TEXT, "body": TEXT, "channel": TEXT, "origin": TEXT,
        "safeguard": TEXT, "made": DATE,
    },
    "facts_verification": {
        "child": ID, "origin": TEXT, "route": TEXT, "answer": TEXT, "asked": DATE,
        "waited": TEXT, "is_solved_in_time": YES,
    },
    "facts_tracing": {
        "child": ID, "relation": TEXT, "state": TEXT, "opened": DATE, "wish": TEXT,
        "days_to_contact": WHOLE,
    },
    "facts_transfer": {
        "child": ID, "kind": TEXT, "direction": TEXT, "from_country": TEXT, "to_country": TEXT,
        "state": TEXT, "stopped_by": TEXT, "opened": DATE, "is_authorised": YES,
        "answer_wait": TEXT, "preparation_time": TEXT, "handed_over": DATE,
        "days_to_receipt": WHOLE, "days_to_visit": WHOLE, "is_followed_a_year": YES,
    },
    "facts_measure": {
        "child": ID, "country": TEXT, "kind": TEXT, "court_kind": TEXT, "special_court": ID, "state": TEXT, "as_of": DATE, "is_awarded": YES,
        "awarded": DATE, "payer": TEXT, "is_paid": YES, "days_to_payment": WHOLE, "controller": TEXT,
        "is_safeguarded": YES, "is_at_risk": YES,
    },
    "facts_threat": {
        "child": ID, "urgency": TEXT, "targets": LIST, "police": TEXT, "state": TEXT,
        "days_to_action": WHOLE, "known": DATE, "is_requested": YES, "is_granted": YES,
    },
    "facts_protection": {
        "child": ID, "kind": TEXT, "authority_kind": TEXT, "state": TEXT, "is_granted": YES,
        "days_to_answer": WHOLE, "is_in_force": YES, "effect": TEXT, "requested": DATE,
    },
    "facts_hearing": {
        "child": ID, "kind": TEXT, "country": TEXT, "court_kind": TEXT, "special_court": ID, "purpose": TEXT,
        "state": TEXT, "listed": DATE, "child_part": TEXT, "public": TEXT, "mode": TEXT,
        "faced_accused": TEXT, "support": TEXT, "adjourned_by": TEXT, "cause": TEXT,
    },
    "facts_proceeding": {
        "child": ID, "kind": TEXT, "country": TEXT, "court_kind": TEXT, "special_court": ID, "stage": TEXT,
        "result": TEXT, "opened": DATE, "judged": DATE, "days_to_charge": WHOLE, "days_to_evidence": WHOLE,
        "days_to_judgment": WHOLE,
    },
    "facts_charge": {
        "child": ID, "country": TEXT, "court_kind": TEXT, "special_court": ID, "offence": TEXT, "outcome": TEXT,
        "severity": TEXT, "maximum_penalty": TEXT, "charged": DATE, "decided": DATE,
    },
    "facts_testimony": {
        "child": ID, "country": TEXT, "answer": TEXT, "explained_by": TEXT, "decided": DATE,
        "is_refusal": YES, "is_helped": YES,
    },
    "facts_reintegration": {
        "child": ID, "returned": DATE, "end_reason": TEXT, "is_followed_a_year": YES,
        "is_followed_two_years": YES, "living": TEXT, "school": TEXT, "work": TEXT,
        "has_mentor": YES, "is_trafficked_again": YES, "has_committee": YES, "care_outcome": TEXT,
    },
    "facts_livelihood_effect": {
        "child": ID, "given": DATE, "for_whom": TEXT, "provider": TEXT, "cost": TEXT,
        "is_reviewed": YES, "income": TEXT, "debt": TEXT, "school": TEXT, "child_work": TEXT,
        "safety": TEXT, "made_worse": TEXT,
    },
    "facts_placement": {
        "child": ID, "started": DATE, "kind": TEXT, "care": TEXT, "basis": TEXT, "is_moved": YES,
        "end_reason": TEXT, "stay": TEXT, "is_ended": YES, "is_unmet": YES, "siblings": TEXT,
    },
    "facts_facility_placement": {
        "child": ID, "started": DATE, "kind": TEXT, "country": TEXT, "facility_operator": ID,
        "inspection": TEXT,
    },
    "facts_reunification": {
        "child": ID, "state": TEXT, "handed_over_by": TEXT, "handed_over": DATE,
        "is_verified": YES, "days_to_visit": WHOLE,
    },
    "facts_best_interests": {
        "child": ID, "occasion": TEXT, "extent": TEXT, "state": TEXT, "child_view": TEXT,
        "recommended": TEXT, "assessed": DATE,
    },
    "facts_determination": {
        "child": ID, "occasion": TEXT, "authority": TEXT, "state": TEXT, "solution": TEXT,
        "child_view": TEXT, "weight": TEXT, "order_effect": TEXT, "siblings": TEXT,
        "is_under_three": YES, "is_told_in_time": YES, "opened": DATE, "decided": DATE,
    },
    "facts_plan": {
        "child": ID, "number": WHOLE, "state": TEXT, "contribution": TEXT, "agreement": TEXT,
        "made": DATE, "approved": DATE, "days_after_opening": WHOLE,
    },
    "facts_referral": {
        "child": ID, "is_of_child": YES, "kind": TEXT, "urgency": TEXT, "state": TEXT,
        "offered": DATE, "days_to_answer": WHOLE, "days_to_help": WHOLE,
        "is_answered_in_time": YES, "child_answer": TEXT, "why_declined": TEXT, "outcome": TEXT,
        "basis": TEXT, "papers": TEXT, "needs_access": LIST,
    },
    "facts_opinion": {"child": ID, "is_counted": YES, "found": TEXT, "kind": TEXT, "said": DATE},
    "facts_support_session": {
        "child": ID, "kind": TEXT, "provider": TEXT, "held": DATE, "minutes": WHOLE,
        "presence": TEXT, "topics": LIST, "change": TEXT,
    },
    "facts_missing": {
        "channel": TEXT, "relation": TEXT, "urgency": TEXT, "circumstances": LIST, "country": TEXT,
        "district": TEXT, "state": TEXT, "found_how": TEXT, "found_life": TEXT,
        "found_country": TEXT, "outcome": TEXT, "why_closed": TEXT, "gender": TEXT,
        "age_low": WHOLE, "age_high": WHOLE, "nationality": TEXT, "home_country": TEXT,
        "home_district": TEXT, "reported": DATE, "missing": DATE, "days_to_report": WHOLE,
        "days_to_find": WHOLE, "days_to_case": WHOLE,
    },
    "facts_match": {"child": ID, "other": ID, "use": TEXT, "state": TEXT},
    "facts_merge": {"child": ID, "counts_as": ID, "holds": YES},
    "facts_goal": {
        "child": ID, "facet": TEXT, "decided_by": TEXT, "state": TEXT, "is_long_term": YES,
        "plan_state": TEXT, "made": DATE,
    },
}  # fmt: skip

# The columns that a table of a test may leave out, as the database itself would fill them.
DEFAULTS: dict[str, dict[str, Any]] = {
    "facts_child": {"gender": "not_said", "nationality_state": "unknown"},
    "facts_case": {"country": "NPL", "opened": dt.date(2025, 3, 1)},
    "facts_episode": {
        "number": 1, "exploitation_occurred": "not_known", "smuggled": "not_known",
        "source": "child", "confidence": "not_weighed",
    },
    "facts_leg": {
        "number": 1, "for_exploitation": "not_known", "is_intended": False, "is_removed": False,
    },
    "facts_consent": {"is_withdrawn": False},
    "facts_opinion": {"is_counted": True},
    "facts_themes": {"is_counted": True, "said": dt.date(2025, 3, 1)},
    "facts_closing": {"is_closed": True},
    "facts_due": {"is_done": False},
    "facts_limit": {"is_met": False},
    "facts_match": {"use": "duplicate", "state": "waiting"},
    "facts_merge": {"holds": True},
}  # fmt: skip

type Row = dict[str, Any]
type Facts = dict[str, list[Row]]


def facts(**tables: str) -> Facts:
    """The facts in these tables, one for each view without its `facts_`; missing views are empty.

    The first line names the columns, the others contain the rows; `-` is NULL, `a b` in a list
    column is two values.
    """
    records = itertools.count(1)
    rows_by_view: Facts = {name: [] for name in SCHEMAS}
    for short, text in tables.items():
        name = f"facts_{short}"
        lines = [line for line in text.splitlines() if line.strip()]
        columns = [word.strip() for word in lines[0].split("|")]
        for line in lines[1:]:
            cells = [cell.strip() for cell in line.split("|")]
            values = {
                column: read(cell, (OF_ROW | SCHEMAS[name])[column])
                for column, cell in zip(columns, cells, strict=True)
            }
            rows_by_view[name].append(complete(name, values, record=next(records)))
    return rows_by_view


def complete(name: str, values: Row, *, record: int) -> Row:
    """The row with default values for the columns that it leaves out."""
    empty = {
        column: [] if kind == LIST else "" if kind == TEXT else None
        for column, kind in SCHEMAS[name].items()
    }
    row = empty | DEFAULTS.get(name, {}) | values
    if name == "facts_episode" and row["episode"] is None:
        row["episode"] = row["child"] * 100 + row["number"]
    if name == "facts_leg" and row["episode"] is None:
        row["episode"] = row["child"] * 100 + 1
    return {"record": record, "recorded": dt.date(2025, 6, 1)} | row


def read(cell: str, kind: pa.DataType) -> Any:
    if kind == LIST:
        return [] if cell == "-" else cell.split()
    if cell == "-":
        return "" if kind == TEXT else None
    if kind == YES:
        return {"yes": True, "no": False}[cell]
    if kind == DATE:
        year, _, month = cell.partition("-")
        return dt.date(int(year), int(month or 1), 1)
    return cell if kind == TEXT else int(cell)


def as_arrow(rows: Facts) -> Mapping[str, pa.Table]:
    """The same facts in the form of the warehouse."""
    return {
        name: pa.Table.from_pylist(rows[name], schema=pa.schema(list((OF_ROW | columns).items())))
        for name, columns in SCHEMAS.items()
    }
