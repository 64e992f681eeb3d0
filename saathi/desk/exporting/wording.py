"""The names of sections on export forms."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.sections import Section
from saathi.web.components import Text

# The identity is always included; enquiries about the child are never exported.
SECTION_TEXTS: dict[Section, Text] = {
    Section.CASE: _("Case: stage, team, dates"),
    Section.REPORT: _("Child protection reports"),
    Section.SITUATION: _("Protection concerns, incidents and information from other systems"),
    Section.NEEDS: _("Needs, including health"),
    Section.PLAN: _("Case plan: goals and steps"),
    Section.VISITS: _("Visits, notes and tasks due"),
    Section.VOICE: _("Child’s statements that you are allowed to read"),
    Section.DECISIONS: _("Approvals and case closure"),
    Section.LEGAL: _("Consents, guardians, orders"),
    Section.SUPPORT: _("Services: referrals, sessions, courses"),
}


def section_names(sections: int) -> list[Text]:
    """The chosen sections in words."""
    return [label for section, label in SECTION_TEXTS.items() if section & sections]
