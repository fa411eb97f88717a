#!/usr/bin/env bash
# Brings what a run needs: the npm packages of the lockfile and, for `demo` or `test`, the Debian packages of the
# gateway rig. Says nothing and is quick when nothing is missing. Starts no service of the distribution, now or at boot.
# With further arguments it becomes that command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

role="${1:-}"
packages=(radosgw ceph-mon ceph-osd ceph-common nginx openssl)
case "$role" in
  demo) ;;
  test)
    packages+=(slapd ldap-utils haproxy chromium chromium-headless-shell awscli s3cmd rclone python3-boto3 python3-six curl fonts-noto-core) ;;
  desktop) packages=(xvfb xdotool) ;; # beside those of `test`
  engines) packages+=(firefox-esr webkit2gtk-driver xvfb) ;; # beside those of `test`
  *)
    echo "usage: setup.sh demo|test|desktop|engines [COMMAND…]" >&2
    exit 2 ;;
esac
shift

# What runs in the foreground would hear of no signal that is sent to this shell alone.
child=
stop() {
  trap - INT TERM
  [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || true
  [[ -z $child ]] || wait "$child" || true
  exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM
run() {
  "$@" </dev/null &
  child=$!
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}

if [[ -L node_modules ]]; then
  echo "node_modules is a link: npm would empty what it points to. Remove the link, then try again." >&2
  exit 1
fi
if [[ ! -e node_modules/.package-lock.json || package-lock.json -nt node_modules/.package-lock.json ]]; then
  run timeout 900 npm ci --no-audit --no-fund
  touch node_modules/.package-lock.json
fi

# The first Debian without boto is 13, see below.
if [[ $role == test && "$(. /etc/os-release && echo "${VERSION_ID:-}")" == 12 ]]; then packages+=(python3-boto); fi

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

# What the machine starts at boot: systemd's units, and the scripts of System V.
starts_at_boot() {
  find /etc/systemd/system -mindepth 2 -type l -printf '%f\n' 2>/dev/null || true
  find /etc/rc[2-5].d -name 'S*' -printf '%f\n' 2>/dev/null | sed 's/^S[0-9]*//; s/$/.sysv/' || true
}

# The rig runs its own daemons as plain children on free ports: none that comes with a package may start, now or at boot. What
# was to start before the install stays so.
policy=/usr/sbin/policy-rc.d
own_policy=
before=
restore_boot() {
  local unit new
  trap - EXIT
  [[ -z $own_policy ]] || rm -f "$policy"
  mapfile -t new < <(comm -13 <(echo "$before") <(starts_at_boot | sort -u))
  [[ ${#new[@]} -gt 0 ]] || return 0
  for unit in "${new[@]}"; do
    case "$unit" in
      *.sysv) update-rc.d "${unit%.sysv}" disable 2>/dev/null || true ;;
      *) find /etc/systemd/system -mindepth 2 -type l -name "$unit" -delete ;;
    esac
  done
  echo "Not to be started at boot, as before: ${new[*]%.sysv}"
}
install_packages() {
  before="$(starts_at_boot | sort -u)"
  trap restore_boot EXIT
  if [[ ! -e $policy ]]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  echo "Installing Debian packages: $*"
  run timeout 300 apt-get -qq -o DPkg::Lock::Timeout=300 update || echo "apt-get update failed: going on with the lists there are" >&2
  run timeout 1500 apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" || true
  restore_boot
}

mapfile -t missing < <(missing_packages)
if [[ ${#missing[@]} -gt 0 ]]; then
  if [[ $EUID -ne 0 ]]; then
    echo "Debian packages are missing. Run this once, then try again:" >&2
    echo "  sudo bash tests/gateway/setup.sh $role" >&2
    exit 1
  fi
  install_packages "${missing[@]}"
  mapfile -t missing < <(missing_packages)
  if [[ ${#missing[@]} -gt 0 ]]; then
    echo "Could not install: ${missing[*]}" >&2
    exit 1
  fi
fi

# boto, with which the gateway's manual is written, left Debian after 12. It runs with later Pythons (it imports `imp`, and uses
# it for plugins alone), so it is taken from 12, by apt from this machine's mirror, and kept beside the npm packages.
boto=node_modules/.cache/boto
bring_boto() {
  local work mirror options
  mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)"
  work="$(mktemp -d)"
  chmod 755 "$work"
  mkdir -p "$work"/{lists,cache/archives}/partial "$boto"
  echo "deb $mirror bookworm main" >"$work/sources.list"
  options=(-qq -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists"
    -o Dir::Cache="$work/cache" -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)")
  echo "Fetching python3-boto of Debian 12"
  run timeout 300 apt-get "${options[@]}" update &&
    run timeout 300 env -C "$work" apt-get "${options[@]}" download python3-boto &&
    dpkg-deb -x "$work"/python3-boto_*.deb "$work/unpacked" &&
    touch "$boto/imp.py" &&
    cp -r "$work/unpacked/usr/lib/python3/dist-packages/boto" "$boto/" || echo "python3-boto could not be fetched: the tests that boto judges will fail" >&2
  rm -rf "$work"
}
if [[ $role == test ]] && ! is_installed python3-boto && [[ ! -e $boto/boto/__init__.py ]]; then bring_boto; fi

trap - INT TERM
[[ $# -eq 0 ]] || exec "$@"
