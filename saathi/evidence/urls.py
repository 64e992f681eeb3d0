"""URLs of statistics."""

from django.urls import path

from saathi.evidence import views
from saathi.evidence.indicators import views as indicators

app_name = "evidence"

urlpatterns = [
    path("", indicators.show_statistics, name="show_statistics"),
    path("detected/", views.show_detected, name="show_detected"),
    path("detected.csv", views.download_detected, name="download_detected"),
    path("equity/", indicators.show_equity, name="show_equity"),
    path("flows/", indicators.show_flows, name="show_flows"),
    path(
        "indicators/<slug:indicator>/numbers.csv",
        indicators.download_indicator,
        name="download_indicator",
    ),
    path("indicators/<slug:indicator>/", indicators.show_indicator, name="show_indicator"),
]
