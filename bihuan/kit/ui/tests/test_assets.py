import json

import pytest

from bihuan.kit.ui.assets import Build


@pytest.fixture
def build(tmp_path):
    manifest = {
        "src/app.ts": {"file": "assets/app-1.js", "css": ["assets/app-1.css"], "imports": ["_islands-1.js"]},
        "_islands-1.js": {"file": "assets/islands-1.js"},
        "icons.svg": {"file": "assets/icons-1.svg"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return Build(tmp_path)


def test_a_name_stands_for_the_file_that_was_built_last(build):
    assert build.address("app.ts") == "/static/web/assets/app-1.js"
    assert build.address("icons.svg") == "/static/web/assets/icons-1.svg"


def test_the_head_fetches_style_chunks_and_script_at_once(build):
    head = build.head("app.ts")

    assert '<link rel="stylesheet" href="/static/web/assets/app-1.css">' in head
    assert '<link rel="modulepreload" href="/static/web/assets/islands-1.js">' in head
    assert '<script type="module" src="/static/web/assets/app-1.js"></script>' in head


def test_a_page_without_a_built_front_end_still_shows_its_words(tmp_path):
    build = Build(tmp_path)

    assert build.address("app.ts") == "/static/web/app.ts"
    assert "app.ts" in build.head("app.ts")


def test_a_new_build_is_seen_at_once_by_who_works_on_it(build, settings):
    settings.DEBUG = True
    assert build.address("app.ts").endswith("app-1.js")

    build.manifest.write_text(json.dumps({"src/app.ts": {"file": "assets/app-2.js"}}))
    build._read_at -= 1  # a clock coarser than this test

    assert build.address("app.ts").endswith("app-2.js")
