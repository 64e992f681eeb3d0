"""Support to the family after a return: the committee, the effect of livelihood, the aftercare plan."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.care.care_committees.models import CareCommittee
from saathi.protection.casework.reintegration import family_vocabulary as codes
from saathi.protection.casework.reintegration.models.contacts import Reintegration
from saathi.protection.casework.services.models import Livelihood


class CommitteeSupport(Scoped):
    """A committee of the community that supports a family, which agreed to it (REI-002).

    The committee has no right to the file: what it was told is a text here. Support that others
    arranged is a fact and never refused.
    """

    reintegration = operational.foreign_key(
        Reintegration, db_index=False, related_name="committees"
    )
    committee = operational.foreign_key(CareCommittee, db_index=False, label=_("Committee"))
    state = statistical.choice(codes.CommitteeSupportState, 10, label=_("Status"))
    began_on = statistical.date(label=_("Support since"), is_past=True)
    family_agreed = sensitive.choice(
        codes.FamilySupportAnswer, 12, label=_("The family’s answer"), is_radio=True
    )
    child_agreed = sensitive.choice(
        codes.ChildSupportAnswer, 12, label=_("The child’s answer"), is_radio=True
    )
    kinds = statistical.choices(
        codes.FamilySupportKind, 12, label=_("Support given"), required=True
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True, required=True
    )
    end_reason = statistical.choice(
        codes.CommitteeSupportEnd, 12, blank=True, default="", label=_("Reason"), is_radio=True
    )
    effect = statistical.choice(
        codes.SupportResult, 12, blank=True, default="", label=_("Effect"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    told = short_text(
        2000,
        label=_("What the committee knows"),
        help_text=_("Never that the child was trafficked. The committee sees no file."),
        required=True,
    )
    end_note = short_text(2000, label=_("What the family and the child say about the support"))

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.committee"
    kept_fields = ("reintegration", "committee")

    class Meta:
        indexes = [models.Index(fields=["reintegration"], name="reintegration_committee_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["reintegration", "committee"],
                condition=~Q(state="ended"),
                name="reintegration_committee_once",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False)
                & ~Q(end_reason="")
                & ~Q(effect="")
                | ~Q(state="ended") & Q(ended_on__isnull=True, end_reason="", effect=""),
                name="reintegration_committee_ended",
            ),
        ]


class LivelihoodEffect(Scoped):
    """What changed in the family after livelihood support, also if it made things worse (REI-012)."""

    reintegration = operational.foreign_key(Reintegration, db_index=False, related_name="effects")
    livelihood = operational.foreign_key(Livelihood, db_index=False, related_name="effects")
    reviewed_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    income = statistical.choice(codes.IncomeEffect, 10, label=_("Income"), is_radio=True)
    debt = statistical.choice(codes.DebtEffect, 10, label=_("Debt"), is_radio=True)
    school = statistical.choice(
        codes.SchoolEffect, 10, label=_("School attendance of the children"), is_radio=True
    )
    child_work = statistical.choice(
        codes.WorkEffect, 10, label=_("The child’s work"), is_radio=True
    )
    safety = statistical.choice(
        codes.SafetyEffect, 10, label=_("The child’s safety"), is_radio=True
    )
    made_worse = statistical.choice(
        codes.MadeWorse,
        10,
        label=_("Did the support make anything worse?"),
        help_text=_("Ask the child and each caregiver alone, such as about jealousy or violence."),
        is_radio=True,
    )
    sealed = identifying(models.BinaryField(null=True, blank=True))
    family_words = short_text(2000, label=_("What the family says"))
    child_words = short_text(2000, label=_("What the child says"))
    harm = short_text(2000, label=_("What became worse, and what is done about it"))

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.livelihood_effect"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = ("reintegration", "livelihood")

    class Meta:
        indexes = [
            models.Index(fields=["livelihood", "-reviewed_on"], name="reintegration_effect_of")
        ]


class AftercarePlan(Scoped):
    """What a young person from 16 has and lacks for living on their own; the latest plan counts."""

    child = operational.foreign_key(Child, related_name="aftercare_plans")
    planned_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    youth_agrees = statistical.choice(
        codes.YouthAgreement, 12, label=_("The young person’s answer"), is_radio=True
    )
    settled = statistical.choices(
        codes.AftercareArea, 12, blank=True, label=_("Arranged, or not needed")
    )
    lacking = statistical.choices(codes.AftercareArea, 12, blank=True, label=_("Still lacking"))
    next_on = statistical.date(label=_("Next review"))
    sealed = identifying(models.BinaryField())
    wishes = short_text(4000, label=_("What the young person wants"), rows=3)
    steps = short_text(
        4000,
        label=_("Next steps, and who does them"),
        help_text=_("For each area that is still lacking."),
        rows=3,
    )
    contact_person = short_text(
        1000, label=_("Who stays in contact, and until when"), required=True
    )

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "reintegration.aftercare"
    sections_of_texts: ClassVar = {"wishes": Section.VOICE}
    kept_fields = ("child",)

    class Meta:
        indexes = [models.Index(fields=["file", "-planned_on"], name="reintegration_aftercare_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(lacking__overlap=models.F("settled")),
                name="reintegration_aftercare_areas",
            ),
        ]
