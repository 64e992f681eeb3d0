"""A group of 250 children, as in the operations of the report: one board, each child alone on it."""

import html
import re
from typing import Final
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies import writing
from saathi.agencies.record_kit.fields import payload_of
from saathi.agencies.vocabulary import FileKind
from saathi.audit import AuditKind
from saathi.audit.models import AuditEntry
from saathi.people.actions import child_payload, new_code
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers.actions import groups
from saathi.protection.returns.transfers.models import Transfer, TransferGroup, TransferView
from saathi.protection.returns.transfers.views.group_board import PAGE_SIZE
from saathi.protection.returns.transfers.vocabulary import TransferState
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import children
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
MANY: Final = 250
NAME = "Raju"


def travellers(around: ChildFileCast, number: int, prefix: str = "GROUP") -> TransferGroup:
    """A group of so many children, each with a file, a case, a transfer and an answer of their own."""
    worker = around.worker
    group = TransferGroup(name="Two buses", from_country="NPL", to_country="IND")
    with acting(worker):
        groups.create_group(group=group, actor=worker)
        files = writing.create_files(
            kind=FileKind.CHILD, office=worker.office, count=number, actor=worker
        )
        made = [Child(file=file, code=new_code("NPL"), gender="boy") for file in files]
        names = [child_payload([Name("given", NAME, "ne")], {}) for _child in made]
        writing.add_all(made, actor=worker, payloads=names)
        writing.add_all([_case(child, around) for child in made], actor=worker)
        transfers = [
            _transfer(child, group, f"{prefix}-{place:04}", around)
            for place, child in enumerate(made)
        ]
        writing.add_all(transfers, actor=worker, payloads=[payload_of(each) for each in transfers])
        views = [_view(each, around) for each in transfers]
        writing.add_all(views, actor=worker, payloads=[payload_of(each) for each in views])
    return group


def _case(child: Child, around: ChildFileCast) -> Case:
    worker = around.worker
    return Case(
        file_id=child.file_id,
        child=child,
        office=worker.office,
        worker=worker,
        opened_on=children.TODAY,
    )


def _transfer(
    child: Child, group: TransferGroup, reference: str, around: ChildFileCast
) -> Transfer:
    today = prepared.today(around)
    return prepared.with_texts(
        Transfer(
            file_id=child.file_id, child=child, group=group, direction="outgoing", kind="return",
            from_country="NPL", to_country="IND", chain=["NPL", "IND"], opened_on=today,
            reference=reference, state=TransferState.CONSIDERED, state_since=today,
        ),
        partner="Agency in Patna (invented)",
    )  # fmt: skip


def _view(transfer: Transfer, around: ChildFileCast) -> TransferView:
    """The first child does not want to go, all others do."""
    wish = "does_not" if transfer.reference.endswith("-0000") else "goes"
    view = TransferView(
        file_id=transfer.file_id, transfer=transfer, moment="preparation", wish=wish,
        asked_at=prepared.at(around, -1, 9), is_replied=False,
    )  # fmt: skip
    texts = {"words": "I want to see my mother.", "why_not_asked": "", "reply": ""}
    return prepared.with_texts(view, asked_by="Rina, in Maithili", **texts)


def queries_of(around: ChildFileCast, page: str) -> tuple[int, str]:
    """How many queries the page takes once it was read before, and its content."""
    client = signed_in(around.worker)
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return len(captured), answer.content.decode()


@pytest.mark.requirement("XBR-006")
def test_board_of_250_children_asks_no_more_queries_than_that_of_two() -> None:
    around = cast.around()
    few, many = travellers(around, 2, "FEW"), travellers(around, MANY)
    least, _content = queries_of(around, f"/transfers/groups/{few.pk}/")
    asked, content = queries_of(around, f"/transfers/groups/{many.pk}/")
    assert asked == least
    assert f"{MANY} children" in content
    assert NAME not in content
    main = content[content.index("<main") : content.index("</main>")]
    assert 'method="post"' not in main, "nothing is decided for all at once"
    listed = [each for page in pages_of(around, many) for each in page]
    assert len(listed) == len(set(listed)) == MANY, "each child’s transfer is opened alone"


