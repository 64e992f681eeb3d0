"""Two agencies between which a case is transferred."""

from dataclasses import dataclass

from saathi.agencies.models import Staff
from saathi.consent.vocabulary import ConsentScope
from saathi.protection.casework.handovers.models import Handover
from tests import filled
from tests.counting import at_most
from tests.desk.cast import ChildFileCast
from tests.factories import rights
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in


@dataclass
class Two:
    """A child's case with one agency, and another agency that could receive it."""

    around: ChildFileCast
    leader: Staff  # of the other agency
    worker: Staff

    @property
    def url(self) -> str:
        return f"{self.around.url}handover/"

    def offer(self, **typed: object) -> str:
        """Offers the case to the other agency; returns the URL after the form."""
        client = signed_in(self.around.supervisor)
        with at_most(15):
            page = client.get(f"{self.url}offer/").content.decode()
        values = {
            "to_office": self.leader.office_id, "why": "moved", "handed": "School begins on Sunday.",
            "child_view": "agrees", "child_words": "My sister lives there.", "child_informed": "yes",
            "information_given": "Who comes, and from when on.", "basis": self.basis(),
        } | typed  # fmt: skip
        with at_most(18):  # where it is refused, the page with its head follows
            answer = client.post(f"{self.url}offer/", filled.form(page, **values))
        return str(answer.get("Location", read(answer)[0]))

    def basis(self) -> object:
        with acting(self.around.worker):
            consent = rights.consent(
                self.around.case.child, self.around.worker, scopes=(ConsentScope.TRANSFER,)
            )
        return consent.pk

    def offered(self) -> Handover:
        with acting(self.around.supervisor):
            return Handover.objects.get(state="offered")

    def answer(self, actor: Staff | None = None, **typed: object) -> str:
        path = f"/handovers/{self.offered().pk}/"
        client = signed_in(actor or self.leader)
        with at_most(15):
            page = client.get(path).content.decode()
        with at_most(15):
            answer = client.post(path, filled.form(page, **typed))
        return str(answer.get("Location", read(answer)[0]))
