"""A child of the demo who is registered a second time, so that possible duplicates wait for review."""

from saathi.desk.registration.actions import Registration, register_child
from saathi.people.actions import NewChild
from saathi.people.names import names_in_payload
from saathi.simulation.demo_work import demo_staff
from saathi.vault import store as vault

PRIVATE = ("address", "phones", "marks", "birth_date")
CHILDREN = 2


def add_duplicates() -> None:
    """Children of the case worker's cases, registered again by the intake officer's colleague."""
    supervisor, worker = demo_staff.demo_person("supervisor"), demo_staff.demo_person("case_worker")
    with demo_staff.acting_as(supervisor):
        cases = [case for case in demo_staff.open_cases(supervisor) if case.office == worker.office]
        cases = list(demo_staff.first_or_fail(cases[-CHILDREN:], CHILDREN))
        known = [(case.child, vault.open(case.child)) for case in cases]
    with demo_staff.acting_as(worker):
        for child, payload in known:
            again = NewChild(
                names=names_in_payload(payload),
                gender=child.gender,
                nationality_state=child.nationality_state,
                nationalities=child.nationalities,
                home_country=child.home_country,
                home_district=child.home_district,
                languages=child.languages,
                private={name: payload[name] for name in PRIVATE if payload.get(name)},
            )
            register_child(
                new=Registration(child=again),
                report=None,
                today=worker.office.today(),
                actor=worker,
            )
