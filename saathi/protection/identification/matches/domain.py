"""What possible duplicates contribute to shared pages."""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    FileAlert,
    MenuEntry,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import CollectionMethod
from saathi.protection.identification.matches import models, queries
from saathi.web.components import ActionLink, AlertBox
from saathi.web.page_names import CHILD_FILE

_OF_A_PAIR = "only those who compare the pair read it"


def merged_into_column(rights: FileRights, _today: dt.date) -> Subquery:
    """The main record this one was merged into."""
    return queries.surviving_code_subquery(rights.staff, "file_id")


def merged_into_alert(_rights: FileRights, record: dict[str, str]) -> list[AlertBox]:
    """The main record, with a link for those who may read it."""
    text = _(
        "The other record is the main record: add new information there. Both records stay "
        "unchanged."
    )
    title = _("This is the same child as in another record")
    return [AlertBox(title, text, _open(record) if record["code"] else None, "attend", "link")]


def merged_column(rights: FileRights, _today: dt.date) -> ArraySubquery:
    """The records merged into this one."""
    return queries.merged_records_subquery(rights.staff, "file_id")


def merged_records_alert(_rights: FileRights, joined: list[dict[str, str]]) -> list[AlertBox]:
    """An alert linking to each merged record."""
    title = _("Another record of this child is merged with this one")
    return [AlertBox(title, "", _open(record), "calm", "link") for record in joined]


def _open(record: dict[str, str]) -> ActionLink:
    label = gettext("Open %(code)s") % {"code": record["code"]}
    return ActionLink(label, reverse(CHILD_FILE, args=[record["file"]]))


DOMAIN = Domain(
    urls={"urls": "matches/"},
    menu=(
        MenuEntry(
            70,
            "matches",
            _("Possible duplicates"),
            "link",
            "matches:list_pairs",
            frozenset({Permission.REVIEW_MATCHES}),
            is_rare=True,
        ),
    ),
    file_alerts=(
        FileAlert(70, "surviving", Section.CASE, merged_into_column, merged_into_alert),
        FileAlert(71, "merged", Section.CASE, merged_column, merged_records_alert),
    ),
    notices={
        "records_joined": NoticePage(CHILD_FILE),
        "records_parted": NoticePage(CHILD_FILE),
    },
    records=(
        RecordKind(models.MatchPair, _("Possible duplicate"), method=CollectionMethod.COMPUTED),
        RecordKind(
            models.MatchReview,
            _("Decision on a possible duplicate"),
            method=CollectionMethod.WITH_STEP,
        ),
        RecordKind(
            models.MachineAssessment,
            _("Automatic comparison of two files"),
            method=CollectionMethod.COMPUTED,
        ),
        RecordKind(models.Merge, _("Merge of two files"), method=CollectionMethod.WITH_STEP),
        RecordKind(
            models.RepeatAllegation,
            _("Possible repeated allegation"),
            method=CollectionMethod.COMPUTED,
        ),
    ),
    timeline=(
        NotOnTimeline(models.MatchPair, _OF_A_PAIR),
        NotOnTimeline(models.MatchReview, _OF_A_PAIR),
        NotOnTimeline(models.MachineAssessment, _OF_A_PAIR),
        NotOnTimeline(models.Merge, "an alert at the top of the file says that records are joined"),
        NotOnTimeline(models.RepeatAllegation, "a hint that ends by itself; it must not last here"),
    ),
)
