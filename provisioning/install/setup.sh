#!/usr/bin/env bash
# Installs what is missing: Debian packages, the virtual environment, the font. A second call skips what is done.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=$(sed 's/#.*//' provisioning/install/debian-packages.txt | tr -s ' \n' ' ')
missing=()
for package in $packages; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "setup: not root and no sudo; as root: apt-get install ${missing[*]}" >&2; exit 1; }
        as_root=(sudo)
    fi
    echo "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# Debian's own Python: its headers are the ones that were just installed.
python=/usr/bin/python3.11
[ -x "$python" ] || { echo "setup: Python 3.11 is needed (Debian 12 has it as /usr/bin/python3.11)" >&2; exit 1; }

stamp=.venv/.installed
wanted=$(cat requirements*.lock setup.py pyproject.toml provisioning/install/setup.sh | sha256sum)
if [ "$(cat $stamp 2>/dev/null)" != "$wanted" ]; then
    echo "setup: virtual environment in .venv"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_QUIET=1
    .venv/bin/pip install --require-hashes -r requirements-build.lock # what builds pyscard, at a fixed version too
    .venv/bin/pip install --require-hashes --no-build-isolation -r requirements.lock
    .venv/bin/pip install --no-deps --no-build-isolation -e .
    echo "$wanted" > $stamp
fi

.venv/bin/python -m screens.fonts .venv/share/kiosk/fonts
.venv/bin/python -m kiosk.typing.build .venv/share/kiosk/typing --font .venv/share/kiosk/fonts/NotoSansSC-Regular.otf
.venv/bin/python -m screens.speech.prompts .venv/share/kiosk/voice
