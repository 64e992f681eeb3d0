"""The pages that `bench/care.py` measures: their addresses, and what one would ask by hand for each."""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.measuring import statements

# --- By hand, without security ------------------------------------------------------------------
OF_OFFICE = "JOIN cases_case c ON c.file_id = r.file_id WHERE c.office_id = ANY(%(offices)s)"
LICENCE = """
LEFT JOIN LATERAL (SELECT l.status, l.until_on FROM facilities_facilitylicence l WHERE l.facility_id = f.id
AND l.state = 'recorded' AND l.from_on <= current_date AND l.status <> 'applied'
ORDER BY l.from_on DESC, l.recorded_at DESC LIMIT 1) l ON true
"""
STOPPED = "EXISTS (SELECT 1 FROM facilities_placementstop s WHERE s.facility_id = f.id AND s.ended_on IS NULL)"
SEARCHED = "(f.name ILIKE '%%lotus%%' OR f.operator ILIKE '%%lotus%%' OR f.about ILIKE '%%lotus%%')"
RISK = f"""
SELECT f.*, l.status, i.held_on, i.result, {STOPPED},
       (SELECT min(planned_on) FROM inspections_inspection p WHERE p.facility_id = f.id AND p.state = 'planned'),
       (SELECT count(*) FROM inspections_facilitynotice n WHERE n.facility_id = f.id AND n.state = 'open'
        AND n.due_on < current_date),
       (SELECT count(*) FROM facility_incidents_facilityincident e WHERE e.facility_id = f.id AND e.state = 'open')
FROM facilities_facility f {LICENCE} LEFT JOIN LATERAL (SELECT i.held_on, i.result FROM inspections_inspection i
WHERE i.facility_id = f.id AND i.state = 'final' ORDER BY i.held_on DESC LIMIT 1) i ON true
WHERE f.state = 'published' AND f.country = (SELECT country FROM agencies_office WHERE id = ANY(%(offices)s) LIMIT 1)
"""
QUALITY = """
WITH newest AS (SELECT DISTINCT ON (i.facility_id) i.* FROM inspections_inspection i WHERE i.state = 'final'
ORDER BY i.facility_id, i.held_on DESC)
SELECT f.country, count(*), count(n.id), count(*) FILTER (WHERE n.held_on > current_date - 365),
       count(*) FILTER (WHERE n.discrimination = 'found')
FROM facilities_facility f LEFT JOIN newest n ON n.facility_id = f.id WHERE f.state = 'published' GROUP BY 1;
WITH newest AS (SELECT DISTINCT ON (i.facility_id) i.id, i.facility_id FROM inspections_inspection i
WHERE i.state = 'final' ORDER BY i.facility_id, i.held_on DESC)
SELECT f.country, g.code, count(*), count(*) FILTER (WHERE g.result = 'met') FROM newest n
JOIN facilities_facility f ON f.id = n.facility_id JOIN inspections_inspectionfinding g ON g.inspection_id = n.id
GROUP BY 1, 2
"""
PLACED = f"""
SELECT r.*, k.code, f.name, (SELECT count(*) FROM placements_placement m WHERE m.child_id = r.child_id
AND m.end_reason = 'moved') FROM placements_placement r JOIN people_child k ON k.id = r.child_id
LEFT JOIN facilities_facility f ON f.id = r.facility_id {OF_OFFICE}
"""


def _facilities(condition: str) -> list[str]:
    """The list of facilities under a condition, and how many there are."""
    among = f"FROM facilities_facility f {LICENCE} WHERE {condition}"
    rows = f"SELECT f.*, l.status, l.until_on, {STOPPED} {among} ORDER BY f.name, f.id LIMIT 51"
    return [rows, f"SELECT count(*) {among}"]


def _placements(condition: str) -> list[str]:
    """The list of placements under a condition, and how many there are."""
    rows = f"{PLACED} AND {condition} ORDER BY r.next_review_on, r.id LIMIT 51"
    return [rows, f"SELECT count(*) FROM placements_placement r {OF_OFFICE} AND {condition}"]


def _records(table: str, order: str, condition: str = "true") -> list[str]:
    """A list of records in files under a condition, and how many there are."""
    child = "LEFT JOIN people_child k ON k.file_id = r.file_id"
    rows = f"SELECT r.*, k.code FROM {table} r {child} {OF_OFFICE} AND {condition} ORDER BY {order}, r.id LIMIT 51"
    return [rows, f"SELECT count(*) FROM {table} r {OF_OFFICE} AND {condition}"]


def _register(table: str, order: str, join: str = "") -> list[str]:
    """A list of a register, and how many entries it has."""
    rows = f"SELECT * FROM {table} r {join} ORDER BY r.{order}, r.id LIMIT 51"
    return [rows, f"SELECT count(*) FROM {table} r"]


