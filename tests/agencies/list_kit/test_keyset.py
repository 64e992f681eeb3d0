"""Pages by key: together they are the whole list, each row once, in both directions and with empty values."""

import datetime as dt
import random
import uuid

import pytest
from django.db.models import QuerySet
from django.http import QueryDict

from saathi.agencies.list_kit.keyset import KeysetPage, ListPosition, fetch_keyset_page
from saathi.agencies.models import Staff
from saathi.protection.casework.services.models import Service
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db
SIZE = 4


@pytest.fixture
def services() -> QuerySet[Service]:
    """Twenty-three entries of which several share a review date and several have none."""
    keeper: Staff = agencies.staff("supervisor")
    random_days = random.Random(20)
    days = [None, None, None, *(dt.date(2026, 3, 1 + number) for number in range(4))]
    with role("maintenance"):
        Service.objects.bulk_create(
            Service(
                agency_id=keeper.agency_id, name=f"Service {number}", organisation="Maiti ghar",
                kinds=["legal"], country="NPL", district=f"{number}", recorded_by=keeper.pk,
                changed_by=keeper.pk, review_on=random_days.choice(days),
                state="published", published_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC),
            )
            for number in range(23)
        )  # fmt: skip
    return Service.objects.all()


def page_of(services: QuerySet[Service], field: str, position: ListPosition) -> KeysetPage[Service]:
    return fetch_keyset_page(services, services, field=field, position=position, size=SIZE)


@pytest.mark.parametrize("field", ["review_on", "-review_on", "name", "-name"])
def test_pages_by_key_are_the_whole_list_in_both_directions(
    services: QuerySet[Service], field: str
) -> None:
    whole = list(services.order_by(field, "-pk" if field.startswith("-") else "pk"))
    page = page_of(services, field, ListPosition())
    assert page.before is None
    pages = [page]
    while page.after is not None:
        page = page_of(services, field, ListPosition(after=page.after))
        pages.append(page)
    assert [row for page in pages for row in page.rows] == whole
    back = [page]
    while page.before is not None:
        page = page_of(services, field, ListPosition(before=page.before))
        back.append(page)
    assert [row for page in reversed(back) for row in page.rows] == whole
    assert [len(page.rows) for page in pages[:-1]] == [SIZE] * (len(pages) - 1)


def test_a_row_that_left_the_filter_still_marks_its_place(services: QuerySet[Service]) -> None:
    ordered = list(services.order_by("name", "pk"))
    remaining = services.exclude(pk=ordered[3].pk)
    position = ListPosition(after=ordered[3].pk)
    page = fetch_keyset_page(remaining, services, field="name", position=position, size=SIZE)
    assert list(page.rows) == ordered[4:8]


def test_a_row_that_is_gone_leads_to_the_first_page(services: QuerySet[Service]) -> None:
    page = page_of(services, "name", ListPosition(after=uuid.uuid4()))
    assert page.before is None
    assert len(page.rows) == SIZE


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("", ListPosition()),
        ("page=3", ListPosition(page=3)),
        ("page=999", ListPosition(page=40)),
        ("page=99999999", ListPosition()),
        ("page=-1", ListPosition()),
        ("page=0", ListPosition()),
        ("page=\u0663", ListPosition()),
        ("after=nonsense", ListPosition()),
    ],
)
def test_a_position_in_an_address_is_checked(query: str, position: ListPosition) -> None:
    assert ListPosition.from_query(QueryDict(query)) == position
