"""What agreements to share tables contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, PageLink

DOMAIN = Domain(
    urls={"urls": "releases/sharing/"},
    page_links=(
        PageLink(
            "releases:list_releases",
            _("Data-sharing agreements"),
            "sharing:list_agreements",
            "clipboard-list",
        ),
    ),
)
