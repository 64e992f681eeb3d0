"""The screens of threats and protection measures, and the texts and addresses that they share."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.people import record_screens as kit

screens = kit.RecordScreens("protection")
LIST = "protection:show_protection"
ADDRESS = "protection/"
THREAT = f"{ADDRESS}threats/<uuid:threat_id>/"
MEASURE = f"{ADDRESS}measures/<uuid:protection_id>/"
WORK = Permission.WORK_ON_CASE
APPROVE = Permission.APPROVE
NO_PLACE = _("Do not enter where the child is or goes: this page never says it.")
form_text = partial(kit.ChildFormPageText, back=LIST, back_label=_("Threats and protection"))
