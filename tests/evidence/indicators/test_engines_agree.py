"""Hypothesis draws facts; DuckDB and plain Python must count the same in every cell."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from saathi.consent import vocabulary as consent
from saathi.evidence.indicators import catalogue
from saathi.infra.route_countries import AT_SEA
from saathi.participation import vocabulary as voice
from saathi.people.identity import vocabulary as identity
from saathi.people.vocabulary import AgeBasis, Gender, NationalityState
from saathi.protection.care.inspections import vocabulary as inspections
from saathi.protection.care.placements import vocabulary as placements
from saathi.protection.casework.care_plans import vocabulary as plans
from saathi.protection.casework.cases import vocabulary as cases
from saathi.protection.casework.reintegration import family_vocabulary as family
from saathi.protection.casework.reintegration import vocabulary as reintegration
from saathi.protection.casework.services import livelihood_vocabulary as livelihood
from saathi.protection.casework.services import vocabulary as services
from saathi.protection.decisions.best_interests import vocabulary as best_interests
from saathi.protection.decisions.orders import vocabulary as orders
from saathi.protection.identification.intake import vocabulary as intake
from saathi.protection.identification.matches import vocabulary as matches
from saathi.protection.identification.missing import vocabulary as missing
from saathi.protection.identification.trafficking import vocabulary as what
from saathi.protection.justice.compensation import vocabulary as remedies
from saathi.protection.justice.proceedings import vocabulary as justice
from saathi.protection.justice.protection_measures import vocabulary as protection
from saathi.protection.returns.protection_screening import vocabulary as protection_screening
from saathi.protection.returns.tracing import vocabulary as tracing
from saathi.protection.returns.transfers import vocabulary as transfers
from saathi.protection.returns.verifications import vocabulary as verifications
from tests.evidence.indicators.counting import by_duckdb, by_python
from tests.evidence.indicators.facts_rows import (
    DATE,
    SCHEMAS,
    WHOLE,
    YES,
    Facts,
    Row,
    complete,
)

CHILDREN = st.integers(1, 4)
COUNTRY = st.sampled_from(["", "NPL", "IND", "ARE", "BRA", AT_SEA])
LAND = st.sampled_from(["NPL", "IND"])
DISTRICT = st.sampled_from(["", "NP-DHA", "IN-DEL"])
MONTH = st.dates(dt.date(2023, 1, 1), dt.date(2025, 12, 1)).map(lambda day: day.replace(day=1))


def words(vocabulary: Any, *extra_words: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*vocabulary.values, *extra_words])


def known(vocabulary: Any) -> st.SearchStrategy[str]:
    """The codes of a vocabulary; the views of facts leave out “not known”."""
    return st.sampled_from(["", *(code for code in vocabulary.values if code != "not_known")])


def several(vocabulary: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(vocabulary.values), unique=True, max_size=3)


WORDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "facts_child": {
        "gender": words(Gender), "nationality_state": words(NationalityState),
        "nationalities": st.lists(st.sampled_from(["NPL", "IND", "BRA"]), unique=True, max_size=2),
        "home_country": COUNTRY, "home_district": DISTRICT,
    },
    "facts_age": {"basis": words(AgeBasis)},
    "facts_functioning": {"disability": words(identity.Disability)},
    "facts_background": {
        "lived_with": words(identity.HouseholdBefore, ""), "schooling": words(identity.Schooling, ""),
        "lived_from": words(identity.HouseholdLivelihood, ""), "present": several(identity.RiskFactor),
        "absent": several(identity.RiskFactor), "withheld": several(identity.RiskFactor),
    },
    "facts_statement": {"state": words(voice.StatementState)},
    "facts_themes": {
        "helped": several(voice.HelpTheme), "hurt": several(voice.HelpTheme), "missed": several(voice.HelpTheme),
        "wants": several(voice.FuturePath), "refuses": several(voice.FuturePath),
        "risks": several(identity.RiskFactor), "district": DISTRICT,
    },
    "facts_explanation": {"understood": words(voice.UnderstandingLevel)},
    "facts_consent": {"basis": words(consent.LegalBasis), "answer": words(consent.ChildAnswer)},
    "facts_guardian": {"kind": words(consent.GuardianKind)},
    "facts_accompaniment": {"state": words(consent.AccompanimentStatus)},
    "facts_decision": {
        "kind": words(consent.DecisionKind), "decided_by": words(consent.DecisionMaker),
        "heard": words(consent.ChildParticipation), "weight": words(consent.ChildViewWeight),
    },
    "facts_information": {"about": several(consent.InformationTopic), "understood": words(voice.UnderstandingLevel)},
    "facts_report": {
        "channel": words(intake.ReportChannel), "reporter_kind": words(intake.ReportingPersonKind),
        "urgency": words(intake.Urgency), "concerns": several(intake.Concern), "country": COUNTRY,
        "district": DISTRICT, "gender": words(Gender), "outcome": words(intake.ReportOutcome, ""),
    },
    "facts_missing": {
        "relation": words(intake.Seeker), "circumstances": several(missing.Circumstance),
        "country": COUNTRY, "district": DISTRICT, "gender": words(Gender), "nationality": COUNTRY,
        "outcome": words(missing.MissingOutcome, ""), "why_closed": words(missing.MissingCloseReason, ""),
    },
    "facts_episode": {
        "acts": several(what.TraffickingAct), "purposes": several(what.ExploitationPurpose), "means": several(what.TraffickingMeans),
        "exploitation_occurred": words(what.ExploitationOccurred), "smuggled": words(what.EpisodeYesNo),
        "recruited_country": COUNTRY, "recruited_district": DISTRICT, "source": words(what.StatementSource),
        "confidence": words(what.SourceReliability),
    },
    "facts_leg": {
        "acts": several(what.TraffickingAct),
        "from_country": COUNTRY, "to_country": COUNTRY, "to_district": DISTRICT,
        "for_exploitation": words(what.EpisodeYesNo),
    },
    "facts_case": {
        "country": LAND, "risk": words(cases.RiskLevel, ""),
        "closing_reason": words(cases.ClosingReason, ""),
    },
    "facts_assessment": {"needs": several(cases.Facet)},
    "facts_visit": {"kind": words(cases.VisitKind), "outcome": words(cases.VisitOutcome)},
    "facts_due": {"duty": words(cases.Duty)},
    "facts_closing": {
        "reason": words(cases.ClosingReason), "evaluation": words(cases.EvaluationState),
    },
    "facts_order": {
        "authority": words(orders.AuthorityKind), "country": COUNTRY,
        "kind": words(orders.OrderKind), "appeal": words(orders.Appeal),
    },
    "facts_status": {
        "layer": words(orders.StatusLayer), "finding": words(orders.TraffickingFinding),
        "authority": words(orders.AuthorityKind, ""), "move": words(orders.StatusDecisionMove),
    },
    "facts_limit": {"happening": words(orders.LimitTrigger), "country": COUNTRY},
    "facts_safeguard": {
        "safeguard": words(orders.Safeguard), "authority": words(orders.AuthorityKind),
        "alert": words(orders.SafeguardAlertState),
    },
    "facts_origin_contact": {
        "made_by": words(protection_screening.ContactMaker),
        "body": words(protection_screening.OriginBody),
        "safeguard": words(protection_screening.ContactSafeguard),
    },
    "facts_verification": {
        "route": words(verifications.VerificationRoute),
        "answer": words(verifications.VerificationAnswer),
        "waited": st.sampled_from(["to_30", "to_90", "over_90", "waiting"]),
    },
    "facts_best_interests": {"state": words(best_interests.AssessmentState)},
    "facts_determination": {},
    "facts_referral": {
        "kind": words(services.ServiceKind), "state": words(services.ReferralState),
        "child_answer": words(services.ChildReferralAnswer), "why_declined": words(services.ReferralDeclineReason, ""),
        "outcome": words(services.ReferralOutcome, ""), "papers": words(services.ReferralDocumentStatus),
    },
    "facts_opinion": {
        "is_counted": st.booleans(), "found": words(services.ServiceExperience),
        "kind": words(services.ServiceKind),
    },
    "facts_support_session": {
        "kind": words(services.SupportSessionKind), "provider": words(services.SupportProvider),
        "presence": words(services.AttendanceStatus),
    },
    "facts_tracing": {"wish": words(tracing.TracingWish), "state": words(tracing.TracingState)},
    "facts_transfer": {
        "kind": words(transfers.TransferKind), "direction": words(transfers.TransferDirection),
        "state": words(transfers.TransferState), "stopped_by": words(transfers.TransferStopper, ""),
        "is_authorised": st.booleans(), "is_followed_a_year": st.booleans(),
        "answer_wait": st.sampled_from(["to_14", "to_30", "to_90", "over_90", "waiting"]),
        "preparation_time": st.sampled_from(["to_14", "to_30", "to_90", "over_90"]),
    },
    "facts_measure": {
        "country": COUNTRY, "kind": words(remedies.LegalMeasureKind),
        "court_kind": words(justice.CourtKind, ""),
        "state": words(remedies.MeasureState), "payer": words(remedies.CompensationPayer),
        "controller": words(remedies.MoneyController), "is_awarded": st.booleans(),
        "is_paid": st.booleans(), "is_safeguarded": st.booleans(), "is_at_risk": st.booleans(),
    },
    "facts_threat": {
        "urgency": words(protection.ThreatUrgency), "is_requested": st.booleans(),
        "is_granted": st.booleans(),
    },
    "facts_protection": {
        "kind": words(protection.ProtectionKind),
        "authority_kind": words(protection.ProtectionAuthority), "is_granted": st.booleans(),
    },
    "facts_hearing": {
        "country": COUNTRY, "state": words(justice.HearingState), "court_kind": words(justice.CourtKind),
        "child_part": words(justice.ChildPart), "public": words(justice.PublicAccess),
        "mode": words(justice.HearingMode), "support": words(justice.SupportPresence), "faced_accused": words(justice.HearingAnswer),
        "adjourned_by": words(justice.AdjournedBy), "cause": words(justice.AdjournmentCause),
    },
    "facts_proceeding": {
        "kind": words(justice.ProceedingKind),
        "country": COUNTRY, "court_kind": words(justice.CourtKind),
        "result": st.sampled_from([code for code in justice.ProceedingResult.values if code]),
    },
    "facts_charge": {
        "country": COUNTRY, "court_kind": words(justice.CourtKind), "offence": words(justice.ChargedOffence),
        "outcome": words(justice.ChargeOutcome), "severity": words(justice.SentenceSeverity),
        "maximum_penalty": st.sampled_from([code for code in justice.MaximumPenalty.values if code]),
    },
    "facts_testimony": {
        "country": COUNTRY, "answer": words(justice.TestimonyAnswer),
        "is_refusal": st.booleans(), "is_helped": st.booleans(),
    },
    "facts_reintegration": {
        "living": words(reintegration.LivingSituation), "school": words(reintegration.SchoolAfterReturn),
        "work": words(reintegration.WorkAfterReturn), "is_followed_a_year": st.booleans(),
        "is_followed_two_years": st.booleans(), "has_mentor": st.booleans(),
        "is_trafficked_again": st.booleans(), "has_committee": st.booleans(),
        "care_outcome": words(family.FinalCareOutcome),
    },
    "facts_livelihood_effect": {
        "for_whom": words(services.LivelihoodRecipient), "provider": words(livelihood.LivelihoodProvider),
        "cost": known(livelihood.LivelihoodCost), "income": known(family.IncomeEffect),
        "school": known(family.SchoolEffect), "child_work": known(family.WorkEffect),
        "safety": known(family.SafetyEffect), "made_worse": st.sampled_from(["", "yes", "no"]),
    },
    "facts_placement": {
        "kind": words(placements.PlacementKind), "basis": words(placements.PlacementBasis),
        "care": st.sampled_from(["family", "facility", "independent"]),
        "end_reason": words(placements.PlacementEnd), "is_moved": st.booleans(),
        "stay": st.sampled_from(["", "month", "quarter", "half", "year", "longer"]),
        "is_ended": st.booleans(), "is_unmet": st.booleans(),
    },
    "facts_facility_placement": {
        "kind": st.sampled_from(placements.FACILITY_KINDS).map(str), "country": COUNTRY,
        "inspection": words(inspections.InspectionResult, ""),
    },
    "facts_reunification": {
        "state": words(tracing.ReunificationState), "is_verified": st.booleans(),
    },
    "facts_plan": {"contribution": words(plans.ChildContribution, "")},
    "facts_match": {
        "other": CHILDREN, "use": words(matches.MatchPurpose), "state": words(matches.PairState),
    },
    "facts_merge": {"counts_as": CHILDREN, "holds": st.booleans()},
    "facts_goal": {
        "facet": words(cases.Facet), "decided_by": words(plans.GoalDecidedBy),
        "state": words(plans.GoalState),
    },
}  # fmt: skip
MAY_BE_UNKNOWN = {"began", "closed", "approved", "ends"}  # the other months are never empty


def column(view: str, name: str, kind: Any) -> st.SearchStrategy[Any]:
    if name in WORDS[view]:
        return WORDS[view][name]
    if name == "child":
        return CHILDREN
    always_told = view == "facts_leg" or name in {"is_closed", "is_withdrawn"}
    by_kind = {
        DATE: MONTH | st.none() if name in MAY_BE_UNKNOWN else MONTH,
        WHOLE: st.none() | st.integers(0, 40),
        YES: st.booleans() if always_told else st.none() | st.booleans(),
    }
    return by_kind.get(kind, st.none())


@st.composite
def drawn(draw: st.DrawFn) -> Facts:
    rows_by_view: Facts = {}
    record = 0
    for view, columns in SCHEMAS.items():
        shape = st.fixed_dictionaries(
            {name: column(view, name, kind) for name, kind in columns.items()}
        )
        rows_by_view[view] = []
        for values in draw(st.lists(shape, max_size=6)):
            record += 1
            row = {name: value for name, value in values.items() if value is not None}
            row["recorded"] = draw(MONTH)
            rows_by_view[view].append(complete(view, row, record=record))
    return mended(rows_by_view)


def mended(facts: Facts) -> Facts:
    """Applies the constraints of the database: one row for each child, numbers and ranges in order."""

    def once(rows: list[Row], *names: str) -> list[Row]:
        return list({tuple(row[name] for name in names): row for row in rows}.values())

    children = once(facts["facts_child"], "child")
    for row in children:
        years = row["birth_year_low"], row["birth_year_high"]
        known_years = [2000 + year for year in years if year is not None]
        row["birth_year_low"] = min(known_years) if len(known_years) == 2 else None
        row["birth_year_high"] = max(known_years) if len(known_years) == 2 else None
    for view in ("facts_episode", "facts_report"):
        for row in facts[view]:
            if row["age_low"] is not None and row["age_high"] is not None:
                row["age_low"], row["age_high"] = sorted((row["age_low"], row["age_high"]))
    for place, row in enumerate(facts["facts_episode"]):
        row["number"] = place + 1
        row["episode"] = 1000 + place
    for place, row in enumerate(facts["facts_leg"]):
        row["number"] = place + 1
        row["episode"] = 1000 + row["child"] % 3
    child_of_episode = {row["episode"]: row["child"] for row in facts["facts_episode"]}
    facts["facts_leg"] = [row for row in facts["facts_leg"] if row["episode"] in child_of_episode]
    for row in facts["facts_leg"]:
        row["child"] = child_of_episode[row["episode"]]
    background = once(facts["facts_background"], "child")
    return facts | {"facts_child": children, "facts_background": background}


@pytest.mark.slow
# Without shrinking: the examples are small already, and each counts every indicator twice.
@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(drawn())
def test_duckdb_and_plain_python_agree_in_every_cell(facts: Facts) -> None:
    indicators = list(catalogue.all_indicators())
    counted, expected = by_duckdb(facts, indicators), by_python(facts, indicators)
    for indicator in indicators:
        assert counted[indicator.name] == expected[indicator.name], indicator.name
