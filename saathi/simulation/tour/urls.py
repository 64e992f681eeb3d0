"""The URLs of the tour; `config.urls` adds them only in the demo."""

from django.urls import path

from saathi.simulation.tour import views

urlpatterns = [
    path("", views.show_tour, name="tour"),
    path("<int:number>/", views.open_stop, name="tour_stop"),
    path("<int:number>/page/", views.show_stop, name="tour_page"),
]
