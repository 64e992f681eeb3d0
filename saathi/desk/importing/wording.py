"""The names of table fields and descriptions of problems, for display."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.engines.sheets.dates import DateOrder
from saathi.engines.sheets.fields import CaseloadField
from saathi.engines.sheets.problems import SheetProblem
from saathi.infra.join_words import join_words
from saathi.protection.exchange.primero.fields import label_of
from saathi.web.components import Text

FIELD_TEXTS: dict[CaseloadField, Text] = {
    CaseloadField.SOURCE_ID: _("Record number in the source system"),
    CaseloadField.NAME: _("Full name"),
    CaseloadField.GIVEN_NAME: _("First name"),
    CaseloadField.MIDDLE_NAME: _("Middle name"),
    CaseloadField.FAMILY_NAME: _("Family, clan or house name"),
    CaseloadField.PET_NAME: _("Pet name"),
    CaseloadField.ALIAS: _("Other name"),
    CaseloadField.FATHER: _("Father’s name"),
    CaseloadField.MOTHER: _("Mother’s name"),
    CaseloadField.GENDER: _("Gender"),
    CaseloadField.BIRTH: _("Date of birth, full or partial"),
    CaseloadField.AGE: _("Age in years"),
    CaseloadField.NATIONALITY: _("Nationality"),
    CaseloadField.DISTRICT: _("Home district"),
    CaseloadField.LANGUAGE: _("Languages"),
    CaseloadField.ADDRESS: _("Address"),
    CaseloadField.PHONE: _("Telephone numbers"),
    CaseloadField.REGISTERED: _("Date of registration in the source system"),
    CaseloadField.CONCERNS: _("Protection concerns"),
    CaseloadField.WHAT: _("Description of the concern"),
    CaseloadField.RISK: _("Risk level"),
    CaseloadField.STATUS: _("Case status"),
    CaseloadField.CLOSED_ON: _("Date of closure"),
    CaseloadField.CLOSING_REASON: _("Reason for closure"),
    CaseloadField.WORKER: _("E-mail address with which the case worker signs in"),
}
ORDER_TEXTS: dict[DateOrder, Text] = {
    DateOrder.DAY_FIRST: _("Day, month, year (or year first)"),
    DateOrder.MONTH_FIRST: _("Month, day, year"),
    DateOrder.BIKRAM_SAMBAT: _("Bikram Sambat: year, month, day of the Nepali calendar"),
}
KIND_TEXTS: dict[str, Text] = {
    "csv": _("CSV"),
    "book": _("Excel or LibreOffice workbook"),
    "primero": _("JSON, a list of records"),
    "primero_cases": _("JSON (Primero case export)"),
}
ENCODING_TEXTS: dict[str, Text] = {
    "": _("Detect automatically"),
    "utf-8": _("UTF-8"),
    "utf-16": _("UTF-16"),
    "cp1252": _("Windows, Western"),
    "cp1256": _("Windows, Arabic"),
}


SUBFORM_TEXTS: dict[str, Text] = {
    "family_details_section": _("Family details"),
    "care_arrangements_section": _("Care arrangements"),
    "child_preferences_section": _("Child preferences"),
    "protection_concerns": _("Protection concerns"),
    "consent": _("Consents"),
    "protection_concern_detail_subform_section": _("Protection concern details"),
    "incident_details": _("Incident details"),
    "incidents": _("Incident records"),
    "notes_section": _("Notes"),
    "followup_subform_section": _("Follow-ups"),
    "tracing_actions_section": _("Tracing actions"),
    "services_section": _("Services"),
    "cp_case_plan_subform_case_plan_interventions": _("Plan interventions"),
    "reopened_logs": _("Case reopened"),
    "transitions": _("Transfers and referrals"),
}


_SAME_TEXTS: dict[str, Text] = {
    "given": _("same name"),
    "family": _("same family name"),
    "sex": _("same gender"),
    "birth": _("same date of birth"),
    "father": _("same father’s name"),
    "mother": _("same mother’s name"),
    "phone": _("same telephone number"),
    "place": _("same home district"),
}
_SIMILAR_TEXTS: dict[str, Text] = {
    "given": _("similar name"),
    "family": _("similar family name"),
    "birth": _("similar age"),
    "father": _("similar father’s name"),
    "mother": _("similar mother’s name"),
    "phone": _("similar telephone number"),
    "place": _("similar home district"),
}
_SAME_LEVELS = frozenset({"same", "same_within"})


def describe_duplicate_reasons(reasons: Sequence[Sequence[str | int]]) -> str:
    """What speaks for one child, such as “same date of birth, similar name”."""
    texts = [
        str((_SAME_TEXTS if level in _SAME_LEVELS else _SIMILAR_TEXTS).get(str(name), ""))
        for name, level, speaks in reasons
        if speaks == 1
    ]
    return join_words(text for text in texts if text)


def subform_text(name: str) -> Text:
    """The name of a Primero subform; one that an agency added is named after its field."""
    return SUBFORM_TEXTS.get(name) or label_of(name)


def describe_field_problem(problem: SheetProblem) -> str:
    """A problem in a sentence, with the field of Primero or the part of the record."""
    return describe_problem(replace(problem, column=_field_text(problem.column)))


def _field_text(column: str) -> str:
    """The name of a field of Primero, after that of its subform."""
    subform, dot, name = column.partition(".")
    return f"{subform_text(subform)}, {label_of(name)}" if dot else str(subform_text(column))


def describe_problem(problem: SheetProblem) -> str:
    """A problem in a sentence, with its column."""
    text = gettext(problem.reason.text)
    if problem.values:
        text %= problem.values
    return f"{problem.column}: {text}" if problem.column else text
