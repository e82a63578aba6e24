#!/bin/sh
# In web/: fetch the packages if their lock has changed since, and build what the pages load.
set -eu
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error
    touch node_modules/.package-lock.json
fi
npm run build --silent -- --logLevel warn
