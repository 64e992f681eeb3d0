"""Models of the child's voice: statements, their readers, explanations and themes."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import HasCode, IsActor, IsNamedReader, ReadsParent
from saathi.agencies.record_kit import identifying, operational, sensitive, short_text, statistical
from saathi.agencies.sections import Section
from saathi.participation import vocabulary as codes
from saathi.people.identity.vocabulary import RiskFactor
from saathi.people.models import Child
from saathi.web.components import Text

# What a statement may be about; the fields of `Themes` that hold codes.
THEME_FIELDS = ("helped", "hurt", "missed", "wants", "refuses", "risks")
DRAWING_FIELD_ID = "participation.drawing"


class Statement(Scoped):
    """What the child said, drew, chose not to say, or is not to be asked, with the readers chosen."""

    child = operational.foreign_key(Child, db_index=False, related_name="statements")
    state = statistical.choice(
        codes.StatementState,
        20,
        label=_("Did the child speak?"),
        is_radio=True,
    )
    form = statistical.choice(
        codes.StatementMedium, 12, blank=True, label=_("Form of the statement"), is_radio=True
    )
    said_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    language = statistical(models.CharField(max_length=8, blank=True))
    topics = statistical(
        ArrayField(models.CharField(max_length=20), default=list),
        label=_("Subject"),
        required=False,
    )
    was_read_back = statistical(models.BooleanField(default=False))
    audience = sensitive.choice(
        codes.StatementAudience,
        8,
        default=codes.StatementAudience.TEAM,
        label=_("Readers chosen by the child"),
        is_radio=True,
    )
    drawing = operational(models.UUIDField(null=True, blank=True))  # id of the stored drawing
    # Sealed keys: words, translation, present.
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "participation.statement"
    codes_in_lists: ClassVar[CodesInLists] = {"topics": codes.StatementTopic}
    # The stored file has the same readers as the words of the statement.
    stored_files: ClassVar[dict[str, str]] = {DRAWING_FIELD_ID: "drawing"}
    # The child's choice of readers; whoever recorded the statement can always read it (GDN-009).
    read_condition = (
        HasCode("audience", codes.StatementAudience.TEAM)
        | IsActor("recorded_by")
        | HasCode("audience", codes.StatementAudience.NAMED)
        & IsNamedReader("readers", "access_named_reader")
    )

    class Meta:
        indexes = [models.Index(fields=["child", "said_on"], name="participation_said_by_child")]


class Reader(Scoped):
    """A staff member that the child named as a reader of one statement."""

    statement = operational.foreign_key(Statement, db_index=False, related_name="readers")
    staff = sensitive.foreign_key(Staff)

    section = Section.VOICE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "staff"], name="participation_reader_once")
        ]


class Explanation(Scoped):
    """An explanation of the limits of confidentiality to the child: language and day."""

    child = operational.foreign_key(Child, db_index=False, related_name="explanations")
    explained_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    language = statistical(models.CharField(max_length=8))
    understood = statistical.choice(
        codes.UnderstandingLevel, 12, label=_("Did the child understand?"), is_radio=True
    )

    section = Section.VOICE

    class Meta:
        indexes = [models.Index(fields=["child"], name="participation_explained_to")]


def _codes(max_length: int, label: Text, row_label: Text) -> "ArrayField[Any, list[str]]":
    """Any number of codes; `Themes.codes_in_lists` names their vocabulary."""
    column: ArrayField[Any, list[str]] = ArrayField(
        models.CharField(max_length=max_length), default=list, blank=True
    )
    return statistical(column, label=label, row_label=row_label)


class Themes(Scoped):
    """The themes of a statement as codes, so that views are counted and never quoted (DAT-008).

    One record per statement, with the statement's readers. It enters the facts only if the child
    agrees.
    """

    statement = operational.foreign_key(Statement, db_index=False, related_name="themes")
    counted = statistical.choice(
        codes.ThemeCountingConsent,
        10,
        label=_("May the answers be used in statistics?"),
        row_label=_("Counted"),
        help_text=_(
            "Ask the child. Without their agreement, the themes are kept here but not counted."
        ),
        is_radio=True,
    )
    said_on = statistical.date()  # of the statement
    helped = _codes(12, _("What was good or helpful"), _("Good or helpful"))
    hurt = _codes(12, _("What was bad or harmful"), _("Bad or harmful"))
    missed = _codes(
        12, _("Help the child needed but did not receive"), _("Needed but not received")
    )
    wants = _codes(12, _("Child’s wishes for the future"), _("The child wants"))
    refuses = _codes(
        12, _("What the child does not want for the future"), _("The child does not want")
    )
    risks = _codes(
        20,
        _("Local risks to children, according to the child"),
        _("Risks to children"),
    )
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=10, blank=True))
    # All others who changed them: none of them corrects what the child refused (`refusal_rules`).
    editors = operational(ArrayField(models.UUIDField(), default=list, db_default=[], blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))
    correction = short_text(
        2000, label=_("Why the entry was wrong"), row_label=_("Entry corrected")
    )

    section = Section.VOICE
    SEALED_FIELD_ID: ClassVar[str] = "participation.themes"
    codes_in_lists: ClassVar[CodesInLists] = {
        "helped": codes.HelpTheme,
        "hurt": codes.HelpTheme,
        "missed": codes.HelpTheme,
        "wants": codes.FuturePath,
        "refuses": codes.FuturePath,
        "risks": RiskFactor,
    }
    # Readable by whoever can read the statement.
    read_condition = ReadsParent("statement")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement"], name="participation_themes_once"),
            models.CheckConstraint(
                condition=~Q(wants__overlap=F("refuses")), name="participation_wants_or_refuses"
            ),
        ]
