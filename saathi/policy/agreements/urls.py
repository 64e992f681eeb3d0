"""URLs of agreements and focal points. They contain opaque ids only."""

from django.urls import path

from saathi.policy.agreements import focal_views, views

app_name = "agreements"

urlpatterns = [
    path("", views.list_agreements, name="list_agreements"),
    path("new/", views.add_agreement, name="add_agreement"),
    path("table/", views.download_agreements, name="download_agreements"),
    path("named.csv", views.download_named_agreements, name="download_named_agreements"),
    path("import/", views.import_agreements, name="import_agreements"),
    path("publish/", views.publish_agreements, name="publish_agreements"),
    path("<uuid:agreement_id>/", views.show_agreement, name="show_agreement"),
    path("<uuid:agreement_id>/change/", views.change_agreement, name="change_agreement"),
    path("<uuid:agreement_id>/translate/", views.translate_agreement, name="translate_agreement"),
    path("<uuid:agreement_id>/<slug:action>/", views.act_on_agreement, name="act_on_agreement"),
    path("focal-points/", focal_views.list_focal_points, name="list_focal_points"),
    path("focal-points/new/", focal_views.add_focal_point, name="add_focal_point"),
    path("focal-points/table/", focal_views.download_focal_points, name="download_focal_points"),
    path("focal-points/import/", focal_views.import_focal_points, name="import_focal_points"),
    path("focal-points/publish/", focal_views.publish_focal_points, name="publish_focal_points"),
    path(
        "focal-points/<uuid:focal_point_id>/",
        focal_views.show_focal_point,
        name="show_focal_point",
    ),
    path(
        "focal-points/<uuid:focal_point_id>/change/",
        focal_views.change_focal_point,
        name="change_focal_point",
    ),
    path(
        "focal-points/<uuid:focal_point_id>/test/",
        focal_views.test_focal_point,
        name="test_focal_point",
    ),
    path(
        "focal-points/<uuid:focal_point_id>/contact/",
        focal_views.contact_focal_point,
        name="contact_focal_point",
    ),
    path(
        "focal-points/<uuid:focal_point_id>/contact/publish/",
        focal_views.publish_focal_contact,
        name="publish_focal_contact",
    ),
    path(
        "focal-points/<uuid:focal_point_id>/<slug:action>/",
        focal_views.act_on_focal_point,
        name="act_on_focal_point",
    ),
]
