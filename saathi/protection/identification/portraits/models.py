"""Photos of children."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import WORKS_WITH_CHILD
from saathi.agencies.record_kit import identifying, line, operational, statistical
from saathi.agencies.sections import Section
from saathi.consent.models import Consent
from saathi.people.models import Child
from saathi.protection.identification.portraits import vocabulary as codes

PICTURE_FIELD: Final = "portraits.picture"


class Portrait(Scoped):
    """A photo of a child with the consent that allows it: one current, others as history.

    Only a copy without metadata is kept. The dates of the consent are copied, so that those who may
    not read consents know until when the photo may be shown. When the consent is withdrawn, the
    database erases the photo (`functions/withdrawal.sql`). Those who work with the child can read
    it; referrals, emergency access and other agencies cannot.
    """

    child = operational.foreign_key(Child, db_index=False)
    consent = operational.foreign_key(Consent, label=_("Consent that allows the photo"))
    purposes = statistical(
        ArrayField(models.CharField(max_length=10), default=list),
        label=_("What the child agreed to"),
        required=True,
    )
    taken_on = statistical.date(label=_("Date of the photo"), is_past=True)
    consented_on = operational.date(label=_("Date of the consent"))
    shown_until = operational(
        models.DateField(null=True, blank=True),
        label=_("End of the consent"),
        missing=_("no end date"),
    )
    state = statistical.choice(
        codes.PortraitState, 10, default=codes.PortraitState.CURRENT, label=_("State")
    )
    erased_on = statistical(models.DateField(null=True, blank=True), label=_("Erased on"))
    # The id of the stored picture, whose stored file no longer exists after the photo's erasure.
    picture = operational(models.UUIDField())
    sealed = identifying(models.BinaryField())
    taken_by = line(200, label=_("Photo taken by"), required=True)

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "portraits.portrait"
    kept_fields = ("child", "consent", "picture")
    codes_in_lists: ClassVar[CodesInLists] = {"purposes": codes.PortraitPurpose}
    stored_files: ClassVar[dict[str, str]] = {PICTURE_FIELD: "picture"}
    stored_files_condition: ClassVar[str] = "NOT consent_refused_since(r.consent_id, 'picture')"
    read_condition = WORKS_WITH_CHILD

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=Q(state="current"), name="portraits_one_current"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["erased", "withdrawn"], erased_on__isnull=False)
                | Q(state__in=["current", "earlier"], erased_on__isnull=True),
                name="portraits_erased_on_a_day",
            ),
        ]