def _calendar(condition: str) -> list[str]:
    """The court calendar under a condition, and how many hearings there are."""
    among = f"""
FROM proceedings_hearing r JOIN proceedings_proceeding q ON q.id = r.proceeding_id
JOIN people_child k ON k.file_id = r.file_id {OF_OFFICE} AND {condition}
"""
    texts = "(SELECT v.wrapped FROM vault_key v WHERE v.file_id = r.file_id)"
    rows = (
        f"SELECT r.*, q.*, k.code, c.worker_id, {texts} {among} ORDER BY r.listed_on, r.id LIMIT 51"
    )
    return [rows, f"SELECT count(*) {among}"]


SOON = "r.state = 'listed' AND r.listed_on <= current_date + 30"
OPEN_MEASURE = "r.state NOT IN ('received', 'refused', 'not_available', 'withdrawn')"
OF_FACILITY = "JOIN facilities_facility f ON f.id = r.facility_id"
OCCUPANCY = statements(f"""
SELECT f.*, l.status, l.until_on, {STOPPED}, p.* FROM facilities_facility f {LICENCE}
LEFT JOIN (SELECT facility_id, count(*) FILTER (WHERE counted_as = 'girl') AS girls,
           count(*) FILTER (WHERE counted_as = 'boy') AS boys, count(*) AS lived
           FROM placements_placement WHERE state = 'current' AND facility_id IS NOT NULL GROUP BY 1) p
ON p.facility_id = f.id WHERE f.state = 'published' ORDER BY f.name, f.id LIMIT 51;
SELECT count(*) FROM facilities_facility WHERE state = 'published'
""")


def _one_facility(facility: UUID) -> list[str]:
    """The page of one facility: its licences, residents and notices."""
    of_it = f"r.facility_id = '{facility}'"
    return statements(f"""
SELECT * FROM facilities_facility WHERE id = '{facility}';
SELECT * FROM facilities_facilitylicence r WHERE {of_it} ORDER BY from_on DESC;
SELECT * FROM facilities_placementstop r WHERE {of_it};
SELECT counted_as, count(*) FROM placements_placement r WHERE {of_it} AND state = 'current' GROUP BY 1;
SELECT r.*, k.code FROM placements_placement r JOIN people_child k ON k.id = r.child_id {OF_OFFICE} AND {of_it}
AND r.state = 'current' ORDER BY r.next_review_on LIMIT 100;
SELECT r.*, k.code FROM placements_placement r JOIN people_child k ON k.id = r.child_id {OF_OFFICE} AND {of_it}
AND r.end_reason = 'left' AND r.back_on IS NULL LIMIT 100;
SELECT * FROM inspections_facilitynotice r WHERE {of_it} AND r.state = 'open';
SELECT held_on, result FROM inspections_inspection r WHERE {of_it} AND r.state = 'final' ORDER BY held_on DESC LIMIT 1
""")


@dataclass(frozen=True)
class CarePage:
    """One line of the table: its address, and the hand-written SQL beside it."""

    what: str
    address: str
    hand: Sequence[str]


@dataclass(frozen=True)
class Installation:
    """Whose pages are measured, and what they show."""

    offices: Sequence[UUID]
    facility: UUID
    district: str
    sets: Sequence[UUID]


def list_pages(there: Installation) -> list[CarePage]:
    """The lists and boards of a supervisor."""
    return [
        CarePage(*line)
        for line in (
            *_pages_of_placements(),
            *_pages_of_facilities(there),
            *_pages_of_oversight(there),
            *_pages_of_justice(there),
        )
    ]


type _Line = tuple[str, str, Sequence[str]]


def _pages_of_placements() -> list[_Line]:
    from django.urls import reverse

    placements = reverse("placements:list_all_placements")
    returned = reverse("reintegration:list_returned")
    late = "r.state = 'active' AND r.next_on < current_date"
    return [
        ("empty list", f"{placements}?q=ZZZZ", _placements("k.code ILIKE 'ZZZZ%%'")[:1]),
        ("placements", placements, _placements("true")),
        ("placements, now", f"{placements}?state=current", _placements("r.state = 'current'")),
        (
            "reviews overdue",
            f"{placements}?needs=late",
            _placements("r.state = 'current' AND r.next_review_on < current_date"),
        ),
        (
            "missing from care",
            f"{placements}?needs=missing",
            _placements("r.end_reason = 'left' AND r.back_on IS NULL"),
        ),
        ("returned children", returned, _records("reintegration_reintegration", "r.next_on")),
        (
            "contacts late",
            f"{returned}?late=yes",
            _records("reintegration_reintegration", "r.next_on", late),
        ),
    ]


def _pages_of_facilities(there: Installation) -> list[_Line]:
    from django.urls import reverse

    listed, free = reverse("facilities:list_facilities"), reverse("placements:list_occupancy")
    one = reverse("facilities:show_facility", args=[there.facility])
    return [
        ("facilities", listed, _facilities("true")),
        ("facilities, search", f"{listed}?q=lotus", _facilities(SEARCHED)),
        (
            "facilities, filter",
            f"{listed}?licence=registered&sex=girl",
            _facilities("l.status = 'registered' AND (f.mixed_places > 0 OR f.girls_places > 0)"),
        ),
        ("one facility", one, _one_facility(there.facility)),
        ("free places", free, OCCUPANCY),
        ("free places, girl", f"{free}?free=girl", OCCUPANCY),
        ("free places, most", f"{free}?order=-free", OCCUPANCY),
    ]


