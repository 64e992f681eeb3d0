"""Letters to a court and a legal aid body reveal nothing beyond what the request needs."""

import pytest

from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.returns.protection_screening.access_rules import LACKS_LETTER_ABROAD
from tests.desk.cast import NAME, entries
from tests.factories import proceedings as made
from tests.factories import protection
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in


@pytest.mark.requirement("JUS-008")
@pytest.mark.requirement("PRI-010")
def test_letter_to_the_court_has_the_case_id_and_the_chosen_requests(
    court_here: CourtCast,
) -> None:
    court = court_here
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.decision(court.proceeding, case, worker, "conditions")
        hearing = made.hearing(court.proceeding, worker, child_expected="video")
    path = f"{court.url}hearings/{hearing.pk}/letter/"
    for person in (court.around.stranger, court.around.outsider, court.around.house_mother):
        assert signed_in(person).get(path).status_code == 404
    client = signed_in(court.lawyer)
    page = client.get(path)
    letter = whole(page.content)
    for text in (case.child.code, "Special Court, Siliguri", "77/2026",
                  "To exclude the public while the child is present",
                  "To hear the child by video link from another place"):  # fmt: skip
        assert text in letter
    for hidden in (NAME, "trafficking", "Not in front of him", "I will tell the judge"):
        assert hidden not in letter
    chosen = client.get(path, {"ask": ["breaks", "unknown"]}).content.decode()
    listed = chosen[chosen.rindex("<ul>") :]
    assert "To allow breaks" in listed
    assert "To exclude the public" not in listed
    printed = entries(kind="printed", objects_seen__contains=[hearing.pk])
    assert [entry.by for entry in printed] == [court.lawyer.pk] * 2


@pytest.mark.requirement("JUS-006")
def test_letter_to_a_legal_aid_body_names_no_child_and_no_court(court_here: CourtCast) -> None:
    court = court_here
    path = court.page("legal-aid/")
    assert signed_in(court.around.stranger).get(path).status_code == 404
    letter = whole(signed_in(court.around.worker).get(path).content)
    assert court.around.case.child.code in letter
    assert "With training in work with children" in letter
    for hidden in (NAME, "Siliguri", "77/2026"):
        assert hidden not in letter


@pytest.mark.requirement("INT-002")
def test_no_letter_goes_to_a_court_of_the_country_of_origin_past_the_gate(
    court: CourtCast,
) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, child_expected="video")
        protection.screened(case, worker)
    with role("maintenance"):
        Proceeding.objects.filter(pk=court.proceeding.pk).update(country="IND")
        type(case.child).objects.filter(pk=case.child_id).update(nationalities=["IND"])
    paths = {
        f"{court.url}hearings/{hearing.pk}/letter/": "Request to the court",
        court.page("legal-aid/"): "Request for legal aid",
    }
    for lack in ("permission", "screening"):
        for path, title in paths.items():
            page = whole(signed_in(worker).get(path).content)
            below = page.partition(title)[2]  # above it is the way back to the file
            assert LACKS_LETTER_ABROAD[lack] in below
            assert case.child.code not in below
        if lack == "permission":
            with acting(worker):
                protection.sign(case, worker, screened_on=worker.office.today())
    assert not entries(kind="printed", objects_seen__contains=[court.proceeding.pk])
