"""One child registered twice in one office, found by the nightly run, and three possible reviewers."""

from dataclasses import dataclass

from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.actions import open_case
from saathi.protection.identification.matches.models import MatchPair, MatchReview, Merge
from tests.factories import agencies, children
from tests.protection.identification.matches.registers import born, night
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

WORDS = "Her aunt knows both records"


@dataclass
class World:
    worker: Staff
    first: Staff
    second: Staff
    third: Staff
    one: Child
    other: Child
    pair: MatchPair

    @property
    def address(self) -> str:
        return f"/matches/{self.pair.pk}/"

    def decide(self, actor: Staff, decision: str = "same", **said: object) -> int:
        sent = {"decision": decision, "ground": "asked_family", "words": WORDS} | said
        return int(signed_in(actor).post(self.address, sent | key()).status_code)

    def state(self) -> str:
        with role("maintenance"):
            return str(MatchPair.objects.get(pk=self.pair.pk).state)

    def merges(self) -> list[Merge]:
        with role("maintenance"):
            return list(Merge.objects.all())

    def reviews(self) -> list[MatchReview]:
        with role("maintenance"):
            return list(MatchReview.objects.order_by("recorded_at"))

    def join(self) -> Merge:
        assert self.decide(self.first) == 302
        assert self.decide(self.second) == 302
        return self.merges()[0]

    def page(self, reader: Staff) -> str:
        answer = signed_in(reader).get(self.address)
        assert answer.status_code == 200
        return answer.content.decode()


def twice(actor: Staff, other_by: Staff | None = None) -> tuple[Child, Child]:
    facts = {
        "ages": born("2012-04-17"), "home_district": "NP-DHA", "gender": "girl",
        "private": {"address": "House 7, Hospital Road", "phones": "9841000000", "marks": "A scar"},
    }  # fmt: skip
    father = [Name("father", "Ram Mahato", "ne", source="paper")]
    children_made = []
    for text, worker in (("Sunita Mahato", actor), ("सुनीता महतो", other_by or actor)):
        child = children.child(
            worker, names=[Name("given", text, "ne", source="child"), *father], **facts
        )
        with acting(worker):
            open_case(child=child, opened_on=children.TODAY, actor=worker)
        children_made.append(child)
    return children_made[0], children_made[1]


def world() -> World:
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    first, second = twice(worker)
    night()
    with role("maintenance"):
        pair = MatchPair.objects.get()
    return World(
        worker=worker,
        first=agencies.staff("data_officer", office),
        second=agencies.staff("supervisor", office),
        third=agencies.staff("data_officer", office),
        one=first,
        other=second,
        pair=pair,
    )


def undo_merge(pair_world: World, actor: Staff) -> int:
    sent = {"reason": "two_children"} | key()
    return int(signed_in(actor).post(f"{pair_world.address}part/", sent).status_code)
