"""The web application for a WSGI server; `saathi serve` starts it."""

import gc
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from saathi.config.web_limits import ClientRules

gc.disable()  # what is loaded here stays: nothing to collect
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # loads every view before the web server forks its processes
front = ClientRules(
    proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT,
    person_in=import_module(settings.SESSION_ENGINE).proved_person_digest,
)
# Everything loaded so far stays: the garbage collector need not scan it, and the processes continue
# to share its memory.
gc.enable()
gc.collect()
gc.freeze()
