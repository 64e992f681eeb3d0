"""What an agency's own forms contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.access import FileRights
from saathi.agencies.domains import Domain, EventSource, FileGroup, FileLink, MenuEntry, PageLink
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.protection.casework.supplements.models import ANSWER_MODELS
from saathi.protection.casework.supplements.queries import readable_sections


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
