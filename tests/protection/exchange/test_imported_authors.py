"""What an import says of age and past events: that they were imported, and no author that is not known."""

import pytest

from saathi.people import queries
from saathi.people.forms import AgeForm
from saathi.people.models import AgeStatement, Child
from tests.protection.exchange import cast
from tests.protection.exchange.cast import Desk
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


def test_age_of_a_list_is_imported_and_never_a_statement_of_the_child(desk: Desk) -> None:
    path = cast.brought(desk)
    with acting(desk.worker):
        child = Child.objects.filter(file__in=cast.files_of(path)).order_by("code")[0]
        header = queries.child_header(child, staff=desk.worker)
    text = " ".join(fact.text for fact in header.facts)
    assert "imported from another system" in text
    assert "stated by the child" not in text
    with role("maintenance"):
        bases = AgeStatement.objects.filter(file__in=cast.files_of(path)).values_list("basis")
        assert set(bases) == {("imported",)}
    # Their author is the other system: the officer who imported is named as that.
    timeline = read(signed_in(desk.worker).get(f"/child/{child.file_id}/timeline/"))[0]
    assert f"imported by {desk.officer.name}" in timeline
    by_you = read(signed_in(desk.officer).get(f"/child/{child.file_id}/"))
    assert "by you" not in by_you[0].replace("imported by you", "")
    # An import alone can say so: no form offers it.
    offered = dict(AgeForm.base_fields["basis"].choices)  # type: ignore[attr-defined]
    assert "documented" in offered
    assert "imported" not in offered
