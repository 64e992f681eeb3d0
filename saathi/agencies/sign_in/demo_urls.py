"""The URL of the demo's sign-in; `config.urls` adds it only in the demo."""

from django.urls import path

from saathi.agencies.sign_in import demo

urlpatterns = [path("", demo.sign_in_to_demo, name="demo")]
