#!/bin/sh
# All that can be said of the code without running it, the quickest first.
set -u
bin=.venv/bin
# Only whether the models and the migrations agree is asked; no database answers here, and none is needed.
export DJANGO_SETTINGS_MODULE=bihuan.config.settings.test DATABASE_URL='host=/nonexistent dbname=none'
failed=''

step() {
    name=$1
    shift
    printf '%-12s' "$name"
    if said=$("$@" 2>&1); then
        echo ok
    else
        printf 'failed\n%s\n' "$said"
        failed="$failed $name"
    fi
}

step format $bin/ruff format --check --output-format concise .
step style $bin/ruff check --output-format concise .
step contracts $bin/lint-imports
step locks $bin/python scripts/check_locks.py
step templates $bin/python scripts/check_templates.py
step words $bin/python scripts/messages.py check
step django $bin/python -m django check --fail-level WARNING
step migrations $bin/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
step scripts sh scripts/node.sh npm run check --silent
step types $bin/mypy bihuan scripts conftest.py hatch_build.py

if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
