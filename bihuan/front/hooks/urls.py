from django.urls import path

from bihuan.front.hooks import views

urlpatterns = [
    path("desk/settings/hooks", views.hooks, name="hooks"),
    path("desk/settings/hooks/new", views.hook_new, name="hook-new"),
    path("desk/settings/hooks/<int:pk>", views.hook, name="hook"),
    path("desk/settings/hooks/<int:pk>/secret", views.secret, name="hook-secret"),
    path("desk/settings/hooks/<int:pk>/trial", views.trial, name="hook-trial"),
    path("desk/settings/hooks/<int:pk>/resumption", views.resumption, name="hook-resumption"),
    path("desk/settings/hooks/<int:pk>/removal", views.removal, name="hook-removal"),
    path("desk/settings/deliveries/<int:pk>/again", views.again, name="hook-again"),
]
