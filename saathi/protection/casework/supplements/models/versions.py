"""Forms of an agency, version by version. Neither table holds a child's data."""

import uuid

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.infra import clock
from saathi.protection.casework.supplements.vocabulary import FormOutcome

ONE_DRAFT_FOR_EACH_ID = "supplements_one_draft"


class FormDraft(models.Model):
    """An uploaded form that is being classified. It holds no child's data."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    code = operational(models.SlugField(max_length=40))
    section = operational(models.IntegerField(default=0))  # 0: not chosen yet
    body = operational(models.JSONField())
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name=ONE_DRAFT_FOR_EACH_ID),
        ]


class FormVersion(models.Model):
    """One version of a form, written only by the warden's functions and never changed afterwards."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    code = operational(models.SlugField(max_length=40))
    version = operational(models.PositiveIntegerField())
    section = operational(models.IntegerField())  # the same in every version
    body = operational(models.JSONField())
    # from this version on the form cannot be filled in
    is_end = operational(models.BooleanField(default=False))
    asked_by = operational(models.UUIDField())
    asked_at = operational(models.DateTimeField(default=clock.now))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    outcome = operational.choice(FormOutcome, 8, default=FormOutcome.WAITS)

    classified = DeclaredClasses()

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
