"""The names of table fields and problems, for people."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.engines.sheets.dates import DateOrder
from saathi.engines.sheets.fields import CaseloadField
from saathi.engines.sheets.problems import SheetProblem
from saathi.web.components import Text

FIELD_TEXTS: dict[CaseloadField, Text] = {
    CaseloadField.SOURCE_ID: _("Number of the record in the other system"),
    CaseloadField.NAME: _("Name, the whole of it"),
    CaseloadField.GIVEN_NAME: _("First name"),
    CaseloadField.MIDDLE_NAME: _("Middle name"),
    CaseloadField.FAMILY_NAME: _("Family, clan or house name"),
    CaseloadField.PET_NAME: _("Pet name"),
    CaseloadField.ALIAS: _("Also called"),
    CaseloadField.FATHER: _("Father's name"),
    CaseloadField.MOTHER: _("Mother's name"),
    CaseloadField.GENDER: _("Gender"),
    CaseloadField.BIRTH: _("Birth date, or a part of it"),
    CaseloadField.AGE: _("Age in years"),
    CaseloadField.NATIONALITY: _("Nationality"),
    CaseloadField.DISTRICT: _("Home district"),
    CaseloadField.LANGUAGE: _("Languages"),
    CaseloadField.ADDRESS: _("Address"),
    CaseloadField.PHONE: _("Telephone numbers"),
    CaseloadField.REGISTERED: _("Day of registration there"),
    CaseloadField.CONCERNS: _("What the concern was"),
    CaseloadField.WHAT: _("What was told, in words"),
    CaseloadField.RISK: _("Level of risk"),
    CaseloadField.STATUS: _("Open or closed"),
    CaseloadField.CLOSED_ON: _("Day of closing"),
    CaseloadField.CLOSING_REASON: _("Reason of closing"),
    CaseloadField.WORKER: _("Address by which the case worker signs in"),
}
ORDER_TEXTS: dict[DateOrder, Text] = {
    DateOrder.DAY_FIRST: _("Day, month, year (or year first)"),
    DateOrder.MONTH_FIRST: _("Month, day, year"),
    DateOrder.BIKRAM_SAMBAT: _("Bikram Sambat: year, month, day of the Nepali calendar"),
}
KIND_TEXTS: dict[str, Text] = {
    "csv": _("CSV"),
    "book": _("A book of Excel or LibreOffice"),
    "primero": _("JSON, as the case export of Primero"),
}
ENCODING_TEXTS: dict[str, Text] = {
    "": _("Find out"),
    "utf-8": _("UTF-8"),
    "utf-16": _("UTF-16"),
    "cp1252": _("Windows, Western"),
    "cp1256": _("Windows, Arabic letters"),
}


def describe_problem(problem: SheetProblem) -> str:
    """A problem in a sentence, with its column."""
    text = gettext(problem.reason.text)
    if problem.values:
        text %= problem.values
    return f"{problem.column}: {text}" if problem.column else text
