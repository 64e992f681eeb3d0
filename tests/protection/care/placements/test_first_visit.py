"""After a return to the family that no one approved, the first visit is due until a follow-up begins."""

import datetime as dt

import pytest

from saathi.protection.care.placements import departure_rules
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.reintegration.actions import monitoring as follow_up
from saathi.protection.casework.reintegration.models import Reintegration
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements.test_departures import end, home
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
START = "Start follow-up after the return"


def due_days(around: ChildFileCast) -> list[dt.date]:
    with role("maintenance"):
        found = Due.objects.filter(
            file_id=around.case.file_id, duty=Duty.RETURN_CONTACT, done_on=None
        )
        return list(found.values_list("due_on", flat=True))


def begin(around: ChildFileCast) -> None:
    new = Reintegration(
        file_id=around.case.file_id,
        child=around.case.child,
        returned_on=around.case.office.today(),
        lives_with="family",
        cover_agreement="not_needed",
    )
    with acting(around.worker):
        follow_up.begin_follow_up(reintegration=new, actor=around.worker)


def test_which_ends_make_a_first_visit_due() -> None:
    on = dt.date(2026, 3, 2)
    assert departure_rules.first_visit_day("outside", "family", on) == dt.date(2026, 3, 5)
    assert departure_rules.first_visit_day("", "family", on) is None
    assert departure_rules.first_visit_day("outside", "country", on) is None


@pytest.mark.parametrize("by_house_parent", [False, True])
def test_first_visit_is_due_within_three_days_until_the_follow_up_begins(
    around: ChildFileCast, *, by_house_parent: bool
) -> None:
    placement = home(around)
    end(around, placement, around.house_mother if by_house_parent else None)
    assert due_days(around) == [around.case.office.today() + dt.timedelta(days=3)]
    assert "Contact after return" in words(
        signed_in(around.worker).get(f"{around.url}due/").content
    )
    begin(around)
    with role("maintenance"):
        planned = Reintegration.objects.get(file_id=around.case.file_id).next_on
    assert due_days(around) == [planned]


def test_no_first_visit_replaces_the_contact_of_a_running_follow_up(around: ChildFileCast) -> None:
    placement = home(around)
    begin(around)
    before = due_days(around)
    end(around, placement)
    assert due_days(around) == before


def test_transfer_and_other_ends_ask_for_no_contact_after_a_return(around: ChildFileCast) -> None:
    end(around, home(around), end_reason="country")
    assert due_days(around) == []


def test_page_and_confirmation_lead_to_the_follow_up(around: ChildFileCast) -> None:
    placement = home(around)
    assert START in end(around, placement)
    page = signed_in(around.supervisor).get(f"{around.url}placements/{placement.pk}/end/departure/")
    assert START in words(page.content)
    assert f'href="{around.url}reintegration/"' in page.content.decode()
