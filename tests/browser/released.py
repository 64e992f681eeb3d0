"""Invented counts for the browser's country, protected and attacked by the engine: one release that
is published, one that waits for its second person. So few children live there that none of their
own numbers could be released.
"""

from django.db import transaction


def make() -> None:
    """In the name of the cast, by the actions of the product; protection is the worker's own."""
    from saathi.agencies.models import Staff
    from tests.factories import releases

    def of(name: str) -> Staff:
        return Staff.objects.select_related("office").get(email=f"{name}@demo.saathi.example")

    by, second = of("purna"), of("roshan")
    with transaction.atomic():
        family = releases.family(
            by, slug="children-in-care", title="Children in care", about="Invented numbers."
        )
        releases.published(by, second, family)
        releases.protected(by, family)
