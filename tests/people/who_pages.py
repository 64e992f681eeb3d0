"""Form data and users for tests of the identity pages."""

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from tests.factories import agencies, teams

WHO = "identity:show_identity"


OF_TEAM = (
    "identity:add_identity_document", "identity:record_functioning", "identity:record_discrimination_grounds",
    "identity:edit_culture", "identity:add_movement", "identity:edit_background", "people:edit_child_details", "people:add_name",
    "people:edit_nationality_and_status", "people:edit_communication",
)  # fmt: skip


def member(child: Child, worker: Staff, role_kind: str, role_: TeamRole) -> Staff:
    staff = agencies.staff(role_kind, worker.office)
    teams.join(child.file_id, staff, role_)
    return staff
