"""A real case with everything an address may name, and the people around it."""

from saathi.agencies.models import Hidden
from saathi.agencies.vocabulary import TeamRole
from tests.access import (
    ADMINISTRATOR,
    COLLEAGUE,
    LEADER,
    MOTHER,
    OTHER,
    RELATIVE,
    WORKER,
    AccessWorld,
)
from tests.architecture.matrix_rows import rows_by_app
from tests.factories import agencies, children, teams
from tests.roles import role


def made() -> AccessWorld:
    """The world of the matrix, in the database of this test, with the records of every domain."""
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    case = children.case(worker)
    mother, relative = agencies.staff("house_mother", office), agencies.staff("case_worker", office)
    teams.join(case.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    teams.join(case.file_id, relative, TeamRole.CASE_WORKER)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=relative.id, hidden_by=worker.id)
    staff = {
        WORKER: worker, MOTHER: mother, LEADER: agencies.staff("supervisor", office),
        COLLEAGUE: agencies.staff("case_worker", office), OTHER: agencies.staff("case_worker"),
        RELATIVE: relative, ADMINISTRATOR: agencies.staff("administrator", office),
    }  # fmt: skip
    world = AccessWorld(case, staff, {"file_id": case.file_id})
    for rows in rows_by_app().values():
        if rows.records is not None:
            world.ids.update(rows.records(world))
    return world
