import pytest
from django.test import override_settings

from saathi.web import navigation
from tests.web.gallery import menu

pytestmark = [pytest.mark.usefixtures("gallery_addresses")]


@pytest.fixture
def gallery_addresses() -> object:
    with override_settings(ROOT_URLCONF="tests.web.gallery"):
        yield


def test_a_person_sees_only_her_places_in_the_order_of_the_menu() -> None:
    links = navigation.menu_links(menu("law", "my_day"), "/policy/law/table/")

    assert [(link.url, link.is_here) for link in links] == [
        ("/desk/my_day/", False),
        ("/policy/law/", True),
    ]


def test_nobody_signed_in_sees_no_menu() -> None:
    assert navigation.menu_links([], "/") == []
