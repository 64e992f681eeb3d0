"""Forms of an agency, version by version. Neither table holds a child's data."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models import Agency
from saathi.infra import clock
from saathi.infra.classification import OPERATIONAL, DataClass
from saathi.protection.casework.supplements.vocabulary import FormOutcome


class FormDraft(models.Model):
    """An uploaded form that is being classified. It holds no child's data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    code = models.SlugField(max_length=40)
    section = models.IntegerField(default=0)  # 0: not chosen yet
    body = models.JSONField()
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "code": OPERATIONAL,
        "section": OPERATIONAL,
        "body": OPERATIONAL,
        "recorded_at": OPERATIONAL,
        "recorded_by": OPERATIONAL,
        "version": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="supplements_one_draft"),
        ]


class FormVersion(models.Model):
    """One version of a form, written only by the warden's functions and never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    section = models.IntegerField()  # the same in every version
    body = models.JSONField()
    is_end = models.BooleanField(default=False)  # from this version on the form cannot be filled in
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=FormOutcome, default=FormOutcome.WAITS)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "agency": OPERATIONAL,
        "code": OPERATIONAL,
        "version": OPERATIONAL,
        "section": OPERATIONAL,
        "body": OPERATIONAL,
        "is_end": OPERATIONAL,
        "asked_by": OPERATIONAL,
        "asked_at": OPERATIONAL,
        "decided_by": OPERATIONAL,
        "decided_at": OPERATIONAL,
        "outcome": OPERATIONAL,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "version"], name="supplements_form_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "code"],
                condition=Q(outcome="waits"),
                name="supplements_form_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waits", decided_by=None, decided_at=None)
                | Q(~Q(outcome="waits"), decided_by__isnull=False, decided_at__isnull=False),
                name="supplements_form_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="supplements_form_two_persons",
            ),
        ]
