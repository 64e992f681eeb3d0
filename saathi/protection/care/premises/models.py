"""Regulated premises: a register without data about children."""

from django.db import models
from django.db.models import Q

from saathi.agencies.record_kit import operational
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.countries import Country
from saathi.protection.care.premises.vocabulary import PremisesCheck, PremisesDuty, PremisesKind


class RegulatedPremises(RegisterEntry):
    """Premises whose operator has duties towards children by law, and what the last check found."""

    name = operational(models.CharField(max_length=160))
    kind = operational.choice(PremisesKind, 16)
    operator = operational(models.CharField(max_length=160, blank=True))
    country = operational.choice(Country, 3)
    district = operational(models.CharField(max_length=12, blank=True))
    duties = operational.choices(PremisesDuty, 16)
    law = operational(models.CharField(max_length=300))
    check_result = operational.choice(PremisesCheck, 12)
    checked_on = operational(models.DateField(null=True, blank=True))
    checked_by = operational(models.CharField(max_length=160, blank=True))  # a body
    breach = operational(models.TextField(blank=True, max_length=2000))
    action = operational(models.TextField(blank=True, max_length=2000))  # taken after the breach

    class Meta(RegisterEntry.Meta):
        indexes = [
            # As `RegisterEntry.Meta.indexes`, whose names would be too long here.
            models.Index(
                fields=["agency", "proposed_at"],
                condition=Q(state=EntryState.PROPOSED),
                name="premises_waits",
            ),
            models.Index(
                fields=["agency", "changed_at"],
                condition=Q(state=EntryState.PUBLISHED, changed_at__gt=models.F("published_at")),
                name="premises_corrected",
            ),
            models.Index(fields=["name", "id"], name="premises_by_name"),
            models.Index(fields=["checked_on", "id"], name="premises_by_check"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name", "country", "district"],
                condition=Q(withdrawn_on=None),
                name="premises_once",
            ),
            models.CheckConstraint(
                condition=Q(check_result=PremisesCheck.NOT_CHECKED, checked_on=None, breach="")
                | Q(check_result=PremisesCheck.COMPLIED, checked_on__isnull=False, breach="")
                | Q(check_result=PremisesCheck.BREACH, checked_on__isnull=False) & ~Q(breach=""),
                name="premises_check_whole",
            ),
        ]


class RegulatedPremisesVersion(RegisterEntryVersion):
    """The content of an entry before a change, and who changed it."""

    premises = operational.foreign_key(RegulatedPremises, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["premises", "version"], name="premises_version_once")
        ]
