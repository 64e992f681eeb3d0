"""What the child's statements contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.participation.models import Explanation, Reader, Statement, Themes
from saathi.participation.vocabulary import StatementState

DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            85,
            Section.VOICE,
            _("Child’s statements"),
            "participation:list_statements",
            "quote",
            group=FileGroup.DECISIONS,
        ),
    ),
    file_actions=(
        FileAction(
            20,
            Section.VOICE,
            _("Record what the child said"),
            "participation:record_statement",
            "quote",
        ),
    ),
    records=(
        RecordKind(Statement, _("Child’s statement"), source_text=_("The child")),
        RecordKind(Reader, _("Reader of a statement"), source_text=_("The child")),
        RecordKind(Explanation, _("Explanation of confidentiality")),
        RecordKind(Themes, _("Themes of a statement"), source_text=_("The child")),
    ),
    timeline=(
        EventSource(
            "said",
            Statement,
            "said_on",
            kinds=(EventKind.STATEMENTS,),
            code="state",
            texts={
                StatementState.SAID: _("The child made a statement"),
                StatementState.CHOSE_NOT_TO_SAY: _("The child chose not to say"),
                StatementState.DO_NOT_ASK: _("It was decided not to ask the child"),
            },
            mark="voiced",
        ),
        EventSource(
            "explained",
            Explanation,
            "explained_on",
            _("The limits of confidentiality were explained"),
            (EventKind.STATEMENTS,),
        ),
        NotOnTimeline(Reader, "it says who may read a statement"),
        NotOnTimeline(Themes, "codes of a statement that is on the timeline"),
    ),
)
