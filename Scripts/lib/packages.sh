# Sourced by the scripts: installs the Debian packages that the base build needs, and says what it does.

magnus_packages="libncursesw5-dev libsqlite3-dev libcurl4-openssl-dev"

install_missing_packages() {
    local package missing=""
    if ! command -v dpkg-query >/dev/null 2>&1; then
        echo "magnus: this is not a Debian system; install the equivalents of: $magnus_packages" >&2
        return 0
    fi
    for package in $magnus_packages; do
        if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
            missing="$missing $package"
        fi
    done
    [ -z "$missing" ] && return 0

    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "magnus: missing packages:$missing; run as root: apt-get install$missing" >&2
            return 1
        fi
        as_root="sudo"
    fi
    echo "magnus: installing$missing (${as_root:-as root})" >&2
    # The package list may be old or empty on a fresh machine, so a first failure asks for a new one.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2 ||
        { $as_root apt-get update -q >&2 &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2; }
}

require_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        echo "magnus: swift is not on the PATH; install Swift 6.2 or newer from swift.org" >&2
        return 1
    fi
}
