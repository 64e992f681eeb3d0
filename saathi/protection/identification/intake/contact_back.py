"""The page text about calling or visiting the reporting person, as far as recorded."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.protection.identification.intake.rules import may_contact_back
from saathi.protection.identification.intake.vocabulary import ContactBackPreference
from saathi.web.components import AlertBox, LabelledValue, Text

_NOT_RECORDED: Final = (
    _("Permission to call or visit is not recorded"),
    _("Ask the reporting person when they contact you again."),
)
_ALERTS: Final = {
    ContactBackPreference.NOT_RECORDED: _NOT_RECORDED,
    ContactBackPreference.NOT_ASKED: (
        _("Do not call or visit the reporting person"),
        _("The person was not asked whether contact is safe. Ask when they contact you again."),
    ),
    ContactBackPreference.NEVER: (
        _("Do not call or visit the reporting person"),
        _("The person does not permit calls or visits. Wait for them to contact you."),
    ),
}


def contact_back_alerts(choice: ContactBackPreference) -> list[AlertBox]:
    """The alert if the reporting person may not be called or visited; empty if they may be."""
    if may_contact_back(choice):
        return []
    title, text = _ALERTS.get(choice, _NOT_RECORDED)
    return [AlertBox(title, text, kind="attend", icon="hand-stop")]


def contact_details_pair(details: str, choice: ContactBackPreference) -> LabelledValue:
    """The contact details; without permission they are kept but not shown."""
    missing: Text = _("not recorded")
    if details and not may_contact_back(choice):
        details, missing = "", _("hidden for safety")
    return LabelledValue(_("Contact details of the reporting person"), details, missing=missing)
