"""Transfer of a case to an office in another country: as other contact with that country."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import definer_functions, writing
from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.models import Grant
from saathi.infra import clock
from saathi.protection.casework.handovers.models import Handover
from saathi.protection.returns.protection_screening.models import ContactPermission
from tests.desk import cast
from tests.factories import agencies, merges, protection
from tests.protection.casework.handovers.two_agencies import Two
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ALL_FACTS = [fact.value for fact in ProtocolShareableFact]


@pytest.fixture
def two() -> Two:
    """The child's agency in Nepal, and an agency in India."""
    office = agencies.office(agencies.agency(country="IND"), time_zone="Asia/Kolkata")
    return Two(
        cast.around(), agencies.staff("supervisor", office), agencies.staff("case_worker", office)
    )


def screen(two: Two) -> None:
    with acting(two.around.worker):
        protection.screened(two.around.case, two.around.worker)


def find_sign(two: Two) -> None:
    with acting(two.around.worker):
        today = two.around.worker.office.today()
        protection.sign(two.around.case, two.around.worker, screened_on=today)


def permit(two: Two, **asks: Any) -> ContactPermission:
    """A supervisor permits contact with the country."""
    with acting(two.around.worker):
        asked = protection.asked(two.around.case, two.around.worker, **asks)
    with acting(two.around.supervisor):
        return protection.permit(asked, two.around.supervisor)


def plain_offer(two: Two, view: str) -> None:
    """Writes an offer as the web role, with its proof but without the action."""
    around = two.around
    record = Handover(
        file_id=around.file_id, case=around.case, kind="agency", state="offered", why="moved",
        from_worker_id=around.worker.pk, from_office_id=around.worker.office_id,
        to_office_id=two.leader.office_id, child_view=view, child_informed="yes",
        offered_on=around.worker.office.today(), answer_by=around.worker.office.today(),
        former_until=clock.now(),
    )  # fmt: skip
    with (
        acting(around.supervisor),
        pytest.raises(IntegrityError, match="not to this country"),
        transaction.atomic(),
    ):
        writing.add(record, actor=around.supervisor)


def plain_grant(two: Two) -> None:
    """Opens the case to the other office by the function that the action calls."""
    values = [two.around.file_id, two.around.case.pk, two.leader.office_id, clock.now()]
    with (
        acting(two.around.supervisor),
        pytest.raises(definer_functions.ChangeNotPossible),
        transaction.atomic(),
    ):
        definer_functions.make_change("handover_offer", values, by=two.around.supervisor.pk)
    with role("maintenance"):
        grants = Grant.objects.filter(file=two.around.file_id, principal=two.leader.office_id)
        assert not grants.exists()


@pytest.mark.requirement("INT-002")
def test_no_case_passes_abroad_before_the_screening(two: Two) -> None:
    assert "not finished or does not allow it" in two.offer()
    plain_offer(two, "agrees")
    plain_grant(two)


@pytest.mark.requirement("INT-002")
def test_a_sign_keeps_the_file_from_the_country_of_origin(two: Two) -> None:
    find_sign(two)
    assert "not finished or does not allow it" in two.offer()
    plain_offer(two, "agrees")
    plain_grant(two)


@pytest.mark.requirement("INT-002")
def test_a_sign_in_another_file_of_the_child_keeps_this_one_too(two: Two) -> None:
    screen(two)
    permit(two, facts=ALL_FACTS)
    merge = merges.file_with_sign(two.around.case.file_id)
    page = two.offer()
    assert "Another file of this child does not allow it now." in page
    assert "not finished or does not allow it" not in page
    plain_offer(two, "agrees")
    plain_grant(two)
    merges.parted(merge)
    assert two.offer() == two.url


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("asks", [{}, {"facts": ALL_FACTS, "child_answer": "in_part"}])
def test_a_permission_for_less_is_not_enough(two: Two, asks: dict[str, Any]) -> None:
    screen(two)
    assert "with all information" in two.offer()
    permit(two, **asks)
    assert "with all information" in two.offer()
    plain_offer(two, "agrees")
    plain_grant(two)


@pytest.mark.requirement("CAS-012")
def test_a_child_who_disagrees_is_not_transferred_abroad(two: Two) -> None:
    screen(two)
    permit(two, facts=ALL_FACTS)
    assert "whatever the legal basis" in two.offer(child_view="against", child_words="I am afraid.")
    assert "Ask the child first" in two.offer(child_view="not_asked")
    plain_offer(two, "against")
    plain_offer(two, "not_asked")


@pytest.mark.requirement("CAS-012")
def test_with_permission_for_all_the_case_passes(two: Two) -> None:
    screen(two)
    permit(two, facts=ALL_FACTS)
    assert two.offer() == two.url
    assert two.answer(do="accept", staff=two.worker.pk) == two.around.url


def test_a_sign_found_after_the_offer_stops_its_acceptance(two: Two) -> None:
    screen(two)
    permit(two, facts=ALL_FACTS)
    two.offer()
    find_sign(two)
    path = f"/handovers/{two.offered().pk}/"
    client = signed_in(two.leader)
    assert client.get(path).status_code == 404  # the access that the offer gave has ended
    assert client.post(path, {"do": "accept", "staff": str(two.worker.pk)}).status_code == 404
    assert two.offered().state == "offered"


def test_only_leaders_of_the_office_ask_what_is_missing(two: Two) -> None:
    values = [two.around.file_id, two.leader.office_id, "agrees"]
    for person in (two.leader, two.around.worker):
        with (
            acting(person),
            pytest.raises(Exception, match="not yours to offer"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT handover_asked_abroad(%s, %s, %s)", values)
