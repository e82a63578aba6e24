#!/bin/sh
# Run a command with Node: the machine's if it is new enough, otherwise the one that came into .venv.
set -eu
new_enough='const [a, b] = process.versions.node.split(".").map(Number); process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'
if ! command -v npm >/dev/null 2>&1 || ! node -e "$new_enough" 2>/dev/null; then
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
cd web
exec "$@"
