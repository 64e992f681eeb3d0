"""What indicators count, and the date that gives its year: one constant per frame and date."""

from saathi.evidence.indicators.definition import CountedRows, CountedUnit, TimeBasis

BACKGROUNDS_BY_IDENTIFICATION = CountedRows(
    "backgrounds", "identified", CountedUnit.CHILDREN, TimeBasis.IDENTIFICATION
)
CASES_CLOSED = CountedRows("closings", "asked", CountedUnit.CASES, TimeBasis.DECISION)
CASES_OPENED = CountedRows("cases", "opened", CountedUnit.CASES, TimeBasis.EVENT)
CHARGES_DECIDED = CountedRows("charges", "decided", CountedUnit.CHARGES, TimeBasis.DECISION)
CHILDREN_GONE_ABROAD = CountedRows("departures", "went", CountedUnit.DEPARTURES, TimeBasis.EVENT)
CHILDREN_HARMED_AGAIN = CountedRows("harmed", "happened", CountedUnit.CHILDREN, TimeBasis.EVENT)
CHILDREN_BY_DECISION = CountedRows("children", "decided", CountedUnit.CHILDREN, TimeBasis.DECISION)
CHILDREN_BY_IDENTIFICATION = CountedRows(
    "children", "identified", CountedUnit.CHILDREN, TimeBasis.IDENTIFICATION
)
CHILDREN_BY_RECRUITMENT = CountedRows(
    "children", "recruited", CountedUnit.CHILDREN, TimeBasis.RECRUITMENT
)
CHILDREN_WHO_SPOKE = CountedRows("voices", "said", CountedUnit.CHILDREN, TimeBasis.EVENT)
CONSENTS_GIVEN = CountedRows("consents", "given", CountedUnit.CONSENTS, TimeBasis.DECISION)
COUNTRY_ROLES_BY_RECRUITMENT = CountedRows(
    "roles", "recruited", CountedUnit.CHILD_ROLES, TimeBasis.RECRUITMENT
)
DECISIONS_MADE = CountedRows("decisions", "decided", CountedUnit.DECISIONS, TimeBasis.DECISION)
DUTIES_DUE = CountedRows("dues", "due", CountedUnit.DUTIES, TimeBasis.EVENT)
FINDINGS_MADE = CountedRows("findings", "decided", CountedUnit.FINDINGS, TimeBasis.DECISION)
GOALS_MADE = CountedRows("goals", "made", CountedUnit.GOALS, TimeBasis.EVENT)
HEARINGS_LISTED = CountedRows("hearings", "listed", CountedUnit.HEARINGS, TimeBasis.EVENT)
JOURNEYS_BY_RECRUITMENT = CountedRows(
    "flows", "recruited", CountedUnit.JOURNEYS, TimeBasis.RECRUITMENT
)
MEASURES_RECORDED = CountedRows("measures", "as_of", CountedUnit.MEASURES, TimeBasis.EVENT)
MEASURES_AWARDED = CountedRows("measures", "awarded", CountedUnit.MEASURES, TimeBasis.DECISION)
MISSING_REPORTED = CountedRows("missing", "reported", CountedUnit.MISSING, TimeBasis.REPORT)
OPINIONS_GIVEN = CountedRows("opinions", "said", CountedUnit.OPINIONS, TimeBasis.EVENT)
ORDERS_MADE = CountedRows("orders", "made", CountedUnit.ORDERS, TimeBasis.DECISION)
ORIGIN_CONTACTS_MADE = CountedRows(
    "origin_contacts", "made", CountedUnit.ORIGIN_CONTACTS, TimeBasis.EVENT
)
PROTECTION_REQUESTED = CountedRows(
    "protections", "requested", CountedUnit.PROTECTIONS, TimeBasis.EVENT
)
PURSUED_CHILDREN = CountedRows(
    "pursued", "identified", CountedUnit.CHILDREN, TimeBasis.IDENTIFICATION
)
PLANS_MADE = CountedRows("plans", "made", CountedUnit.PLANS, TimeBasis.EVENT)
PROCEEDINGS_JUDGED = CountedRows(
    "proceedings", "judged", CountedUnit.PROCEEDINGS, TimeBasis.DECISION
)
PROCEEDINGS_OPENED = CountedRows("proceedings", "opened", CountedUnit.PROCEEDINGS, TimeBasis.EVENT)
REFERRALS_OFFERED = CountedRows("referrals", "offered", CountedUnit.REFERRALS, TimeBasis.EVENT)
REPORTS_RECEIVED = CountedRows("reports", "received", CountedUnit.REPORTS, TimeBasis.REPORT)
RETURNS_MADE = CountedRows("returns", "handed_over", CountedUnit.RETURNS, TimeBasis.EVENT)
SAFEGUARDS_BROKEN = CountedRows("safeguards", "happened", CountedUnit.SAFEGUARDS, TimeBasis.EVENT)
SEARCHES_OPENED = CountedRows("searches", "opened", CountedUnit.SEARCHES, TimeBasis.EVENT)
SESSIONS_HELD = CountedRows("sessions", "held", CountedUnit.SESSIONS, TimeBasis.EVENT)
TESTIMONY_DECISIONS = CountedRows(
    "testimonies", "decided", CountedUnit.DECISIONS, TimeBasis.DECISION
)
THREATS_RECORDED = CountedRows("threats", "known", CountedUnit.THREATS, TimeBasis.EVENT)
TIME_LIMITS_STARTED = CountedRows("limits", "happened", CountedUnit.LIMITS, TimeBasis.EVENT)
CHILDREN_RETURNED = CountedRows(
    "reintegrations", "returned", CountedUnit.REINTEGRATIONS, TimeBasis.EVENT
)
LIVELIHOODS_GIVEN = CountedRows("livelihoods", "given", CountedUnit.LIVELIHOODS, TimeBasis.EVENT)
FACILITY_PLACEMENTS_BEGUN = CountedRows(
    "facility_placements", "started", CountedUnit.PLACEMENTS, TimeBasis.EVENT
)
PLACEMENTS_BEGUN = CountedRows("placements", "started", CountedUnit.PLACEMENTS, TimeBasis.EVENT)
TRANSFERS_HANDED_OVER = CountedRows(
    "transfers", "handed_over", CountedUnit.TRANSFERS, TimeBasis.EVENT
)
TRANSFERS_OPENED = CountedRows("transfers", "opened", CountedUnit.TRANSFERS, TimeBasis.EVENT)
VERIFICATIONS_ASKED = CountedRows(
    "verifications", "asked", CountedUnit.VERIFICATIONS, TimeBasis.EVENT
)
VISITS_MADE = CountedRows("visits", "happened", CountedUnit.VISITS, TimeBasis.EVENT)
