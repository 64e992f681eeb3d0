"""URLs of the public home page and the law table."""

from django.urls import path

from saathi.evidence.releases.views import public as views

app_name = "public"

urlpatterns = [
    path("", views.show_home, name="show_home"),
    path("law/", views.show_law, name="show_law"),
]
