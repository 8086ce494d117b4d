#!/bin/sh
# Compiles both locks. They hold versions and hashes, and never the address of an index.
set -eu
command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
export UV_PYTHON_DOWNLOADS=never
compile() {
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"
}
compile --output-file requirements/run.txt
compile --group dev --output-file requirements/dev.txt