def _pages_of_oversight(there: Installation) -> list[_Line]:
    from django.urls import reverse

    incidents, sets = "facility_incidents_facilityincident", there.sets
    compared = f"?left={sets[0]}&right={sets[-1]}" if sets else ""
    return [
        (
            "inspections",
            reverse("inspections:list_inspections"),
            _register("inspections_inspection", "planned_on", OF_FACILITY),
        ),
        ("facilities by risk", reverse("inspections:list_by_risk"), [RISK]),
        (
            "notices",
            reverse("inspections:list_notices"),
            _register("inspections_facilitynotice", "due_on", OF_FACILITY),
        ),
        (
            "incidents, none",
            reverse("facility_incidents:list_incidents"),
            _register(incidents, "occurred_on", OF_FACILITY),
        ),
        ("quality of care", reverse("facility_incidents:compare_quality"), statements(QUALITY)),
        (
            "premises",
            reverse("premises:list_all_premises"),
            _register("premises_regulatedpremises", "name"),
        ),
        (
            "care committees",
            reverse("care_committees:list_committees"),
            _register("care_committees_carecommittee", "name"),
        ),
        (
            "standards compared",
            reverse("standards:compare_standards") + compared,
            ["SELECT * FROM standards_standardset WHERE state = 'published'"],
        ),
    ]


def _pages_of_justice(there: Installation) -> list[_Line]:
    from django.urls import reverse

    calendar = reverse("proceedings:list_hearings")
    measures = "protection_measures_protectionmeasure"
    return [
        ("court calendar", calendar, _calendar(SOON)),
        ("calendar, all", f"{calendar}?period=all", _calendar("true")),
        (
            "calendar, district",
            f"{calendar}?district={there.district}",
            _calendar(f"{SOON} AND q.district = '{there.district}'"),
        ),
        (
            "compensation",
            reverse("legal_measures:list_remedies"),
            _records("compensation_legalmeasure", "r.next_on", OPEN_MEASURE),
        ),
        (
            "compensation, all",
            reverse("legal_measures:list_remedies") + "?selection=all",
            _records("compensation_legalmeasure", "r.next_on"),
        ),
        (
            "protection",
            reverse("protection:list_protection"),
            _records(measures, "r.review_on", "r.state IN ('requested', 'in_force')"),
        ),
    ]


@dataclass(frozen=True)
class FileSection:
    """A page of one file: files with a row of the first table, and the tables that a reader needs."""

    what: str
    view: str
    tables: Sequence[str]
    needs_record: bool = False

    @property
    def by_hand(self) -> list[str]:
        """What one would ask by hand: each table for the file, and the file's key."""
        key = "SELECT wrapped, kek_id FROM vault_key WHERE file_id = %(file)s"
        return [*(f"SELECT * FROM {table} WHERE file_id = %(file)s" for table in self.tables), key]


def _of(app: str, names: str) -> list[str]:
    return [f"{app}_{name}" for name in names.split()]


RETURNED = "reintegration monitoringcontact mentor retraffickingsign outcomeanswer"
SECTIONS = (
    FileSection(
        "a child's placement",
        "placements:list_placements",
        _of("placements", "placement familyassessment placementreview"),
    ),
    FileSection(
        "proceedings",
        "proceedings:list_proceedings",
        _of("proceedings", "proceeding proceedingstep hearing rightsexplanation"),
    ),
    FileSection(
        "one proceeding",
        "proceedings:show_proceeding",
        _of(
            "proceedings",
            "proceeding proceedingstep accused charge hearing courtvisit courtreferral "
            "childtestimonydecision comprehensionfinding summons presentationrequest",
        ),
        needs_record=True,
    ),
    FileSection(
        "remedies of a file",
        "legal_measures:list_measures",
        _of("compensation", "legalmeasure claimdecision compensationpayment moneycontrol"),
    ),
    FileSection(
        "threats, protection",
        "protection:show_protection",
        _of("protection_measures", "threat threatcheck protectionmeasure protectionreview"),
    ),
    FileSection(
        "reintegration",
        "reintegration:list_reintegration",
        _of("reintegration", RETURNED),
    ),
    FileSection(
        "mentor form", "reintegration:propose_mentor", _of("reintegration", "reintegration mentor")
    ),
    FileSection(
        "outcomes",
        "reintegration:list_outcomes",
        _of("reintegration", "outcomeanswer reintegration"),
    ),
    FileSection(
        "family support",
        "reintegration:list_family_support",
        _of("reintegration", "committeesupport livelihoodeffect aftercareplan reintegration"),
    ),
)
