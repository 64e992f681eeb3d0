"""What plans contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileGroup,
    FileLink,
    NotOnTimeline,
)
from saathi.agencies.sections import Section
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.vocabulary import Duty

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/plan/"},
    file_links=(
        FileLink(
            55,
            Section.PLAN,
            _("Case plan"),
            "care_plans:show_newest_plan",
            "list-check",
            group=FileGroup.PLAN,
        ),
    ),
    duties={Duty.PLAN: "care_plans:show_newest_plan"},
    timeline=(
        EventSource("planned", Plan, "made_on", _("A case plan was created"), (EventKind.PLAN,)),
        NotOnTimeline(Goal, "a part of a plan"),
        NotOnTimeline(Step, "a part of a goal"),
    ),
)
