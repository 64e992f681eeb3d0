"""Views of lists that staff save for themselves."""

import uuid
from typing import ClassVar

from django.db import models

from saathi.agencies.models.staff import Staff
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass


class SavedListView(models.Model):
    """A choice of filters, order and columns of one list, under a name; visible only to its owner.

    `query` is the part of an address after the question mark, without a position in the list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, db_index=False, related_name="+")
    list_name = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    saved_at = models.DateTimeField(default=clock.now)

    classified: ClassVar[dict[str, DataClass]] = dict.fromkeys(
        ("id", "staff", "list_name", "name", "query", "saved_at"), OPERATIONAL
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "list_name", "name"], name="agencies_saved_view_once"
            )
        ]
