"""allauth's addresses under allauth's names, as far as there is a page here."""

from django.urls import path, re_path

from bihuan.front.home.account import views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("password/reset/", views.reset_password, name="account_reset_password"),
    path("password/reset/done/", views.reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", views.new_password_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    # Who has no password yet gets the first one as others get a new one: by a link to the own address.
    path("password/set/", views.reset_password, name="account_set_password"),
]
