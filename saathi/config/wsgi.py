"""The web application for a WSGI server; `saathi serve` starts it."""

from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # every view, before the web server's processes part
