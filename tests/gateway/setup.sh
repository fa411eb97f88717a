#!/usr/bin/env bash
# Brings what a run needs: the npm packages of the lockfile and, for `demo` or `test`, the Debian packages of the
# gateway rig. Says nothing and is quick when nothing is missing. Starts no service of the distribution.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

role="${1:-}"
packages=(radosgw ceph-mon ceph-osd ceph-common nginx openssl)
case "$role" in
  demo) ;;
  test)
    packages+=(slapd ldap-utils chromium chromium-headless-shell awscli s3cmd rclone python3-boto python3-boto3 curl fonts-noto-core) ;;
  *)
    echo "usage: setup.sh demo|test" >&2
    exit 2 ;;
esac

if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
  timeout 900 npm ci --no-audit --no-fund
  touch node_modules/.package-lock.json
fi

is_installed() {
  [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do is_installed "$package" || echo "$package"; done
}

if ! command -v dpkg-query >/dev/null; then
  echo "The gateway rig needs a Debian machine (bookworm or later) with: ${packages[*]}" >&2
  exit 1
fi
mapfile -t missing < <(missing_packages)
[[ ${#missing[@]} -gt 0 ]] || exit 0

if [[ $EUID -ne 0 ]]; then
  echo "Debian packages are missing. Run this once, then try again:" >&2
  echo "  sudo bash tests/gateway/setup.sh $role" >&2
  exit 1
fi

# The rig runs its own daemons as plain children on free ports: the packages' own must neither start now nor at boot.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing Debian packages: ${missing[*]}"
timeout 300 apt-get -qq -o DPkg::Lock::Timeout=300 update || echo "apt-get update failed: going on with the lists there are" >&2
timeout 1500 apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" </dev/null
if command -v systemctl >/dev/null; then
  for service in nginx slapd; do
    [[ " ${missing[*]} " != *" $service "* ]] || systemctl --quiet disable "$service" 2>/dev/null || true
  done
fi

mapfile -t missing < <(missing_packages)
if [[ ${#missing[@]} -gt 0 ]]; then
  echo "Could not install: ${missing[*]}" >&2
  exit 1
fi
