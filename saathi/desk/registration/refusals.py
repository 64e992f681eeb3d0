"""Why no case is opened from a report, and why a report is not linked to a case."""


class ReportAlreadyLinked(Exception):
    """Another person opened a case from the report, or linked it, in the meantime."""


class ReportLinkedHere(Exception):
    """The report is linked to this case already."""


class ReportHasOutcome(Exception):
    """The outcome of the report was recorded in the meantime, and it is not that a case was opened."""


class CaseOfNamedOffice(Exception):
    """The case that a report would be linked to is of the office that it names, or of one below it."""


class CaseClosed(Exception):
    """The case that a report would be linked to is closed."""


class CaseOfOthers(Exception):
    """The actor reads the case that a report would be linked to, but does not work on it."""


class NoSupervisorLeft(Exception):
    """The report names all supervisors who read the file that it would be linked to."""


class WorkerMayNotTakeCase(Exception):
    """The report names the colleague to whom the case would pass, or they may not take reports."""
