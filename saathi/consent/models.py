"""Models of consents, guardians, information, decisions and other people's views."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.consent import vocabulary as codes
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.people.models import Child


class Guardian(Scoped):
    """A child's guardian or representative: the ground and the period (GDN-004)."""

    child = operational.foreign_key(Child, db_index=False, related_name="guardians")
    kind = statistical.choice(codes.GuardianKind, 12, label=_("Type of guardianship"))
    starts_on = statistical.date(label=_("Start date"), is_past=True)
    ends_on = statistical(models.DateField(null=True, blank=True), label=_("End date"))
    is_independent = statistical.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("Independent of the authority or facility holding or housing the child"),
    )
    has_conflict = sensitive.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("Conflict of interest"),
    )
    may_be_involved = sensitive.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("Possible involvement in the harm"),
        help_text=_(
            "A doubt does not prove involvement. Another person is then asked for consent."
        ),
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name of the guardian"), required=True)
    contact = line(500, label=_("Contact details"))
    order = line(300, label=_("Order: issuing body and number"))
    note = short_text(4000, label=_("Additional information"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.guardian"

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_guardian_of_child")]


class Accompaniment(Scoped):
    """Whether a responsible adult was with the child on a day. Later records are added."""

    child = operational.foreign_key(Child, db_index=False, related_name="accompaniments")
    state = statistical.choice(
        codes.AccompanimentStatus, 12, label=_("Accompaniment status"), is_radio=True
    )
    as_of = statistical.date(label=_("Date"), is_past=True)

    section = Section.LEGAL

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_accompanied_child")]


class Consent(Scoped):
    """The legal basis of a step or of sharing data: scope and validity (GDN-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="consents")
    basis = statistical.choice(codes.LegalBasis, 16, label=_("Legal basis"), is_radio=True)
    scopes = statistical(ArrayField(models.CharField(max_length=16), default=list))
    answer = statistical.choice(codes.ChildAnswer, 12, label=_("Child’s response"), is_radio=True)
    capacity = statistical.choice(codes.ChildCapacity, 12, label=_("Child’s understanding"))
    language = statistical(models.CharField(max_length=8, blank=True))
    guardian = operational.optional_foreign_key(Guardian)
    given_on = statistical.date(label=_("Date"), is_past=True)
    ends_on = operational(models.DateField(null=True, blank=True), label=_("End date"))
    withdrawn_on = statistical(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    recipient = line(200, label=_("Recipient or service provider"), row_label=_("Recipient"))
    withheld = line(
        500, label=_("Information withheld, and from which recipient"), row_label=_("Withheld")
    )
    reason = short_text(
        4000,
        label=_("Reason, or the law or order"),
        help_text=_("Required if the legal basis is not the child’s agreement."),
    )
    child_words = short_text(4000, label=_("In the child’s words"))
    why = short_text(
        4000,
        key="why_withdrawn",
        label=_("Child’s reason, in the child’s words (optional)"),
    )

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.consent"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_words": "child_words"}
    sections_of_texts: ClassVar = dict.fromkeys(("child_words", "why"), Section.VOICE)
    codes_in_lists: ClassVar[CodesInLists] = {"scopes": codes.ConsentScope}

    class Meta:
        indexes = [models.Index(fields=["child", "given_on"], name="consent_consent_of_child")]


class InformationGiven(Scoped):
    """Information given to a child or family: topics, day, language, understanding."""

    child = operational.foreign_key(Child, db_index=False, related_name="information")
    about = statistical.choices(codes.InformationTopic, 16, label=_("Subject"), required=True)
    audience = statistical(
        models.CharField(
            max_length=8,
            choices=codes.InformationAudience,
        ),
        label=_("People informed"),
        is_radio=True,
    )
    way = statistical.choice(codes.InformationMethod, 12, label=_("Method"))
    informed_on = statistical.date(label=_("Date"), is_past=True)
    language = statistical(models.CharField(max_length=8))
    understood = statistical.choice(UnderstandingLevel, 12, label=_("Understanding"), is_radio=True)
    sealed = identifying(models.BinaryField())
    by = line(200, label=_("Informed by"))
    note = short_text(4000, label=_("Questions asked in return"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.information"

    class Meta:
        db_table = "consent_information"
        indexes = [models.Index(fields=["child"], name="consent_information_of")]


class Decision(Scoped):
    """A significant decision about a child, assessed by the four principles (RTS-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="decisions")
    # The act that this decision answers (`agencies.significant_acts`), such as an order; empty if
    # none of them.
    act = operational(models.CharField(max_length=24, blank=True, default="", db_default=""))
    act_id = operational(models.UUIDField(null=True, blank=True))
    kind = statistical.choice(codes.DecisionKind, 16, label=_("Subject"))
    decided_on = statistical.date(label=_("Date"), is_past=True)
    decided_by = statistical.choice(codes.DecisionMaker, 12, label=_("Decided by"))
    child_participation = statistical.choice(
        codes.ChildParticipation, 12, label=_("Child’s participation"), is_radio=True
    )
    weight = statistical.choice(
        codes.ChildViewWeight, 12, label=_("Weight given to the child’s view")
    )
    agreement = statistical.choice(
        codes.ChildAgreement,
        12,
        blank=True,
        label=_("Child’s response to the decision"),
    )
    informed_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Date the child was informed of the decision and the reasons"),
        row_label=_("Date the child was informed"),
        missing=_("not informed yet"),
        is_past=True,
    )
    review_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Review date"),
        row_label=_("Review date"),
    )
    # All others who changed it: none of them corrects that the child disagreed (`response_rules`).
    editors = operational(ArrayField(models.UUIDField(), default=list, db_default=[], blank=True))
    sealed = identifying(models.BinaryField())
    what = short_text(4000, label=_("Decision"), required=True)
    why_not_heard = short_text(2000, label=_("Reason the child was not heard"))
    views = short_text(
        4000, rows=3, label=_("Child’s wishes, and how they were taken into account")
    )
    best = short_text(
        4000,
        rows=3,
        label=_("Reasons why this is in the child’s best interests"),
        row_label=_("Best interests assessment"),
    )
    equal = short_text(
        4000,
        label=_("Non-discrimination: equal treatment regardless of gender or origin"),
        row_label=_("Non-discrimination"),
    )
    develop = short_text(
        4000,
        rows=3,
        label=_("Effect on safety, health, education and development"),
        row_label=_("Safety and development"),
    )
    harm = short_text(
        4000,
        rows=3,
        label=_("Risks of this step, and mitigation"),
        row_label=_("Risks and mitigation"),
    )
    why = short_text(4000, label=_("Other reasons"))
    answer = short_text(
        4000,
        label=_("Reply given to the child"),
        help_text=_("Required if the child disagrees or wanted something else."),
    )
    correction = short_text(
        2000,
        label=_("Why the entry “Disagrees” was wrong"),
        row_label=_("Entry corrected"),
        help_text=_(
            "Only for a wrong entry: at least 20 letters. If the child has changed their mind, record a "
            "new decision."
        ),
    )

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.decision"
    sections_of_texts: ClassVar = {"views": Section.VOICE}

    class Meta:
        indexes = [
            models.Index(fields=["child", "decided_on"], name="consent_decision_of_child"),
            models.Index(
                fields=["act_id"],
                condition=models.Q(act_id__isnull=False),
                name="consent_decision_of_act",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act="", act_id__isnull=True)
                | ~models.Q(act="") & models.Q(act_id__isnull=False),
                name="consent_decision_act_and_id",
            )
        ]


class OtherPersonStatement(Scoped):
    """The view of a caregiver, relative or field worker on a matter (CHP-014)."""

    child = operational.foreign_key(Child, db_index=False, related_name="views_of_others")
    speaker = statistical.choice(codes.Speaker, 12, label=_("Person giving the view"))
    said_on = statistical.date(label=_("Date"), is_past=True)
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name"))
    about = line(300, label=_("Subject"), required=True)
    words_said = long_text(8000, label=_("Statement"), required=True)

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.others_view"

    class Meta:
        db_table = "consent_othersview"
        indexes = [models.Index(fields=["child"], name="consent_others_view_of")]
