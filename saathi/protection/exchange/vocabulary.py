"""Codes for imports and exports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CollectionMethod(TextChoices):
    """How a record was created. Manual entry has no code of its own."""

    IMPORTED = "imported", _("Brought in from another system")


class ImportState(TextChoices):
    """The step of an import; days may pass between two steps."""

    UPLOADED = "uploaded", _("The columns are still to be named")
    CHECKING = "checking", _("Is being checked")
    CHECKED = "checked", _("Waits for your decision")
    WAITING = "waiting", _("Is being brought in")
    DONE = "done", _("Brought in")
    TAKING_BACK = "taking_back", _("Is being taken back")
    TAKEN_BACK = "taken_back", _("Taken back")
    FAILED = "failed", _("Nothing was brought in: something went wrong")
    DROPPED = "dropped", _("Given up; nothing was brought in")


class ExportState(TextChoices):
    """The state of an export."""

    WAITING = "waiting", _("Is being made")
    READY = "ready", _("Ready to be fetched")
    ENDED = "ended", _("Deleted; nobody can fetch it any more")
    FAILED = "failed", _("Not made: something went wrong")


IMPORTING = "import"  # purpose of a search for an import's children, as in the access log


class ExportPurpose(TextChoices):
    """The purpose of an export; its code is in the access log."""

    HANDING_OVER = "handing_over", _("Another agency goes on with the work")
    AUTHORITY = "authority", _("A court or another authority asked for it")
    CHILD_ASKED = "child_asked", _("The child asked for a copy of the file")
    CHANGE_OF_SYSTEM = "change_of_system", _("The agency moves to another system")
    CHECK = "check", _("To check the records of the agency")
    STATISTICS = (
        "statistics",
        _("A body that keeps statistics of trafficking gets it under a written agreement"),
    )


class ExportFormat(TextChoices):
    """The format of the files inside the ZIP."""

    BOOK = "book", _("One book of Excel, a sheet for each kind of record")
    CSV = "csv", _("A CSV table for each kind of record")
    JSON = "json", _("JSON, a record for each child")
    HTCDS = "htcds", _("Variables of HTCDS 2.0, a row for each child, without names")
    CTDC = "ctdc", _("Variables of CTDC, a row for each trafficked child, without names")


# Formats with rows without names, in the variables of a standard: see `standards`.
STANDARDS = frozenset({ExportFormat.HTCDS, ExportFormat.CTDC})
