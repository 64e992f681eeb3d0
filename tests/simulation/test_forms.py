"""The demo agency has published the example form as its own, and completed it for some children."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.supplements import queries
from saathi.protection.casework.supplements.models import FormVersion, SupportAnswers
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.xdist_group("simulation")


def test_the_example_is_in_force_published_by_a_second_person(small: str) -> None:
    version = FormVersion.objects.get()
    assert (version.code, version.outcome) == ("back_at_home", "agreed")
    assert version.asked_by != version.decided_by
    assert queries.form_definition(version).unclassified == []


def test_completed_form_opens_for_the_childs_worker(small: str) -> None:
    filled = list(SupportAnswers.objects.all())
    assert len(filled) >= 3
    statistical = {"lives_with", "people_at_home", "in_school", "school_province"}
    assert all(set(entry.counted) <= statistical for entry in filled)
    entry = filled[0]
    client = signed_in(Staff.objects.get(pk=entry.recorded_by))
    with role("app"):
        page = read(
            client.get(
                reverse("supplements:show_filled_form", args=[entry.file_id, "support", entry.pk])
            )
        )[0]
    assert "With whom does the child live now?" in page
