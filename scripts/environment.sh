#!/bin/sh
# Make .venv hold what the given locks say, and Bihuan itself as it stands here: environment.sh PYTHON LOCK...
set -eu
python=$1
shift
if [ -z "$python" ]; then
    echo 'Python 3.11 or newer is needed, and none was found. Install it, or say where it is: make PYTHON=/path/to/python run' >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Try: make PYTHON=python3.12 run" >&2
    exit 1
fi
if ! .venv/bin/python -c '' 2>/dev/null; then
    echo "Making .venv with $("$python" -V 2>&1)"
    if ! "$python" -m venv --clear .venv; then
        echo 'This Python cannot make an environment. On Debian or Ubuntu this helps: apt-get install python3-venv' >&2
        exit 1
    fi
fi
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m ensurepip --upgrade >/dev/null
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/uv.pin
.venv/bin/uv pip sync --quiet --require-hashes "$@"
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
