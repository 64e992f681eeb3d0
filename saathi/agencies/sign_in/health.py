"""Whether this installation is well: for a proxy or a watch, without a word on what is not."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from saathi.agencies import schema_state
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

log = logging.getLogger("saathi.health")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and ok, or 503 and not ok. What is wrong stands in the server's own log."""
    del request
    trouble = _trouble()
    if trouble:
        log.error("Not well: %s", trouble)
    return JsonResponse({"ok": not trouble}, status=503 if trouble else 200)


def _trouble() -> str:
    try:
        missing = schema_state.missing()
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"
    if missing:
        return f"{len(missing)} migrations are not applied"
    try:
        vault.check_root_key()
    except VaultError as error:
        return f"the root key does not load ({type(error).__name__})"
    return ""
