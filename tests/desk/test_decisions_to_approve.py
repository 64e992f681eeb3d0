"""The common page of approvals shows the decisions of best interests, contact and reunification."""

import pytest

from saathi.desk.approvals.decisions import find_decisions
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies, best_interests, protection
from tests.protection.returns.tracing import steps as tracing
from tests.reading import read, status
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def kinds(around: ChildFileCast) -> list[str]:
    with acting(around.supervisor):
        return [each.kind.code for each in find_decisions(around.supervisor)]


def shown(around: ChildFileCast, query: str = "") -> str:
    page = signed_in(around.supervisor).get(f"/approvals/{query}").content.decode()
    return page[page.index('id="decisions"') :]


def test_assessments_determinations_and_contacts_wait_on_one_page(around: ChildFileCast) -> None:
    assert kinds(around) == []
    assert "Other decisions" not in read(around.supervisor, "/approvals/")
    with acting(around.worker):
        protection.asked(around.case, around.worker)
    author = agencies.staff("supervisor", around.worker.office)
    best_interests.ready(around.case, around.worker, author)
    assert sorted(kinds(around)) == ["contact", "determination"]
    text = shown(around)
    assert "Contact with the country of origin (1)" in text
    assert "Best interests determination (1)" in text
    with acting(around.supervisor):
        found = {each.kind.code: each.url for each in find_decisions(around.supervisor)}
    for url in found.values():
        assert signed_in(around.supervisor).get(url).status_code == 200


def test_filtered_by_type_and_case(around: ChildFileCast) -> None:
    with acting(around.worker):
        protection.asked(around.case, around.worker)
    best_interests.ready(
        around.case, around.worker, agencies.staff("supervisor", around.worker.office)
    )
    text = shown(around, "?d_kind=contact&d_sort=case")
    assert "1 decision awaits you" in text
    assert text.count("/child/") + text.count("/best-interests/determinations/") == 1
    assert "0 decisions await you" in shown(around, "?d_case=NOT-A-CASE")
    with acting(around.supervisor):
        code = find_decisions(around.supervisor)[0].code
    assert "2 decisions await you" in shown(around, f"?d_case={code.lower()}")


def test_ones_own_work_and_other_offices_are_not_listed(around: ChildFileCast) -> None:
    with acting(around.worker):
        protection.asked(around.case, around.worker)
    assert kinds(around) == ["contact"]
    stranger = agencies.staff("supervisor")
    with acting(stranger):
        assert find_decisions(stranger) == []
    assert status(around.worker, "/approvals/") == {404}


def test_a_reunification_waits_on_the_page(around: ChildFileCast) -> None:
    reunification = tracing.ready(around)
    with acting(around.supervisor):
        found = [
            each for each in find_decisions(around.supervisor) if each.kind.code == "reunification"
        ]
    assert [each.by for each in found] == [around.worker.name]
    assert str(reunification.file_id) in found[0].url
