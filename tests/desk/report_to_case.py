"""An office with a report from which a case is opened."""

from django.test import Client

from saathi.agencies.models import Grant, Staff
from tests import filled
from tests.factories import agencies
from tests.factories.reports import report
from tests.roles import role
from tests.signing import signed_in

ACCOUNT = "A man brought her to the brick kiln."


SUSPECT = "The labour agent of the village"


class Office:
    """An office with an intake officer, a case worker, a supervisor, and a report of today."""

    def __init__(self, *, names_a_colleague: bool = False, **fields: object) -> None:
        self.office = agencies.office()
        self.colleague = agencies.staff("case_worker", self.office, name="Named Colleague")
        self.officer = agencies.staff("intake_officer", self.office, name="Ina Intake")
        self.worker = agencies.staff("case_worker", self.office, name="Wasim Worker")
        self.supervisor = agencies.staff("supervisor", self.office, name="Sita Supervisor")
        values = {
            "concerns": ["trafficking", "missing"],
            "urgency": "today",
            "reporter_kind": "teacher",
            "child_gender": "girl",
            "child_age_low": 13,
            "child_age_high": 14,
            "language": "ne",
            "country": "NPL",
            "district": "NP-DHA",
            "texts": {
                "what": ACCOUNT,
                "child_names": "Sunita",
                "place": "Kiln by the river",
                "suspect": SUSPECT,
                "reporter_name": "Master Ram",
            },
        }
        if names_a_colleague:
            values["named_staff"] = [self.colleague.pk]
        self.report = report(self.officer, **(values | fields))
        self.page = f"/reports/{self.report.pk}/"
        self.address = f"/find/report/{self.report.pk}/open/"

    def send(self, actor: Staff, **typed: object) -> tuple[object, Client]:
        """The page sent as it is filled in, with what is typed over it."""
        client = signed_in(actor)
        sent = filled.form(client.get(self.address).content.decode(), **typed)
        return client.post(self.address, sent), client


def own_report(*, names_a_colleague: bool = False, **fields: object) -> Office:
    """The same with a report that the case worker took down."""
    office = Office(names_a_colleague=names_a_colleague, **fields)
    with role("maintenance"):
        Grant.objects.filter(file=office.report.file_id, principal=office.officer.pk).update(
            principal=office.worker.pk
        )
    return office
