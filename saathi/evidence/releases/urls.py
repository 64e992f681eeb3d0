"""URLs of releases in preparation, for staff."""

from django.urls import path

from saathi.evidence.releases.views import courts
from saathi.evidence.releases.views import staff as views

app_name = "releases"

urlpatterns = [
    path("", views.list_releases, name="list_releases"),
    path("courts/", courts.compare_courts, name="compare_courts"),
    path("new/", views.add_family, name="add_family"),
    path("families/<uuid:family_id>/draft/", views.draft_release, name="draft_release"),
    path("<uuid:release_id>/", views.show_release, name="show_release"),
    path("<uuid:release_id>/choose/", views.choose_designs, name="choose_designs"),
    path("<uuid:release_id>/tables/<slug:name>/", views.preview_table, name="preview_table"),
    path("<uuid:release_id>/files/<str:name>", views.preview_file, name="preview_file"),
    path(
        "<uuid:release_id>/<slug:action>/", views.confirm_release_step, name="confirm_release_step"
    ),
]
