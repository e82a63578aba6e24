"""What only a browser can tell: contrast as drawn, names as heard, the content policy, and that nothing jumps."""

from pathlib import Path

import pytest

from bihuan.kit.ui.tests import urls

AXE = Path(__file__).parents[4] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("components", "queue", "ticket", "portal", "ask", "follow")

WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOOKS = {
    "wide, light, Chinese": {**WIDE, "locale": "zh-CN", "color_scheme": "light"},
    "phone, dark, English": {**PHONE, "locale": "en-GB", "color_scheme": "dark"},
    "wide, dark, English": {**WIDE, "locale": "en-GB", "color_scheme": "dark"},
    "phone, light, Chinese": {**PHONE, "locale": "zh-CN", "color_scheme": "light"},
}
# Both widths, themes and languages for each page; every mixture for the two that show every component.
LOOKED_AT = [
    pytest.param(LOOKS[look], page, id=f"{page}, {look}")
    for page in PAGES
    for look in list(LOOKS)[: 4 if page in ("components", "ticket") else 2]
]

SHIFT = """new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 60) })"""

WEIGHT = """performance.getEntriesByType("resource").filter(({name}) => /\\.(js|css)(\\?|$)/.test(name))
  .reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0)"""

OPEN = """name => { const opened = document.getElementById(name);
  if (opened.localName === "dialog") opened.showModal(); else opened.showPopover() }"""
CLOSE = """name => { const opened = document.getElementById(name);
  if (opened.localName === "dialog") opened.close(); else opened.hidePopover() }"""

MOST_BYTES = 90_000  # of script and style, compressed, at a first visit

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("fonts")]


@pytest.fixture
def page(browser, request):
    context = browser.new_context(**getattr(request, "param", LOOKS["wide, light, Chinese"]))
    opened = context.new_page()
    opened.complaints = []
    opened.on(
        "console",
        lambda message: (
            opened.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()


def settle(page):
    """Wait until the islands have come: they are the last to be fetched."""
    page.wait_for_load_state("load")
    page.wait_for_selector("html:not(:has(:not(:defined)))", state="attached")
    page.wait_for_timeout(100)


@pytest.mark.parametrize(("page", "name"), LOOKED_AT, indirect=["page"])
def test_a_page_can_be_read_by_all_and_stays_where_it_is(page, gallery, name):
    page.goto(f"{gallery}/ui/{name}")
    settle(page)

    shifted, weight = page.evaluate(SHIFT), page.evaluate(WEIGHT)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert page.complaints == []
    assert shifted == 0
    assert 10_000 < weight < MOST_BYTES
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(
    "page",
    [LOOKS["wide, light, Chinese"], LOOKS["wide, dark, English"]],
    ids=["light", "dark"],
    indirect=True,
)
def test_what_opens_over_a_page_can_be_read_by_all(page, gallery):
    page.goto(f"{gallery}/ui/ticket")
    settle(page)
    page.evaluate(AXE.read_text("utf-8"))

    for name in ("palette", "keys", "reader-menu", "resolve", "more", "ask"):
        page.evaluate(OPEN, name)
        page.wait_for_timeout(220)
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES[:-1])
        page.evaluate(CLOSE, name)

        assert [
            (name, rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]
        ] == []


def test_a_change_is_shown_within_a_second_and_disturbs_nothing(page, gallery):
    urls.SAID[0], before = "first words", len(urls.STREAMS)
    page.goto(f"{gallery}/live/page")
    settle(page)
    page.click("#more > summary")
    page.fill("#reply", "请先重启")
    page.evaluate("document.getElementById('box').scrollTop = 90")
    page.focus("#reply")
    page.wait_for_timeout(600)
    assert len(urls.STREAMS) > before

    urls.SAID[0] = "second words"
    for stream in urls.STREAMS:
        stream.put("ticket:7")
        stream.put("ticket:42")
        stream.put("ticket:42")
    page.wait_for_selector("#said:text-is('second words')", timeout=1800)

    assert page.input_value("#reply") == "请先重启"
    assert page.evaluate("document.activeElement.id") == "reply"
    assert page.evaluate("document.getElementById('more').open") is True
    assert page.evaluate("document.getElementById('box').scrollTop") == 90
    assert page.complaints == []


def test_several_changes_of_one_moment_are_asked_for_once(page, gallery):
    page.goto(f"{gallery}/live/page")
    page.wait_for_timeout(900)
    urls.ASKED.clear()

    for _ in range(5):
        for stream in urls.STREAMS:
            stream.put("ticket:42")
    page.wait_for_timeout(1500)

    assert urls.ASKED == ["/live/part"]


def test_two_tabs_share_one_stream(browser, gallery):
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{gallery}/live/page")
    first.wait_for_timeout(700)
    standing = len(urls.STREAMS)

    second.goto(f"{gallery}/live/page")
    second.wait_for_timeout(700)

    assert len(urls.STREAMS) == standing
    context.close()


def test_a_refusal_is_said_in_a_toast_and_beside_the_field(page, gallery):
    page.goto(f"{gallery}/live/page")
    page.wait_for_load_state("load")

    page.click("#f button")
    page.wait_for_selector(".toast")

    assert "Something is missing." in page.inner_text(".toast")
    assert page.inner_text("#e-title") == "Say what happened."
    assert page.evaluate("document.activeElement.id") == "f-title"
    assert page.get_attribute("#f-title", "aria-invalid") == "true"


def test_the_desk_is_driven_by_keys(page, gallery):
    page.goto(f"{gallery}/ui/ticket")
    settle(page)

    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").count("0041")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "reply-text"
    assert page.is_checked('[name="kind"][value="note"]')
    page.keyboard.type("jr?")
    assert page.input_value("#reply-text") == "jr?"


def test_a_choice_of_theme_outlives_the_page(page, gallery):
    page.goto(f"{gallery}/ui/queue")
    page.click(".person-button")
    page.click('[data-theme-choice="dark"]')
    assert page.get_attribute("html", "data-theme") == "dark"

    page.goto(f"{gallery}/ui/portal")

    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_screenshot_can_be_pasted_where_one_writes(page, gallery):
    page.goto(f"{gallery}/ui/ask")
    settle(page)
    page.focus("#f-description")

    page.evaluate(
        """() => { const carrier = new DataTransfer();
        carrier.items.add(new File([new Uint8Array([137, 80, 78, 71])], "image.png", {type: "image/png"}));
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carrier, bubbles: true, cancelable: true})) }"""
    )

    assert page.locator("#d-files [data-list] li").count() == 1
    assert page.evaluate("document.getElementById('f-files').files.length") == 1
