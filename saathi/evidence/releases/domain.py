"""What releases contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, MenuEntry
from saathi.agencies.permissions import Permission

DOMAIN = Domain(
    urls={"urls": "releases/", "public_urls": "published/"},
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
)
