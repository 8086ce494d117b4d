#!/bin/sh
# Runs a Python that is new enough: $PYTHON, else the first good one on the PATH.
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "Evenhand needs Python 3.11 or newer: install it (Debian: apt-get install python3 python3-venv) or name it with PYTHON=/path/to/python3." >&2
exit 1
