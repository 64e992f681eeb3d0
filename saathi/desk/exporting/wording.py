"""The names of sections on export forms."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.sections import Section
from saathi.web.components import Text

# The identity is always included; enquiries about the child are never exported.
SECTION_TEXTS: dict[Section, Text] = {
    Section.CASE: _("The case: stage, team, dates"),
    Section.REPORT: _("Reports of a concern"),
    Section.SITUATION: _("What happened, and safety; what other systems said"),
    Section.NEEDS: _("Needs, health among them"),
    Section.PLAN: _("The plan: goals and steps"),
    Section.VISITS: _("Visits, notes, what is due"),
    Section.VOICE: _("What the child said, as far as she lets you read it"),
    Section.DECISIONS: _("Approvals and closing"),
    Section.LEGAL: _("Consents, guardians, orders"),
    Section.SUPPORT: _("Services: referrals, sessions, courses"),
}


def section_names(sections: int) -> list[Text]:
    """The chosen sections in words."""
    return [label for section, label in SECTION_TEXTS.items() if section & sections]
