"""What plans contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, EventKind, EventSource, NotOnTimeline
from saathi.protection.casework.care_plans.models import Goal, Plan, Step
from saathi.protection.casework.cases.vocabulary import Duty

DOMAIN = Domain(
    urls={"urls": "child/<uuid:file_id>/plan/"},
    duties={Duty.PLAN: "care_plans:show_newest_plan"},
    timeline=(
        EventSource("planned", Plan, "made_on", _("A plan was written"), (EventKind.PLAN,)),
        NotOnTimeline(Goal, "a part of a plan"),
        NotOnTimeline(Step, "a part of a goal"),
    ),
)
