"""The screens of legal remedies, and the addresses that they share."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.people import record_screens as kit
from saathi.protection.justice.compensation.models import LegalMeasure

screens = kit.RecordScreens("legal_measures")
LIST = "legal_measures:list_measures"
SHOW = "legal_measures:show_measure"
ADDRESS = "laws/"
MEASURE = f"{ADDRESS}measures/<uuid:measure_id>/"
WORK = Permission.WORK_ON_CASE
APPROVE = Permission.APPROVE
form_text = partial(kit.ChildFormPageText, back=LIST, back_label=_("Compensation and remedies"))


def page_of(measure: LegalMeasure) -> str:
    """The address of a measure in the child's file."""
    return reverse(SHOW, args=[measure.file_id, measure.pk])
