"""Public URLs of publications. They are permanent."""

from django.urls import path

from saathi.evidence.releases.views import public as views

app_name = "published"

urlpatterns = [
    path("", views.list_editions, name="list_editions"),
    path("region/", views.show_region, name="show_region"),
    path("flows/", views.show_flows, name="show_flows"),
    path("countries/<str:iso3>/", views.show_country, name="show_country"),
    path("countries/<str:iso3>/report.pdf", views.print_country, name="print_country"),
    path("<slug:slug>/", views.redirect_to_newest_edition, name="redirect_to_newest_edition"),
    path("<slug:slug>/<int:number>/", views.show_edition, name="show_edition"),
    path("<slug:slug>/<int:number>/tables/<slug:name>/", views.show_table, name="show_table"),
    path(
        "<slug:slug>/<int:number>/charts/<slug:name>.svg",
        views.download_chart,
        name="download_chart",
    ),
    path("<slug:slug>/<int:number>/files/<str:name>", views.download_file, name="download_file"),
]
