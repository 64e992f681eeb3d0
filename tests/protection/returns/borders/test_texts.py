"""Texts of a request to another country say neither what happened nor where the child lives."""

import pytest

from saathi.protection.returns.borders.models import CrossBorderEnquiry
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import borders, helps, protection
from tests.protection.returns.borders.test_screens import consent, send_enquiry
from tests.roles import acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    """A child who was screened for international protection, without a sign."""
    around = cast.around()
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    return around


@pytest.mark.requirement("XBR-003")
@pytest.mark.parametrize("name", ["question", "clues"])
def test_texts_that_tell_what_happened_or_where_the_child_lives_do_not_go(
    around: ChildFileCast, name: str
) -> None:
    borders.protocol(around.worker)
    helps.service(around.supervisor, name="Sunrise House", kinds=["shelter"])
    given = consent(around)
    page = send_enquiry(around, given, **{name: "She was traf-ficked to a house."})
    assert "Remove the words about trafficking, exploitation or abuse." in page
    page = send_enquiry(around, given, **{name: "Lives in Sunrise House."})
    assert "Remove the name of the shelter." in page
    with acting(around.worker):
        assert not CrossBorderEnquiry.objects.exists()
