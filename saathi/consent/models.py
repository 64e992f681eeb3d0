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
    kind = statistical.choice(codes.GuardianKind, 12, label=_("In which way"))
    starts_on = statistical.date(label=_("Since which day"), is_past=True)
    ends_on = statistical(models.DateField(null=True, blank=True), label=_("Until which day"))
    is_independent = statistical.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("Independent of those who hold or house the child?"),
    )
    has_conflict = sensitive.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("Is there a conflict of interest?"),
    )
    may_be_involved = sensitive.choice(
        codes.GuardianYesNo,
        10,
        blank=True,
        label=_("May she or he be involved in the harm?"),
        help_text=_("A doubt is no finding. It only means that somebody else is asked to consent."),
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name of the guardian"), required=True)
    contact = line(500, label=_("How to reach her or him"))
    order = line(300, label=_("By which order: body and number"))
    note = short_text(4000, label=_("What else matters"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.guardian"

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_guardian_of_child")]


class Accompaniment(Scoped):
    """Whether an adult responsible for the child was with the child on a day. Later records are added."""

    child = operational.foreign_key(Child, db_index=False, related_name="accompaniments")
    state = statistical.choice(
        codes.AccompanimentStatus, 12, label=_("Who is with the child?"), is_radio=True
    )
    as_of = statistical.date(label=_("On which day"), is_past=True)

    section = Section.LEGAL

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_accompanied_child")]


class Consent(Scoped):
    """The legal basis of a step or of sharing data: scope and validity (GDN-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="consents")
    basis = statistical.choice(codes.LegalBasis, 16, label=_("On what it rests"), is_radio=True)
    scopes = statistical(ArrayField(models.CharField(max_length=16), default=list))
    answer = statistical.choice(
        codes.ChildAnswer, 12, label=_("What the child answered"), is_radio=True
    )
    capacity = statistical.choice(codes.ChildCapacity, 12, label=_("Did the child understand it?"))
    language = statistical(models.CharField(max_length=8, blank=True))
    guardian = operational.optional_foreign_key(Guardian)
    given_on = statistical.date(label=_("On which day"), is_past=True)
    ends_on = operational(models.DateField(null=True, blank=True), label=_("Until which day"))
    withdrawn_on = statistical(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    recipient = line(200, label=_("Who gets to know or to do it"), row_label=_("For"))
    withheld = line(500, label=_("What is withheld, and from whom"), row_label=_("Withheld"))
    reason = short_text(
        4000,
        label=_("Why, or which law or order"),
        help_text=_("Needed where it does not rest on what the child wants."),
    )
    her_words = short_text(4000, label=_("In the child’s words"))
    why = short_text(
        4000,
        key="why_withdrawn",
        label=_("In the child’s words, if she or he wants to say why"),
    )

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.consent"
    proved_fields = ("scopes", "ends_on", "withdrawn_on")  # until when others may be told, and what
    codes_in_lists: ClassVar[CodesInLists] = {"scopes": codes.ConsentScope}

    class Meta:
        indexes = [models.Index(fields=["child", "given_on"], name="consent_consent_of_child")]


class Information(Scoped):
    """Information given to a child or family: topics, day, language, understanding."""

    child = operational.foreign_key(Child, db_index=False, related_name="information")
    about = statistical.choices(codes.InformationTopic, 16, label=_("About what"), required=True)
    told_to = statistical(
        models.CharField(
            max_length=8,
            choices=codes.InformationAudience,
        ),
        label=_("Who was told"),
        is_radio=True,
    )
    way = statistical.choice(codes.InformationMethod, 12, label=_("How"))
    told_on = statistical.date(label=_("On which day"), is_past=True)
    language = statistical(models.CharField(max_length=8))
    understood = statistical.choice(
        UnderstandingLevel, 12, label=_("Was it understood?"), is_radio=True
    )
    sealed = identifying(models.BinaryField())
    by = line(200, label=_("By whom"))
    note = short_text(4000, label=_("What was asked back"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.information"

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_information_of")]


class Decision(Scoped):
    """A significant decision about a child, assessed by the four principles (RTS-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="decisions")
    kind = statistical.choice(codes.DecisionKind, 16, label=_("What it is about"))
    decided_on = statistical.date(label=_("On which day"), is_past=True)
    decided_by = statistical.choice(codes.DecisionMaker, 12, label=_("Who decided"))
    heard = statistical.choice(
        codes.ChildParticipation, 12, label=_("Was the child heard?"), is_radio=True
    )
    weight = statistical.choice(codes.ChildViewWeight, 12, label=_("The child’s view was"))
    agreement = statistical.choice(
        codes.ChildAgreement,
        12,
        blank=True,
        label=_("What the child says of it"),
    )
    told_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("The child was told what was decided, and why, on"),
        row_label=_("Told to the child"),
        missing=_("not told yet"),
        is_past=True,
    )
    review_on = operational(
        models.DateField(null=True, blank=True),
        label=_("To be looked at again on"),
        row_label=_("Looked at again on"),
    )
    sealed = identifying(models.BinaryField())
    what = short_text(4000, label=_("What was decided"), required=True)
    why_not_heard = short_text(2000, label=_("If not, why"))
    views = short_text(4000, rows=3, label=_("What does the child want, and what was made of it?"))
    best = short_text(
        4000,
        rows=3,
        label=_("Why is this the best for this child?"),
        row_label=_("Best for this child"),
    )
    equal = short_text(
        4000,
        label=_("Would another child be treated the same: girl or boy, from here or elsewhere?"),
        row_label=_("The same for every child"),
    )
    develop = short_text(
        4000,
        rows=3,
        label=_("What does it mean for safety, health, school and growing up?"),
        row_label=_("Safety and growing up"),
    )
    harm = short_text(
        4000,
        rows=3,
        label=_("What harm could this step itself do, and what is done against it?"),
        row_label=_("Harm, and what is done against it"),
    )
    why = short_text(4000, label=_("Other reasons"))
    answer = short_text(
        4000,
        label=_("What the child was answered"),
        help_text=_("Needed where the child disagrees, or wanted something else."),
    )

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.decision"

    class Meta:
        indexes = [models.Index(fields=["child", "decided_on"], name="consent_decision_of_child")]


class OthersView(Scoped):
    """The view of a caregiver, relative or field worker on a matter (CHP-014)."""

    child = operational.foreign_key(Child, db_index=False, related_name="views_of_others")
    speaker = statistical.choice(codes.Speaker, 12, label=_("Who speaks"))
    said_on = statistical.date(label=_("On which day"), is_past=True)
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name"))
    about = line(300, label=_("About what"), required=True)
    words_said = long_text(8000, label=_("What was said"), required=True)

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.others_view"

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_others_view_of")]
