from django.urls import URLPattern, URLResolver, include, path

ROOMS = (
    "bihuan.front.home",
    "bihuan.front.portal",
    "bihuan.front.workbench",
    "bihuan.front.library",
    "bihuan.front.figures",
    "bihuan.front.planning",
    "bihuan.front.ops",
    "bihuan.front.hooks",
    "bihuan.front.api",
    "bihuan.practices.knowledge",
    "bihuan.practices.majors",
    "bihuan.flow.intake",
    "bihuan.flow.triage",
    "bihuan.tickets",
    "bihuan.ground.channels",
    "bihuan.kit.ui",
)

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"{room}.urls")) for room in ROOMS]

handler400 = "bihuan.front.home.errors.bad_request"
handler403 = "bihuan.front.home.errors.forbidden"
handler404 = "bihuan.front.home.errors.not_found"
handler429 = "bihuan.front.home.errors.too_many"  # allauth's limits look for it
handler500 = "bihuan.front.home.errors.failed"
