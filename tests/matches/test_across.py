"""One child, registered by two agencies that write and collect differently: neither sees the other's record."""

import pytest

from saathi.agencies.models import Staff
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.rules import AgeEvidence, AgeRange, PartialDate
from saathi.people.vocabulary import AgeBasis
from saathi.protection.cases.actions import open_case
from tests.factories import agencies, children
from tests.matches.registers import born, night, pairs, register
from tests.roles import acting
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def taken_down(actor: Staff) -> Child:
    """At a border post, by hand, in Nepali, with the day of birth from a paper."""
    child = children.child(
        actor,
        names=[Name("given", "सुनिता", "ne"), Name("family", "महतो", "ne"),
               Name("father", "राम महतो", "ne")],
        gender="girl", home_district="NP-DHA", ages=born("2012-04-17"),
    )  # fmt: skip
    with acting(actor):
        open_case(child=child, opened_on=children.TODAY, actor=actor)
    return child


def brought_in(actor: Staff) -> Child:
    """From the caseload of another system, in Latin letters, one name in capitals and a round age."""
    about = AgeEvidence(
        AgeBasis.STATED, years=AgeRange(13, 14), as_of=PartialDate.on(children.TODAY)
    )
    new = children.new_child(
        names=[Name("given", "SUNEETA MAHATO", "en"), Name("father", "Raam", "en")],
        gender="girl", home_district="NP-DHA", ages=[about],
    )  # fmt: skip
    with acting(actor):
        (child,) = people.open_files(new=[new], office=actor.office, actor=actor)
    return child


@pytest.mark.requirement("IDN-014")
def test_two_agencies_hold_one_child_and_neither_learns_of_the_other() -> None:
    worker = agencies.staff()
    importer = agencies.staff("data_officer")
    register(worker, 30)
    mine, theirs = taken_down(worker), brought_in(importer)

    night()

    both = {mine.file_id, theirs.file_id}
    (pair,) = [one for one in pairs() if {one.file_id, one.other_id} == both]
    for child, other, holder in ((mine, theirs, worker), (theirs, mine, importer)):
        for bundle in ("supervisor", "data_officer", "case_worker"):
            client = signed_in(agencies.staff(bundle, holder.office))
            assert client.get(f"/matches/{pair.pk}/").status_code == 404, bundle
            assert client.get(f"/child/{other.file_id}/").status_code == 404, bundle
            if bundle != "case_worker":
                listed = client.get("/matches/").content.decode()
                assert str(pair.pk) not in listed
                assert other.code not in listed
        own = signed_in(holder).get(f"/child/{child.file_id}/")
        assert own.status_code == 200
        page = own.content.decode()
        for secret in (other.code, str(other.file_id), str(pair.pk)):
            assert secret not in page
