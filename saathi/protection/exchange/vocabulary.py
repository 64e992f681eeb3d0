"""Codes for imports and exports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class ImportState(TextChoices):
    """The step of an import; days may pass between two steps."""

    UPLOADED = "uploaded", _("Columns not mapped yet")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Awaiting your decision")
    WAITING = "waiting", _("Being imported")
    DONE = "done", _("Imported")
    UNDOING = "taking_back", _("Import being undone")
    UNDONE = "taken_back", _("Undone")
    FAILED = "failed", _("Failed: nothing was imported")
    DROPPED = "dropped", _("Discarded; nothing was imported")


class ExportState(TextChoices):
    """The state of an export."""

    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready for download")
    ENDED = "ended", _("Deleted; no longer available for download")
    FAILED = "failed", _("Failed: no export was created")


IMPORTING = "import"  # purpose of a search for an import's children, as in the access log


class ExportPurpose(TextChoices):
    """The purpose of an export; its code is in the access log."""

    HANDING_OVER = "handing_over", _("Another agency continues the work")
    AUTHORITY = "authority", _("A court or another authority asked for it")
    CHILD_ASKED = "child_asked", _("The child asked for a copy of the file")
    CHANGE_OF_SYSTEM = "change_of_system", _("The agency moves to another system")
    CHECK = "check", _("To check the agency’s records")
    STATISTICS = (
        "statistics",
        _("Sharing with a trafficking statistics body, under a written agreement"),
    )


# Exports with which records leave the agency by name: each child needs a basis for sharing.
NEEDS_BASIS = frozenset({ExportPurpose.HANDING_OVER})


class ExportFormat(TextChoices):
    """The format of the files inside the ZIP."""

    BOOK = "book", _("Excel workbook, one sheet for each type of record")
    CSV = "csv", _("CSV, one table for each type of record")
    JSON = "json", _("JSON, one record for each child")
    HTCDS = "htcds", _("HTCDS 2.0 variables, one row for each child, without names")
    CTDC = "ctdc", _("CTDC variables, one row for each trafficked child, without names")


# Formats with rows without names, in the variables of a standard: see `standards`.
STANDARDS = frozenset({ExportFormat.HTCDS, ExportFormat.CTDC})

# To the supervisors of the exporting office: the export itself is for the person who requested it, but
# the access log of each child's file has the stated basis.
EXPORT_WITHOUT_BASIS_NOTICE = NoticeKind(
    "export_no_basis",
    _(
        "Records of children without a recorded basis for sharing are exported. Ask the data "
        "officer for the basis."
    ),
    mail_label=_("An export needs your attention"),
)
# To the person who imported, and to the one in whose name the job ran; the page says how it ended.
IMPORT_ENDED_NOTICE = NoticeKind("import_ended", _("Your import has ended. View the result."))
UNDO_ENDED_NOTICE = NoticeKind(
    "import_undo_ended", _("Undoing your import has ended. View the result.")
)
NOTICES = (EXPORT_WITHOUT_BASIS_NOTICE, IMPORT_ENDED_NOTICE, UNDO_ENDED_NOTICE)
