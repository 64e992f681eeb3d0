"""One child registered by two agencies with different spelling and data: neither sees the other's record."""

import pytest

from saathi.agencies.models import Staff
from saathi.people import actions as people
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis
from saathi.protection.casework.cases.actions import open_case
from tests.factories import agencies, children
from tests.protection.identification.matches.registers import born, night, pairs, register
from tests.roles import acting
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def taken_down(actor: Staff) -> Child:
    """At a border post, by hand, in Nepali, with the birth date from a document."""
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
    """From the caseload of another system, in Latin letters, one name in capitals and a rounded age."""
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
    child_here, child_elsewhere = taken_down(worker), brought_in(importer)

    night()

    files = {child_here.file_id, child_elsewhere.file_id}
    (pair,) = [pair for pair in pairs() if {pair.file_id, pair.other_id} == files]
    for child, other_child, holder in (
        (child_here, child_elsewhere, worker),
        (child_elsewhere, child_here, importer),
    ):
        for role_kind in ("supervisor", "data_officer", "case_worker"):
            client = signed_in(agencies.staff(role_kind, holder.office))
            assert client.get(f"/matches/{pair.pk}/").status_code == 404, role_kind
            assert client.get(f"/child/{other_child.file_id}/").status_code == 404, role_kind
            if role_kind != "case_worker":
                listed = client.get("/matches/").content.decode()
                assert str(pair.pk) not in listed
                assert other_child.code not in listed
        file_page = signed_in(holder).get(f"/child/{child.file_id}/")
        assert file_page.status_code == 200
        page = file_page.content.decode()
        for secret in (other_child.code, str(other_child.file_id), str(pair.pk)):
            assert secret not in page
