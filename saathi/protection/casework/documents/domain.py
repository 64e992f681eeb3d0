"""What documents contribute to shared pages."""

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
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.casework.documents.models import Document, DocumentFile

LIST = "documents:list_documents"
DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(145, Section.IDENTITY, _("Documents"), LIST, "certificate", FileGroup.DOCUMENTS),
    ),
    file_actions=(
        FileAction(22, Section.IDENTITY, _("Add document"), "documents:add_document", "file-plus"),
    ),
    duties={Duty.DOCUMENT: LIST},
    records=(
        RecordKind(Document, _("Document"), "source"),
        RecordKind(DocumentFile, _("File of a document")),
    ),
    timeline=(
        EventSource(
            "document",
            Document,
            "received_on",
            _("A document was received"),
            (EventKind.LEGAL,),
            page=LIST,
        ),
        EventSource(
            "document_removed",
            Document,
            "removed_on",
            _("A document was removed"),
            (EventKind.LEGAL,),
            by="",
            page=LIST,
        ),
        NotOnTimeline(DocumentFile, "a file of a document that is on the timeline"),
    ),
)
