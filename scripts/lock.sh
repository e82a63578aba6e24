#!/bin/sh
# Resolve all dependencies into locks that name versions and hashes, for every platform, and no address:
# whoever installs from them chooses the index (UV_DEFAULT_INDEX, PIP_INDEX_URL, npm's registry).
set -eu
upgrade=${UPGRADE:+--upgrade}
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header $upgrade "$@"
}
compile pyproject.toml --output-file locks/run.lock
compile --group dev --constraints locks/run.lock --output-file locks/dev.lock
compile --group build --constraints locks/run.lock --output-file locks/build.lock
echo uv | compile - --output-file locks/uv.pin
sh scripts/node.sh npm install --package-lock-only --no-audit --no-fund --loglevel=error
.venv/bin/python scripts/check_locks.py
