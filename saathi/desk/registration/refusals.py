"""Why a case cannot be opened from a report, or a report not be linked to a case."""


class ReportAlreadyLinked(Exception):
    """Another person opened a case from the report, or linked it, in the meantime."""


class ReportLinkedHere(Exception):
    """The report is linked to this case already."""


class ReportHasOutcome(Exception):
    """An outcome of the report other than an opened case was recorded in the meantime."""


class CaseOfNamedOffice(Exception):
    """The case to be linked belongs to the office that the report names, or to one below it."""


class CaseClosed(Exception):
    """The case to be linked to the report is closed."""


class NotWorkingOnCase(Exception):
    """The actor may read the case to be linked to the report, but does not work on it."""


class NoSupervisorLeft(Exception):
    """The report names all supervisors who may read the file to be linked to it."""


class WorkerMayNotTakeCase(Exception):
    """The report names the colleague who would get the case, or they may not take reports."""
