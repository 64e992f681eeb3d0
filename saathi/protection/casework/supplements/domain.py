"""What an agency's own forms contribute to shared pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventSource,
    FileGroup,
    FileLink,
    MenuEntry,
    NoticePage,
    PageLink,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.waiting_work import WaitingWork
from saathi.infra.join_words import isolate_direction
from saathi.protection.casework.supplements.models import ANSWER_MODELS
from saathi.protection.casework.supplements.queries import (
    readable_sections,
    title_in_language,
    waiting_versions_column,
)
from saathi.web.components import ActionLink, AlertBox


def waiting_forms(_staff: Staff, rows: Sequence[Mapping[str, Any]]) -> list[AlertBox]:
    """The versions of forms that this person can publish or reject."""
    boxes = []
    for row in rows:
        title = title_in_language(row["titles"], row["spoken"], get_language() or "en")
        address = reverse("supplements:show_form_version", args=[row["code"], row["version"]])
        is_end = row["is_end"]
        action = ActionLink(_("Check and decide") if is_end else _("Check and publish"), address)
        words = (
            gettext("Form to withdraw: %(title)s")
            if is_end
            else gettext("Form to approve: %(title)s")
        )
        text = words % {"title": isolate_direction(title)}
        boxes.append(AlertBox(text, "", action, "attend", "clipboard-check"))
    return boxes


def may_fill_forms(rights: FileRights) -> bool:
    """Whether the reader works on cases, and reads a section to which a form can belong."""
    return access.has_permission(rights.staff, Permission.WORK_ON_CASE) and bool(
        readable_sections(rights)
    )


DOMAIN = Domain(
    urls={"urls": ""},
    menu=(
        MenuEntry(
            170,
            "forms",
            _("Forms"),
            "clipboard-list",
            "supplements:list_forms",
            frozenset({Permission.CONFIRM_STAFF, Permission.EXPORT}),
            is_rare=True,
        ),
    ),
    file_links=(
        FileLink(
            180,
            None,
            _("Additional forms"),
            "supplements:list_filled_forms",
            "clipboard-list",
            is_shown=may_fill_forms,
            group=FileGroup.DOCUMENTS,
        ),
    ),
    waiting=(
        WaitingWork(
            70, frozenset({Permission.CONFIRM_STAFF}), waiting_forms, waiting_versions_column
        ),
    ),
    notices={"form_waits": NoticePage("supplements:list_forms", is_of_record=False)},
    page_links=(
        PageLink("agencies:show_agency", _("Forms"), "supplements:list_forms", "clipboard-list"),
    ),
    records=tuple(RecordKind(model, _("Answers to a form")) for model in ANSWER_MODELS),
    timeline=tuple(
        EventSource(
            f"filled_{model._meta.model_name}", model, "filled_on", _("A form was filled in")
        )
        for model in ANSWER_MODELS
    ),
)
