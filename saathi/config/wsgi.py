"""The web application for a WSGI server; `saathi serve` starts it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
