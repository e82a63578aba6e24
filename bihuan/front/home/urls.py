from django.urls import include, path

from bihuan.front.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("language", views.language, name="set_language"),
    path("notices", views.notices, name="notices"),
    path("notices/seen", views.seen, name="notices-seen"),
    path("notices/bell", views.bell, name="bell"),
    path("notices/preferences", views.preferences, name="notice-preferences"),
    path("notices/<int:pk>", views.notice, name="notice"),
    path("account/", include("bihuan.front.home.account.urls")),
]
