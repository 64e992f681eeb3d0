"""The screens of proceedings, and the texts and addresses that they share."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.people import record_screens as kit
from saathi.protection.justice.proceedings.models import Proceeding

screens = kit.RecordScreens("proceedings")
LIST = "proceedings:list_proceedings"
SHOW = "proceedings:show_proceeding"
ADDRESS = "justice/"
PROCEEDING = f"{ADDRESS}<uuid:proceeding_id>/"
WORK = Permission.WORK_ON_CASE
form_text = partial(kit.ChildFormPageText, back=LIST, back_label=_("Proceedings"))


def page_of(proceeding: Proceeding) -> str:
    """The address of a proceeding in the child's file."""
    return reverse(SHOW, args=[proceeding.file_id, proceeding.pk])
