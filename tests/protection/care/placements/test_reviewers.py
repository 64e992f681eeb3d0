"""Residential care workers do not review placements."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.protection.care.placements.models import PlacementReview
from tests.desk.cast import ChildFileCast
from tests.protection.care.placements import steps
from tests.protection.care.placements.test_placing import send
from tests.roles import acting

pytestmark = pytest.mark.django_db


def test_residential_care_worker_reviews_no_placement(around: ChildFileCast) -> None:
    steps.record(around, facility=steps.home(around))
    review = steps.due_review(around)
    answers = {
        "seen": "alone", "wish": "stay", "outcome": "stay", "reasons": "The child is well with us",
    }  # fmt: skip
    path = f"placements/reviews/{review.pk}/"
    text = send(around, path, around.house_mother, **answers)
    assert "Residential care workers do not review placements" in text
    with acting(around.worker):
        assert PlacementReview.objects.get(pk=review.pk).state == "due"
    held: dict[str, Any] = {
        "state": "held",
        "held_on": steps.today(around),
        "seen": "alone",
        "wish": "stay",
    }
    with (
        acting(around.house_mother),
        pytest.raises(DatabaseError, match="residential care workers review no placement"),
        transaction.atomic(),
    ):
        writing.change(review, actor=around.house_mother, **held, outcome="stay")
    assert "The child is well with us" in send(around, path, **answers)
