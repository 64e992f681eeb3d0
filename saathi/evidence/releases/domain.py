"""What releases contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, MenuEntry, PageLink
from saathi.agencies.permissions import Permission

DOMAIN = Domain(
    urls={"urls": "releases/", "public_urls": "published/", "home_urls": "public/"},
    menu=(
        MenuEntry(
            130,
            "releases",
            _("Releases"),
            "book",
            "releases:list_releases",
            frozenset({Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE}),
            is_rare=True,
        ),
    ),
    page_links=(
        PageLink(
            "account_login",
            _("About Saathi, published statistics and law"),
            "public:show_home",
            "info-circle",
        ),
    ),
)
