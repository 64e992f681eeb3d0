"""Print of a determination, verification, screening, transfer and chain: clean, complete, logged."""

import pytest

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.decisions.best_interests.models import Determination
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests, protection
from tests.protection.returns.transfers import prepared
from tests.reading import read, status
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def printed_from(around: ChildFileCast, page: str, *, has_code: bool = True) -> str:
    """The page that the button “Print” leads to; the page itself has the button."""
    shown = signed_in(around.worker).get(page).content.decode()
    assert f'href="{page}print/"' in shown
    paper = signed_in(around.worker).get(f"{page}print/").content.decode()
    main = paper[paper.index("<h1", paper.index("<main")) : paper.index("</main>")]
    assert "<form" not in main, "nothing to press"
    assert "no-print" not in main
    assert "btn" not in main
    assert f"by {around.worker.name}." in main
    assert (around.case.child.code in main) is has_code
    assert "Confidential. Printed on" in main
    for other in (around.stranger, around.outsider):
        assert status(other, f"{page}print/") <= {404, 405}
    return main


def prints_logged(around: ChildFileCast, screen: str) -> int:
    with role("maintenance"):
        entries = AuditEntry.objects.filter(kind="printed", file_id=around.file_id)
        return entries.filter(detail__screen=screen).count()


def test_transfer_and_its_chain_are_printed(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    main = printed_from(around, f"{around.url}transfers/{transfer.pk}/")
    assert transfer.reference in main
    assert "Sunrise" not in main
    assert "Aunt Maya Devi" in main
    assert "<summary" not in main, "everything is open"
    assert prints_logged(around, "transfers:print_transfer") == 1
    # Both sides use the reference: it says nothing about the child.
    main = printed_from(around, f"/transfers/references/{transfer.reference}/", has_code=False)
    assert "Legs" in main
    assert prints_logged(around, "transfers:print_chain") == 1


def test_screening_and_verification_are_printed(around: ChildFileCast) -> None:
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    main = printed_from(around, f"{around.url}international-protection/")
    assert "Sarita Rai, lawyer" in main
    assert prints_logged(around, "protection_screening:print_protection") == 1
    main = printed_from(around, f"{around.url}return/")
    assert "No verification recorded." in main


def test_a_reader_prints_no_screening_that_the_page_hides(around: ChildFileCast) -> None:
    with acting(around.supervisor):
        protection.screened(around.case, around.supervisor)
    page = f"{around.url}international-protection/print/"
    assert "Sarita Rai" not in read(around.worker, page)
    assert "Sarita Rai" in read(around.supervisor, page)


def test_determination_names_child_and_assessment_and_is_printed(around: ChildFileCast) -> None:
    found = best_interests.ready(around.case, around.worker, around.supervisor)
    page = f"/best-interests/determinations/{found.pk}/"
    shown = signed_in(around.worker).get(page).content.decode()
    assert around.case.child.code in shown
    assert f'href="/child/{around.file_id}/"' in shown
    assert shown.count("Assessment with the factors") == 1
    assert shown.count(">Options<") == 1
    assert 'id="report"' in shown
    main = printed_from(around, page)
    assert "Child and assessment" in main


@pytest.mark.requirement("BID-001")
def test_what_a_determination_lacks_leads_to_where_it_is_entered(around: ChildFileCast) -> None:
    with acting(around.worker):
        found = best_interests.determination(around.case, around.worker, guardian="not_asked")
    page = f"/best-interests/determinations/{found.pk}/"
    shown = signed_in(around.worker).get(page).content.decode()
    missing = shown[shown.index('id="missing"') :]
    missing = missing[: missing.index("</section>")]
    for text, link in (
        ("Add at least two options", f"/best-interests/determinations/{found.pk}/options/new/"),
        ("Hear the legal guardian", f"/best-interests/determinations/{found.pk}/edit/"),
        ("The report is not marked as ready", f"{page}#report"),
    ):
        place = missing.index(text)
        assert link in missing[place : place + 400]
    assert "List at least three members who may vote" in missing
    refused = signed_in(around.worker)
    answer = refused.post(
        f"{around.url}best-interests/determinations/{found.pk}/submit/",
        {"version": found.version, "form_key": str(found.pk)},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == page
    assert 'id="missing"' in answer.content.decode()


def main_steps(around: ChildFileCast, found: Determination, reader: Staff) -> list[str]:
    """The labels of the filled buttons above a determination."""
    shown = signed_in(reader).get(f"/best-interests/determinations/{found.pk}/").content.decode()
    above = shown[shown.index('<div class="actions no-print">') :]
    above = above[: above.index("</div>")]
    assert 'class="btn second"' in above
    found_labels = above.split('class="btn "')[1:]
    return [each.partition("</a>")[0].partition(">")[2].strip() for each in found_labels]


@pytest.mark.requirement("BID-001")
def test_a_determination_has_one_main_step_the_next_that_is_possible(around: ChildFileCast) -> None:
    with acting(around.worker):
        found = best_interests.determination(around.case, around.worker)
    assert main_steps(around, found, around.worker) == ["Add an option"]
    second = best_interests.ready(around.case, around.worker, around.supervisor)
    assert main_steps(around, second, around.supervisor) == ["Open the meeting"]
    assert main_steps(around, second, around.worker) == []
    decided = best_interests.decide(second, around.supervisor)
    assert main_steps(around, decided, around.worker) == ["Tell the child"]
