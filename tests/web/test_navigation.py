import pytest
from django.test import override_settings
from django.urls import reverse

from saathi.agencies import domains
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.web import navigation
from tests.web.gallery import menu

pytestmark = [pytest.mark.usefixtures("gallery_addresses")]


@pytest.fixture
def gallery_addresses() -> object:
    with override_settings(ROOT_URLCONF="tests.web.gallery"):
        yield


def test_the_menu_shows_only_permitted_places_in_order() -> None:
    links = navigation.menu_links(menu("law", "my_day"), "/policy/show_law/table/")

    assert [(link.url, link.is_here) for link in links] == [
        ("/desk/my_day/", False),
        ("/policy/show_law/", True),
    ]


def test_no_one_signed_in_sees_no_menu() -> None:
    assert navigation.menu_links([], "/") == []


def test_a_page_of_a_file_marks_its_own_item_and_never_the_first_page() -> None:
    with override_settings(ROOT_URLCONF="saathi.config.urls"):
        places = [
            navigation.MenuPlace("my_day", "My day", "sun", "desk:my_day"),
            navigation.MenuPlace("find", "Search", "search", "desk:find_child"),
            *(
                navigation.MenuPlace(
                    entry.key, entry.label, entry.icon, entry.page, further=entry.further
                )
                for domain in domains.all_domains()
                for entry in domain.menu
                if entry.key in {"cases", "reports"}
            ),
        ]

        def here(path: str) -> list[str]:
            return [str(link.label) for link in navigation.menu_links(places, path) if link.is_here]

        assert here("/") == ["My day"]
        assert here("/child/3f/plan/") == ["Cases"]
        assert here("/find/report/3f/open/") == here("/reports/3f/") == ["Reports"]
        assert here("/find/") == ["Search"]
        assert here("/help/") == []


@pytest.mark.parametrize(
    ("may", "reads", "keys"),
    [
        (Permission.WORK_ON_CASE, Section.LEGAL, ["court_calendar", "tracing", "free_places"]),
        (Permission.WORK_ON_CASE, Section.VISITS, ["free_places"]),
        (Permission.APPROVE, Section.LEGAL, ["court_calendar"]),
        (Permission.KEEP_FACILITIES, Section(0), ["free_places"]),
        (Permission.INSPECT, Section(0), ["free_places"]),
        (Permission.RECORD_REPORT, Section.LEGAL, []),
    ],
)
def test_court_calendar_tracing_and_free_places_are_in_the_menu_of_those_who_read_them(
    may: Permission, reads: Section, keys: list[str]
) -> None:
    shown = domains.open_menu(frozenset({may}), reads)
    lists = {"court_calendar", "tracing", "free_places"}

    assert [place.key for place in shown if place.key in lists] == keys
    assert all(place.is_rare for place in shown if place.key in lists)


def test_a_menu_that_fits_has_all_items_in_its_row() -> None:
    found = navigation.main_menu(menu("my_day", "find", "numbers", "law"), "/policy/show_law/")

    assert len(found.row) == 4
    assert found.more == ()


def test_a_long_menu_keeps_what_is_used_often_in_its_row() -> None:
    keys = ("my_day", "find", "reports", "missing", "services", "approvals", "matches", "numbers")
    found = navigation.main_menu(menu(*keys), "/evidence/show_statistics/")

    assert len(found.row) == navigation.MAX_IN_ROW - 1
    # Missing children are rare as well; they come first, and there is room for one.
    addresses = [reverse(place.url_name) for place in menu("matches", "numbers")]
    assert [link.url for link in found.more] == addresses
    assert found.is_more_here
    assert not navigation.main_menu(menu(*keys), "/desk/my_day/").is_more_here
