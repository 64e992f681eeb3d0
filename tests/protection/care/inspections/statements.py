"""Statements of the web role against an inspection."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from saathi.agencies.models import Staff
from saathi.agencies.row_proofs import prove_rows
from saathi.protection.care.inspections.models import Inspection
from tests.roles import acting


def step(row: Inspection, person: Staff, match: str, **values: Any) -> None:
    """A proved statement that the database refuses."""
    with acting(person), transaction.atomic():
        prove_rows([(row, values)], by=person.pk)
        rows = Inspection.objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError, match=match), transaction.atomic():
            rows.update(**values, version=F("version") + 1)
