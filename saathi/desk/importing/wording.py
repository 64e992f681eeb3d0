"""What the fields and problems of a table are called, for a person to read."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.sheets.dates import Order
from saathi.sheets.fields import Field
from saathi.sheets.problems import Problem
from saathi.web.parts import Text

FIELDS: dict[Field, Text] = {
    Field.SOURCE_ID: _("Number of the record in the other system"),
    Field.NAME: _("Name, the whole of it"),
    Field.GIVEN_NAME: _("First name"),
    Field.MIDDLE_NAME: _("Middle name"),
    Field.FAMILY_NAME: _("Family, clan or house name"),
    Field.PET_NAME: _("Pet name"),
    Field.ALIAS: _("Also called"),
    Field.FATHER: _("Father's name"),
    Field.MOTHER: _("Mother's name"),
    Field.GENDER: _("Gender"),
    Field.BIRTH: _("Birth date, or a part of it"),
    Field.AGE: _("Age in years"),
    Field.NATIONALITY: _("Nationality"),
    Field.DISTRICT: _("Home district"),
    Field.LANGUAGE: _("Languages"),
    Field.ADDRESS: _("Address"),
    Field.PHONE: _("Telephone numbers"),
    Field.REGISTERED: _("Day of registration there"),
    Field.CONCERNS: _("What the concern was"),
    Field.WHAT: _("What was told, in words"),
    Field.RISK: _("Level of risk"),
    Field.STATUS: _("Open or closed"),
    Field.CLOSED_ON: _("Day of closing"),
    Field.CLOSING_REASON: _("Reason of closing"),
    Field.WORKER: _("Address by which the case worker signs in"),
}
ORDERS: dict[Order, Text] = {
    Order.DAY_FIRST: _("Day, month, year (or year first)"),
    Order.MONTH_FIRST: _("Month, day, year"),
    Order.BIKRAM_SAMBAT: _("Bikram Sambat: year, month, day of the Nepali calendar"),
}
KINDS: dict[str, Text] = {
    "csv": _("CSV"),
    "book": _("A book of Excel or LibreOffice"),
    "primero": _("JSON, as the case export of Primero"),
}
ENCODINGS: dict[str, Text] = {
    "": _("Find out"),
    "utf-8": _("UTF-8"),
    "utf-16": _("UTF-16"),
    "cp1252": _("Windows, Western"),
    "cp1256": _("Windows, Arabic letters"),
}


def said(problem: Problem) -> str:
    """A problem in a sentence, with the column it stands in."""
    text = gettext(problem.reason.text)
    if problem.values:
        text %= problem.values
    return f"{problem.column}: {text}" if problem.column else text
