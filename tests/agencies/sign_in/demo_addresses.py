"""The addresses of an installation that runs the demo."""

from django.urls import include, path

from saathi.config.urls import urlpatterns as all_of_them

urlpatterns = [
    *all_of_them,
    path("demo/", include("saathi.agencies.sign_in.demo_urls")),
    path("demo/tour/", include("saathi.simulation.tour.urls")),
]
