"""What requests of researchers contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, PageLink

DOMAIN = Domain(
    urls={"urls": "releases/research/"},
    page_links=(
        PageLink(
            "releases:list_releases",
            _("Research requests"),
            "research:list_requests",
            "clipboard-list",
        ),
    ),
)
