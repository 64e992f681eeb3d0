"""The Django app of the user interface. It has no models."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags under the label `web`."""

    name = "saathi.web"
    label = "web"
    verbose_name = "look"