def pages_of(around: ChildFileCast, group: TransferGroup, query: str = "") -> list[list[str]]:
    """The addresses of the transfers on each page of the board, by its link to the next page."""
    client, board, pages = signed_in(around.worker), f"/transfers/groups/{group.pk}/", []
    while query is not None:
        content = client.get(board + query).content.decode()
        main = content[content.index("<main") : content.index("</main>")]
        pages.append(re.findall(r'href="(/child/[0-9a-f-]{36}/transfers/[0-9a-f-]{36}/)"', main))
        after = re.search(r'href="([^"]*)" rel="next"', main)
        query = html.unescape(after[1]) if after else None
    assert all(len(page) <= PAGE_SIZE for page in pages)
    return pages


@pytest.mark.requirement("XBR-006")
def test_board_is_filtered_searched_and_sorted() -> None:
    around = cast.around()
    group = travellers(around, 3)
    [(first, second, third)] = pages_of(around, group)
    stop(around, second)
    assert pages_of(around, group, "?state=stopped") == [[second]]
    assert pages_of(around, group, "?state=considered") == [[first, third]]
    assert pages_of(around, group, "?q=GROUP-0002") == [[third]]
    assert pages_of(around, group, "?order=-reference") == [[third, second, first]]


@pytest.mark.requirement("XBR-006")
def test_board_is_searched_by_case_and_filtered_by_worker_day_and_readiness() -> None:
    around = cast.around()
    group = travellers(around, 3)
    [(first, second, third)] = pages_of(around, group)
    with role("maintenance"):
        moved = Transfer.objects.get(reference="GROUP-0001")
        code = moved.child.code
        Transfer.objects.filter(pk=moved.pk).update(planned_on=prepared.today(around, 9))
    assert pages_of(around, group, f"?q={code.lower()}") == [[second]]
    day = prepared.today(around, 9).isoformat()
    assert pages_of(around, group, f"?day={day}") == [[second]]
    assert pages_of(around, group, "?day=none") == [[first, third]]
    worker = around.worker.pk
    assert pages_of(around, group, f"?worker={worker}") == [[first, second, third]]
    assert pages_of(around, group, "?missing=ready") == [[]]
    content = signed_in(around.worker).get(f"/transfers/groups/{group.pk}/").content.decode()
    assert 'href="?state=considered"' in content
    assert "Considered: 3" in content


@pytest.mark.requirement("XBR-006")
def test_each_row_leads_to_the_first_thing_that_is_missing() -> None:
    around = cast.around()
    group = travellers(around, 2)
    board = f"/transfers/groups/{group.pk}/"
    assert (
        signed_in(around.worker).get(board).content.decode().count("/international-protection/")
        == 2
    )
    prepared.screen(around)  # of another child: nothing changes here
    assert (
        signed_in(around.worker).get(board).content.decode().count("/international-protection/")
        == 2
    )


@pytest.mark.deploy
@pytest.mark.requirement("XBR-006")
def test_each_of_250_children_has_a_decision_of_their_own() -> None:
    """Whoever works through the board: every second transfer is stopped, each for itself and on record."""
    around = cast.around()
    group = travellers(around, MANY)
    listed = [each for page in pages_of(around, group) for each in page]
    stopped = listed[::2]
    for number, transfer in enumerate(stopped, 1):
        stop(around, transfer)
        with role("maintenance"):
            assert Transfer.objects.filter(group=group, state="stopped").count() == number
    assert [each for page in pages_of(around, group, "?state=stopped") for each in page] == stopped
    content = signed_in(around.worker).get(f"/transfers/groups/{group.pk}/").content.decode()
    assert f"Stopped: {len(stopped)}" in content
    with role("maintenance"):
        changed = AuditEntry.objects.filter(kind=AuditKind.WROTE, file_id__isnull=False)
        files = set(changed.values_list("file_id", flat=True))
    assert {UUID(each.split("/")[2]) for each in stopped} <= files


def stop(around: ChildFileCast, address: str) -> None:
    """The worker stops the transfer at this address, with where the child stays."""
    shown = follow(
        signed_in(around.worker),
        f"{address}stop/",
        stopped_by="child",
        stop_reason="Does not want to travel.",
        place_tonight="In the home where they live now",
        next_step="Ask again in a month.",
    )
    assert "This transfer was stopped." in shown
