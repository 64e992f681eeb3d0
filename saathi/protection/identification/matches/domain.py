"""What possible matches of files contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, MenuEntry, NoticePage, NotOnTimeline
from saathi.agencies.permissions import Permission
from saathi.protection.identification.matches import models
from saathi.web.page_names import CHILD_FILE

_OF_A_PAIR = "only those who compare the pair read it"

DOMAIN = Domain(
    urls={"urls": "matches/"},
    menu=(
        MenuEntry(
            70,
            "matches",
            _("Possible matches"),
            "link",
            "matches:list_pairs",
            frozenset({Permission.REVIEW_MATCHES}),
        ),
    ),
    notices={
        "records_joined": NoticePage(CHILD_FILE),
        "records_parted": NoticePage(CHILD_FILE),
    },
    timeline=(
        NotOnTimeline(models.MatchPair, _OF_A_PAIR),
        NotOnTimeline(models.MatchReview, _OF_A_PAIR),
        NotOnTimeline(models.MachineAssessment, _OF_A_PAIR),
        NotOnTimeline(models.Merge, "an alert at the top of the file says that records are joined"),
        NotOnTimeline(models.RepeatAllegation, "a hint that ends by itself; it must not last here"),
    ),
)
