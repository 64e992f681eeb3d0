"""Agreements and focal points: registers without data about children or private persons."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.register_kit.models import (
    RegisterEntry,
    RegisterEntryTranslation,
    RegisterEntryVersion,
)
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.infra.countries import Country
from saathi.people.languages import Language
from saathi.policy.agreements.vocabulary import (
    AgreementKind,
    AgreementLanguage,
    AgreementSafeguard,
    AgreementScope,
    AgreementStage,
    AgreementVerification,
    ContactWay,
    FocalPointFunction,
    OfficeContactState,
    OfficeContactStatus,
)


class Agreement(RegisterEntry):
    """An agreement, memorandum or plan: its parties, stage, dates, time limits and source.

    Which facts about a child may be shared, and when, is in the country's protocol alone
    (`agencies.country_protocols`). An information-sharing protocol names it, and then has no dates
    of its own.
    """

    kind = operational.choice(AgreementKind, 16)
    title = operational(models.CharField(max_length=200))
    about = operational(models.TextField(blank=True, max_length=2000))
    countries = operational.choices(Country, 3, blank=True)
    parties = operational(models.TextField(blank=True, max_length=1000))  # one on each line
    stage = operational.choice(AgreementStage, 16)
    scope = operational.choice(AgreementScope, 16)
    safeguards = operational.choices(AgreementSafeguard, 16, blank=True)
    signed_on = operational(models.DateField(null=True, blank=True))
    in_force_from = operational(models.DateField(null=True, blank=True))
    ends_on = operational(models.DateField(null=True, blank=True))
    # the date as the source gives it, if it is not certain
    date_note = operational(models.CharField(max_length=200, blank=True))
    steps = operational(models.TextField(blank=True, max_length=2000))  # “stage; days” on each line
    annexes = operational(models.TextField(blank=True, max_length=1000))  # one on each line
    source = operational(models.CharField(max_length=300, blank=True))
    link = operational(models.CharField(max_length=300, blank=True))
    verification = operational.choice(AgreementVerification, 12)
    protocol = operational(models.CharField(max_length=40, blank=True))

    class Meta(RegisterEntry.Meta):
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["title", "id"], name="agreements_agreement_by_title"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "title"],
                condition=Q(withdrawn_on=None),
                name="agreements_agreement_once",
            ),
            # The name begins with the one above: both say that an entry is taken.
            models.UniqueConstraint(
                fields=["agency", "protocol"],
                condition=Q(withdrawn_on=None) & ~Q(protocol=""),
                name="agreements_agreement_once_protocol",
            ),
            models.CheckConstraint(
                condition=Q(verification=AgreementVerification.UNVERIFIED) | ~Q(source=""),
                name="agreements_agreement_verified_by_source",
            ),
            models.CheckConstraint(
                condition=Q(protocol="")
                | Q(
                    kind=AgreementKind.INFORMATION,
                    in_force_from__isnull=True,
                    ends_on__isnull=True,
                ),
                name="agreements_agreement_of_protocol",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(in_force_from__lte=models.F("ends_on")),
                name="agreements_agreement_in_order",
            ),
        ]


class AgreementVersion(RegisterEntryVersion):
    """The content of an agreement before a change, and who changed it."""

    agreement = operational.foreign_key(Agreement, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "version"], name="agreements_agreement_version_once"
            )
        ]


class AgreementTranslation(RegisterEntryTranslation):
    """The words of an agreement in another language."""

    agreement = operational.foreign_key(Agreement, db_index=False, related_name="translations")

    codes_in_lists: ClassVar[CodesInLists] = {"language": AgreementLanguage}

    class Meta(RegisterEntryTranslation.Meta):
        constraints = [
            *RegisterEntryTranslation.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "language"], name="agreements_translation_once"
            ),
        ]


class FocalPoint(RegisterEntry):
    """An office that is the focal point of a country for a function, and whether it answers.

    It names offices and functions, never a person. Telephone and e-mail are in
    `FocalPointContact`, which fewer staff read.
    """

    country = operational.choice(Country, 3)
    function = operational.choice(FocalPointFunction, 16)
    office = operational(models.CharField(max_length=200))
    deputy = operational(models.CharField(max_length=200, blank=True))
    languages = operational.choices(Language, 8, blank=True)
    since = operational(models.DateField(null=True, blank=True))
    source = operational(models.CharField(max_length=300, blank=True))
    contact_state = operational.choice(
        OfficeContactStatus, 16, default=OfficeContactStatus.NOT_TESTED
    )
    tested_on = operational(models.DateField(null=True, blank=True))
    tested_by = operational(models.UUIDField(null=True, blank=True))
    test_way = operational.choice(ContactWay, 12, blank=True)
    unreachable_since = operational(models.DateField(null=True, blank=True))

    unchecked_fields: ClassVar[tuple[str, ...]] = (
        "contact_state",
        "tested_on",
        "tested_by",
        "test_way",
        "unreachable_since",
    )
    proved_fields = (*RegisterEntry.proved_fields, *unchecked_fields)

    class Meta(RegisterEntry.Meta):
        indexes = [
            # As `RegisterEntry.Meta.indexes`, whose names would be too long here.
            models.Index(
                fields=["agency", "proposed_at"],
                condition=Q(state=EntryState.PROPOSED),
                name="agreements_focal_waits",
            ),
            models.Index(
                fields=["agency", "changed_at"],
                condition=Q(state=EntryState.PUBLISHED, changed_at__gt=models.F("published_at")),
                name="agreements_focal_corrected",
            ),
            models.Index(fields=["country", "id"], name="agreements_focal_by_country"),
            models.Index(fields=["office", "id"], name="agreements_focal_by_office"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "country", "function", "office"],
                condition=Q(withdrawn_on=None),
                name="agreements_focal_once",
            ),
            # The name begins with the one above: both say that an entry is taken.
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(function=FocalPointFunction.NATIONAL, state=EntryState.PUBLISHED),
                name="agreements_focal_once_national",
            ),
            models.CheckConstraint(
                condition=Q(
                    contact_state=OfficeContactStatus.NOT_TESTED,
                    tested_on__isnull=True,
                    tested_by__isnull=True,
                    test_way="",
                )
                | (
                    ~Q(contact_state=OfficeContactStatus.NOT_TESTED)
                    & Q(tested_on__isnull=False, tested_by__isnull=False)
                    & ~Q(test_way="")
                ),
                name="agreements_focal_tested_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    contact_state=OfficeContactStatus.NOT_REACHED,
                    unreachable_since__isnull=False,
                    unreachable_since__lte=models.F("tested_on"),
                )
                | (
                    ~Q(contact_state=OfficeContactStatus.NOT_REACHED)
                    & Q(unreachable_since__isnull=True)
                ),
                name="agreements_focal_unreachable_whole",
            ),
        ]


class FocalPointVersion(RegisterEntryVersion):
    """The content of a focal point's entry before a change, and who changed it."""

    focal_point = operational.foreign_key(FocalPoint, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["focal_point", "version"], name="agreements_focal_version_once"
            )
        ]


class FocalPointContact(models.Model):
    """The official telephone and e-mail of a focal point's office; the newest published row counts.

    A change is proposed, and another keeper of the agency publishes it. Earlier rows that no second
    person saw name no publisher. Only staff who work on cases or keep the register read them
    (`database_access`).
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    focal_point = operational.foreign_key(FocalPoint, db_index=False, related_name="contacts")
    telephone = operational(models.CharField(max_length=80, blank=True))
    mail = operational(models.CharField(max_length=200, blank=True))
    hours = operational(models.CharField(max_length=200, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(OfficeContactState, 12, default=OfficeContactState.PROPOSED)
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))

    proved_states: ClassVar[ProvedStates] = ("state", (OfficeContactState.PUBLISHED.value,))
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["focal_point", "-recorded_at"], name="agreements_contact_newest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=OfficeContactState.PROPOSED,
                    published_by__isnull=True,
                    published_at__isnull=True,
                )
                | Q(state=OfficeContactState.PUBLISHED, published_at__isnull=False),
                name="agreements_contact_published",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=models.F("recorded_by")),
                name="agreements_contact_second_person",
            ),
        ]
