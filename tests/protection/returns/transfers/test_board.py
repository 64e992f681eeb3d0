"""The board of transfers and the page of a group: each child alone, one query for each kind."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.protection.returns.transfers import group_facts, queries
from saathi.protection.returns.transfers.actions import groups
from saathi.protection.returns.transfers.authorisation_rules import missing_for_authorisation
from saathi.protection.returns.transfers.models import Transfer, TransferGroup
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import agencies, children
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.reading import read
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def another(around: ChildFileCast, name: str) -> ChildFileCast:
    """The same people around another child."""
    case = children.case(around.worker, name)
    people = (around.worker, around.supervisor, around.house_mother, around.stranger)
    return ChildFileCast(case, *people, around.outsider)


def new_group(actor: Staff, name: str = "Bus in March") -> TransferGroup:
    group = TransferGroup(name=name, from_country="NPL", to_country="IND")
    with acting(actor):
        return groups.create_group(group=group, actor=actor)


def put(transfer: Transfer, group: TransferGroup, actor: Staff) -> None:
    with acting(actor):
        found = Transfer.objects.get(pk=transfer.pk)
        groups.add_to_group(transfer=found, group=group, version=found.version, actor=actor)


@pytest.mark.requirement("XBR-006")
def test_group_shows_each_child_and_decides_for_none(around: ChildFileCast) -> None:
    group = new_group(around.worker)
    ready = prepared.accepted(around)
    bare = prepared.considered(another(around, "Maya"))
    for transfer in (ready, bare):
        put(transfer, group, around.worker)
    page = f"/transfers/groups/{group.pk}/"
    shown = read(around.supervisor, page)
    assert "2 children" in shown
    assert "Nothing is missing for 1 of 2 children on this page." in shown
    assert NAME not in shown
    content = signed_in(around.supervisor).get(page).content.decode()
    assert f"{around.url}transfers/{ready.pk}/" in content
    main = content[content.index("<main") : content.index("</main>")]
    assert 'method="post"' not in main, "it only filters"
    assert signed_in(around.supervisor).post(page).status_code == 405
    assert signed_in(around.outsider).get(page).status_code == 404


def test_group_counts_what_the_page_of_each_transfer_lists(around: ChildFileCast) -> None:
    others = [another(around, name) for name in ("Maya", "Rita")]
    listed = [prepared.accepted(around), prepared.considered(others[0])]
    listed.append(prepared.considered(others[1], kind="ordered"))
    prepared.say(others[0], listed[1], wish="does_not")
    prepared.plan_journey(others[1], listed[2], crosses_at=prepared.at(around, 1, 8))
    with acting(around.worker):
        found = list(Transfer.objects.filter(pk__in=[each.pk for each in listed]))
        counted = group_facts.count_missing(found, around.worker)
        on = around.worker.office.today()
        for transfer in found:
            facts = queries.load_facts(transfer, around.worker, on=on)
            assert counted[transfer.pk] == len(missing_for_authorisation(facts, on=on))
    assert min(counted.values()) == 0


def test_group_counts_the_last_view_that_the_page_of_an_authorised_transfer_lists(
    around: ChildFileCast,
) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    group = new_group(around.worker)
    put(transfer, group, around.worker)
    with acting(around.worker):
        found = list(Transfer.objects.filter(pk=transfer.pk))
        assert group_facts.count_missing(found, around.worker) == {transfer.pk: 1}
    page = read(around.worker, f"{around.url}transfers/{transfer.pk}/")
    assert "The child was not asked within the 24 hours before the departure." in page
    board = f"/transfers/groups/{group.pk}/"
    assert transfer.reference in read(around.worker, f"{board}?missing=child_view")
    assert transfer.reference not in read(around.worker, f"{board}?missing=papers")


def test_ended_transfers_come_last_and_those_from_abroad_have_a_view_of_their_own(
    around: ChildFileCast,
) -> None:
    ended = prepared.considered(around)
    elsewhere = another(around, "Maya")
    arriving = prepared.considered(
        elsewhere, direction="incoming", from_country="IND", to_country="NPL"
    )
    with role("maintenance"):
        Transfer.objects.filter(pk=ended.pk).update(
            state="stopped", stopped_by="child", ended_on=prepared.today(around, -90),
            state_since=prepared.today(around, -90),
        )  # fmt: skip
    shown = read(around.worker, "/transfers/")
    assert shown.index(arriving.reference) < shown.index(ended.reference)
    assert ended.reference not in read(around.worker, "/transfers/?days=30")
    assert "From another country" in shown
    incoming = read(around.worker, "/transfers/?direction=incoming")
    assert arriving.reference in incoming
    assert ended.reference not in incoming
    assert arriving.reference in read(around.worker, "/transfers/?country=IND")


def test_group_of_more_children_asks_no_more_queries(around: ChildFileCast) -> None:
    group, page = new_group(around.worker), ""
    numbers = []
    for name in ("Asha", "Bina", "Chandra", "Devi"):
        transfer = prepared.considered(another(around, name))
        put(transfer, group, around.worker)
        page = f"/transfers/groups/{group.pk}/"
        client = signed_in(around.worker)
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        numbers.append(len(captured))
    assert numbers[-1] <= numbers[0] + 1


@pytest.mark.requirement("XBR-013")
def test_chain_shows_the_legs_that_its_reader_works_on(around: ChildFileCast) -> None:
    first = prepared.considered(around, chain=["BGD", "NPL", "IND"])
    prepared.considered(around, reference=first.reference, leg=2, to_country="BGD")
    page = f"/transfers/references/{first.reference}/"
    shown = read(around.worker, page)
    assert "Bangladesh to Nepal to India" in shown
    assert "Nepal to Bangladesh" in shown
    assert NAME not in shown
    [entry] = cast.entries(kind="listed", by=around.worker.pk)[-1:]
    assert entry.detail["screen"] == "transfers:show_chain"
    for person in (around.house_mother, around.stranger, around.outsider):
        assert signed_in(person).get(page).status_code == 404
    for person in (around.outsider, around.house_mother, agencies.staff("administrator")):
        group = new_group(around.worker)
        for path in ("", "edit/"):
            assert signed_in(person).get(f"/transfers/groups/{group.pk}/{path}").status_code == 404


@pytest.mark.requirement("XBR-006")
def test_database_shows_and_takes_a_group_only_for_roles_that_read_transfers(
    around: ChildFileCast,
) -> None:
    group = new_group(around.worker)
    administrator = agencies.staff("administrator", at=around.worker.office)
    with acting(around.worker):
        assert TransferGroup.objects.filter(pk=group.pk).exists()
    with acting(administrator):
        assert not TransferGroup.objects.exists()
        assert TransferGroup.objects.filter(pk=group.pk).update(name="Another") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            TransferGroup.objects.create(
                name="Bus",
                from_country="NPL",
                to_country="IND",
                office_id=administrator.office_id,
                agency_id=administrator.agency_id,
                recorded_by=administrator.pk,
            )


def test_transfer_joins_a_group_between_the_same_countries_only(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    other = TransferGroup(name="To Bangladesh", from_country="NPL", to_country="BGD")
    with acting(around.worker):
        groups.create_group(group=other, actor=around.worker)
    path = f"{around.url}transfers/{transfer.pk}/group/"
    refused = follow(signed_in(around.worker), path, group=other.pk)
    assert "This group travels between other countries." in refused
    right = new_group(around.worker)
    joined = follow(signed_in(around.worker), path, group=right.pk)
    assert "Bus in March" in joined


def test_page_of_a_transfer_shows_the_day_of_its_group(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    day = around.worker.office.today() + dt.timedelta(days=37)
    group = TransferGroup(name="Bus", from_country="NPL", to_country="IND", planned_on=day)
    with acting(around.worker):
        groups.create_group(group=group, actor=around.worker)
    page = f"{around.url}transfers/{transfer.pk}/"
    assert format_day(day) not in read(around.worker, page)
    put(transfer, group, around.worker)
    assert format_day(day) in read(around.worker, page)


def test_group_says_who_travels_on_another_day(around: ChildFileCast) -> None:
    group = new_group(around.worker)
    transfer = prepared.accepted(around)
    put(transfer, group, around.worker)
    page = f"/transfers/groups/{group.pk}/"
    text = "Children who travel on another day than the planned day of the group"
    with role("maintenance"):
        TransferGroup.objects.filter(pk=group.pk).update(planned_on=prepared.today(around, 1))
    assert text not in signed_in(around.worker).get(page).content.decode()
    with role("maintenance"):
        TransferGroup.objects.filter(pk=group.pk).update(planned_on=prepared.today(around, -6))
    shown = signed_in(around.worker).get(page).content.decode()
    assert text in shown
    assert f"?day={prepared.today(around, 1).isoformat()}" in shown


def test_board_lists_by_reference_stage_and_country_without_names(around: ChildFileCast) -> None:
    asked = prepared.considered(around)
    prepared.screen(around)
    prepared.request(around, asked)
    considered = prepared.considered(another(around, "Maya"), to_country="BGD")
    board = "/transfers/"
    shown = read(around.worker, board)
    assert asked.reference in shown
    assert considered.reference in shown
    assert NAME not in shown
    found = read(around.worker, f"{board}?q={asked.reference[:6]}")
    assert considered.reference not in found
    assert asked.reference in found
    assert asked.reference not in read(around.worker, f"{board}?country=BGD")
    assert considered.reference not in read(around.worker, f"{board}?state=requested")
    assert "2 transfers" not in read(around.worker, f"{board}?days=14")
    assert asked.reference not in read(around.outsider, board)
    assert signed_in(agencies.staff("administrator")).get(board).status_code == 404


@pytest.mark.requirement("XBR-006")
def test_children_join_a_group_from_its_page(around: ChildFileCast) -> None:
    group = new_group(around.worker)
    joins, elsewhere = prepared.considered(around), another(around, "Maya")
    other = prepared.considered(elsewhere, to_country="BGD")
    path = f"/transfers/groups/{group.pk}/children/"
    assert signed_in(around.outsider).get(path).status_code == 404
    offered = read(around.worker, path)
    assert joins.reference in offered
    assert other.reference not in offered
    refused = follow(signed_in(around.worker), path, transfers=[str(other.pk)])
    assert "There is a problem" in refused
    follow(signed_in(around.worker), path, transfers=[str(joins.pk)])
    assert prepared.stored(joins).group_id == group.pk
    assert prepared.stored(other).group_id is None


def test_only_who_reads_transfers_reads_and_names_groups(around: ChildFileCast) -> None:
    group = new_group(around.worker, "Bus in June")
    for person, sees in ((around.worker, True), (around.house_mother, False)):
        assert ("Bus in June" in read(person, "/transfers/groups/")) == sees
    with pytest.raises(access.NotAllowed):
        new_group(around.house_mother)
    with acting(around.house_mother), pytest.raises(access.NotAllowed):
        groups.change_group(
            group=group, columns={"name": "X"}, version=1, actor=around.house_mother
        )
