"""Makes the people of the browser's country, as maintenance; runs as a process of its own.

They are few and named, so that a test can say who is what to the child.
"""

from saathi.config import start
from tests.browser import released

ENDING = "@demo.saathi.example"
# name, bundle, office: the first office is the one that holds the child's file.
CAST = (
    ("Gita Karki", "case_worker", "Dhanusha"),
    ("Maya Rai", "case_worker", "Dhanusha"),
    ("Laxmi Thapa", "supervisor", "Dhanusha"),
    ("Kamal Sherpa", "supervisor", "Dhanusha"),  # decides what Laxmi then authorises
    ("Sarita Jha", "house_mother", "Dhanusha"),
    ("Asha Lama", "counsellor", "Dhanusha"),
    ("Devi Koirala", "data_officer", "Dhanusha"),
    ("Tara Limbu", "data_officer", "Dhanusha"),
    ("Binod Sah", "administrator", "Dhanusha"),
    ("Hari Bhatta", "administrator", "Dhanusha"),
    ("Nani Maya Gurung", "intake_officer", "Dhanusha"),
    ("Purna Chettri", "rapporteur", "Dhanusha"),
    ("Roshan Pradhan", "oversight", "Dhanusha"),
    ("Rafiq Ansari", "case_worker", "Elsewhere"),
    ("Meena Devi", "case_worker", "Patna"),  # in another country
)
COUNTRIES = {"Dhanusha": "NPL", "Elsewhere": "NPL", "Patna": "IND"}


def make() -> None:
    """Three agencies, one of them abroad, an office each, and the cast with their roles."""
    from saathi.agencies.models import Agency, Office, Principal, Staff
    from saathi.agencies.permissions import OFFICE_LEADER_KINDS

    offices = {}
    for name, country in COUNTRIES.items():
        agency = Agency.objects.create(name=f"Agency of {name}", country=country, kind="ngo")
        offices[name] = Office.objects.create(
            agency=agency,
            name=name,
            level="district",
            country=country,
            district="NP-DHA" if country == "NPL" else "",
            time_zone="Asia/Kathmandu",
            weekend=[5],
        )
    for name, role_kind, at in CAST:
        office = offices[at]
        person = Staff.objects.create(
            agency=office.agency,
            office=office,
            role_kind=role_kind,
            name=name,
            email=name.partition(" ")[0].lower() + ENDING,
        )
        acts_as = [] if role_kind == "administrator" else [person.id]
        acts_as += [office.id] if role_kind in OFFICE_LEADER_KINDS else []
        for principal in acts_as:
            Principal.objects.create(staff=person, principal=principal)


def form_in_force() -> None:
    """The form that comes as an example, in force where the child's file is: asked and agreed by two."""
    from saathi.agencies.models import Staff
    from saathi.infra import clock
    from saathi.protection.casework.supplements.models import FormVersion, SupportAnswers
    from saathi.protection.casework.supplements.simulation import sample_form

    asker, second = (Staff.objects.get(email=f"{name}{ENDING}") for name in ("binod", "roshan"))
    FormVersion.objects.create(
        agency=asker.agency,
        code=sample_form().code,
        version=1,
        section=int(SupportAnswers.section),
        body=sample_form().to_json(),
        asked_by=asker.id,
        decided_by=second.id,
        decided_at=clock.now(),
        outcome="agreed",
    )


if __name__ == "__main__":
    with start.process("maintenance"):
        make()
        form_in_force()
        released.make()
