"""What the database lets the web role do with inspections, findings and notices to facilities.

Inspections and findings are read and written by inspectors of the agency that inspects, alone.
Notices are read by all who see the facility; they say what is wrong with it, and no child's words.
Photos are read like the inspection. The key and the stored file of a photo have the photo's own id as
their file: no child's file has it, so that these rights add nothing to those of a child's file.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy
from saathi.infra.enough_text import MIN_EXPLANATION_LETTERS
from saathi.protection.care.inspections import rules
from saathi.protection.care.inspections.models import PHOTO_FIELD

_INSPECTIONS, _FINDINGS = "inspections_inspection", "inspections_inspectionfinding"
_NOTICES = "inspections_facilitynotice"
_NOTICE_STEPS = "state, answered_by, answered_at, checked_on, proof, decided_by, decided_at"
_CONFLICTS = "inspections_inspectorconflict"
_PHOTOS = "inspections_inspectionphoto"
_INSPECTS = f"{OF_OWN_AGENCY} AND 'inspect' = ANY {PERMISSIONS_OF_ACTOR}"
_OF_INSPECTION = f"EXISTS (SELECT 1 FROM {_INSPECTIONS} i WHERE i.id = inspection_id)"
_OF_FACILITY = "EXISTS (SELECT 1 FROM facilities_facility e WHERE e.id = facility_id)"
# Looked up under the photo's own policy. The names of these policies sort after `web_reads` and
# `web_adds`, which decide for the files of children before a photo is looked up.
_OF_PHOTO = f"EXISTS (SELECT 1 FROM {_PHOTOS} p WHERE p.id = {{table}}.file_id{{also}})"
_OF_OWN_PHOTO = f" AND p.state = 'kept' AND p.recorded_by = {ACTOR}"


def _of_photos() -> Iterator[RowPolicy]:
    yield RowPolicy(_PHOTOS, "web_reads", "SELECT", APP, using=_OF_INSPECTION)
    yield RowPolicy(_PHOTOS, "web_adds", "INSERT", APP, check=_OF_INSPECTION)
    for table, also in (
        ("vault_key", ""),
        ("vault_stored_file", f" AND vault_stored_file.field_id = '{PHOTO_FIELD}'"),
    ):
        reads = _OF_PHOTO.format(table=table, also="") + also
        adds = _OF_PHOTO.format(table=table, also=_OF_OWN_PHOTO) + also
        yield RowPolicy(table, "web_reads_photos_of_inspections", "SELECT", APP, using=reads)
        yield RowPolicy(table, "web_adds_photos_of_inspections", "INSERT", APP, check=adds)


def _policies() -> Iterator[RowPolicy]:
    yield RowPolicy(_INSPECTIONS, "web_reads", "SELECT", APP, using=_INSPECTS)
    # The inspection and the facility are looked up under their own policies.
    yield RowPolicy(_FINDINGS, "web_reads", "SELECT", APP, using=_OF_INSPECTION)
    yield RowPolicy(
        _FINDINGS, "web_changes", "UPDATE", APP, using=_OF_INSPECTION, check=_OF_INSPECTION
    )
    yield RowPolicy(_CONFLICTS, "web_reads", "SELECT", APP, using=_INSPECTS)
    yield RowPolicy(_NOTICES, "web_reads", "SELECT", APP, using=_OF_FACILITY)
    for table in (_INSPECTIONS, _NOTICES, _CONFLICTS):
        check = f"{_INSPECTS} AND {_OF_FACILITY}"
        yield RowPolicy(table, "web_adds", "INSERT", APP, check=check)
        yield RowPolicy(table, "web_changes", "UPDATE", APP, using=_INSPECTS, check=check)


ACCESS = DatabaseAccess(
    web_functions=(
        "facility_inspection(uuid)",
        "facility_operated_by(uuid, uuid)",
        "inspection_result(uuid)",
        "inspector_is_barred(uuid, uuid)",
    ),
    proved_functions=("inspection_photo_remove(uuid, text)",),
    function_parts={  # see `functions/inspections.sql` and `photos.sql`
        "inspection_met_percent": str(rules.MET_SHARE_PERCENT),
        "inspection_explanation_letters": str(MIN_EXPLANATION_LETTERS),
        "inspection_seen_percent": str(rules.SEEN_SHARE_PERCENT),
        "inspection_critical_percent": str(rules.CRITICAL_SHARE_PERCENT),
        "reinspect_critical_days": str(rules.REINSPECT_CRITICAL_DAYS),
        "reinspect_days": str(rules.REINSPECT_DAYS),
        "former_operator_days": str(rules.FORMER_OPERATOR_DAYS),
        "inspection_photos_of_criterion": str(rules.PHOTOS_PER_CRITERION),
        "inspection_photos": str(rules.PHOTOS_PER_INSPECTION),
        # see `facilities/functions/facilities.sql`
        "barred_keepers": "SELECT c.facility_id, c.recorded_by AS person_id "
        f"FROM public.{_CONFLICTS} c WHERE c.state = 'declared'",
    },
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_INSPECTIONS} TO {APP}",
        f"GRANT SELECT ON {_FINDINGS} TO {APP}",
        f"GRANT UPDATE (result, evidence, recorded_by, recorded_at, version) ON {_FINDINGS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_PHOTOS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_CONFLICTS} TO {APP}",
        f"GRANT UPDATE (state, why_withdrawn, decided_by, decided_at) ON {_CONFLICTS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_NOTICES} TO {APP}",
        f"GRANT UPDATE ({_NOTICE_STEPS}) ON {_NOTICES} TO {APP}",
    ),
    policies=(*_policies(), *_of_photos()),
)
