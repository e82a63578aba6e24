"""Addresses of this part of the planning pages."""

from django.urls import path

from bihuan.front.planning.catalogue import views

urlpatterns = [
    path("catalogue", views.tree, name="catalogue"),
    path("catalogue/order", views.order, name="catalogue-order"),
    path("catalogue/new", views.category_new, name="category-new"),
    path("catalogue/categories/<str:code>", views.category, name="category"),
    path("catalogue/categories/<str:code>/standing", views.standing, name="category-standing"),
    path("catalogue/categories/<str:code>/versions", views.versions, name="category-versions"),
    path(
        "catalogue/categories/<str:code>/versions/<int:number>",
        views.version_again,
        name="category-version",
    ),
]
