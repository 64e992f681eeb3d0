"""What law and policy contribute to shared pages."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import Domain, MenuEntry
from saathi.agencies.permissions import Permission

DOMAIN = Domain(
    urls={"urls": "law/"},
    menu=(
        MenuEntry(
            140,
            "law",
            _("Law"),
            "scale",
            "policy:show_law",
            frozenset({Permission.SEE_LAW}),
            is_rare=True,
        ),
    ),
)
