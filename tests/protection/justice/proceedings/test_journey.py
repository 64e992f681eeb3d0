"""Story 12: a child of nine is heard by video in camera; later refuses, and services go on."""

import datetime as dt

import pytest

from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.justice.proceedings.models import Hearing, PresentationRequest
from tests import filled
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.reading import day, words
from tests.roles import acting
from tests.signing import signed_in


@pytest.mark.requirement("JUS-003")
@pytest.mark.requirement("JUS-007")
@pytest.mark.requirement("JUS-014")
def test_a_child_is_heard_once_by_video_and_may_refuse_later(court: CourtCast) -> None:
    lawyer, leader = signed_in(court.lawyer), signed_in(court.around.supervisor)
    today = court.lawyer.office.today()

    def send(client: object, path: str, **typed: object) -> str:
        page = client.get(path)  # type: ignore[attr-defined]
        assert page.status_code == 200, path
        form = filled.form(page.content.decode(), **typed)  # type: ignore[arg-type]
        answer = client.post(path, form)  # type: ignore[attr-defined]
        shown = client.get(answer["Location"]) if answer.status_code == 302 else answer  # type: ignore[attr-defined]
        return words(shown.content)

    long_ago = today - dt.timedelta(days=200)
    send(lawyer, court.page("stages/new/"), stage="charge", **day("reached_on", long_ago))
    decision = {
        "explained_by": "representative", "explained_how": ["pictures"], "language": "ne",
        "understanding": ["own_words"], "fears": ["accused"], "pressure": ["none"],
    }  # fmt: skip
    send(
        lawyer, court.page("testimony/new/"), answer="conditions", conditions="By video", **decision
    )
    finding = {"found_by": "psychologist", "understood": "with_support", "coherent": "yes"}
    page = send(
        lawyer, court.page("comprehension/new/"), grounds=["aids"], **finding, **day("found_on", today)
    )  # fmt: skip
    assert "From charge to the child’s testimony: 200 days" in page
    send(
        lawyer, court.page("presentations/new/"), occasion="testimony",
        why="The child wants to be heard once.", **day("planned_on", today),
    )  # fmt: skip
    with acting(court.lawyer):
        asked = PresentationRequest.objects.get()
    send(leader, f"{court.url}presentations/{asked.pk}/decide/", state="approved")
    send(
        lawyer, court.page("hearings/new/"), purpose="child_evidence", child_expected="video",
        **day("listed_on", today),
    )  # fmt: skip
    with acting(court.lawyer):
        hearing = Hearing.objects.get()
    page = send(
        lawyer, f"{court.url}hearings/{hearing.pk}/held/", child_part="video", public="in_camera",
        mode="video_link", in_room=["judge", "support_person"], questions="judge",
        questions_stopped="none_asked", breaks="taken", support="chosen", faced_accused="no",
        child_room="yes", times_told="2",
    )  # fmt: skip
    assert "In camera: the public was excluded" in page

    page = send(lawyer, court.page("testimony/new/"), answer="does_not_want", **decision)
    assert "Services, placement and return do not depend on it." in page
    page = send(
        lawyer, court.page("presentations/new/"), occasion="testimony", why="The defence asks.",
        reason_code="ordered", **day("planned_on", today),
    )  # fmt: skip
    with acting(court.lawyer):
        again = PresentationRequest.objects.get(state="asked")
    page = send(leader, f"{court.url}presentations/{again.pk}/decide/", state="approved")
    assert "Testimony is the child’s own decision." in page
    page = send(
        lawyer, court.page("summonses/new/"), source="court", subject="testimony",
        **day("served_on", today),
    )  # fmt: skip
    assert "Does not want to testify" in page
    with acting(court.around.worker):
        assert not BrokenSafeguard.objects.exists()
        assert Case.objects.get().status == "open"
