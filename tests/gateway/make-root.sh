#!/usr/bin/env bash
# Makes a Debian root with another release's Ceph, once, and prints the directory of its commands: put first on the PATH, it lets
# the rig run that Ceph's daemons as its own. Nothing of the root is started or mounted but by those commands, each for itself.
set -euo pipefail

suite="${1:-}"
[[ "$suite" =~ ^(bookworm|trixie|sid)$ ]] || { echo "usage: make-root.sh bookworm|trixie|sid" >&2; exit 2; }
roots="${XDG_CACHE_HOME:-$HOME/.cache}/lockgate/roots"
made="$roots/$suite"
commands=(ceph ceph-mon ceph-osd monmaptool radosgw radosgw-admin)

if [[ $EUID -ne 0 ]]; then
  echo "Ceph of Debian $suite runs in a root of its own, which only root can make and enter." >&2
  exit 1
fi
mkdir -p "$roots"
exec 9>"$roots/$suite.lock"
flock 9 # another run may be making it
if [[ -x "$made/bin/radosgw" ]]; then
  echo "$made/bin"
  exit 0
fi

export DEBIAN_FRONTEND=noninteractive
quiet=(-qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
{
  if ! command -v debootstrap >/dev/null; then
    timeout 300 apt-get "${quiet[@]}" update || echo "apt-get update failed: going on with the lists there are"
    timeout 600 apt-get "${quiet[@]}" install -y --no-install-recommends debootstrap </dev/null
  fi
  # From wherever this machine takes its own packages.
  # shellcheck disable=SC2016
  mirror="$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 '/debian/\?$' || true)"
  echo "Making a root of Debian $suite from ${mirror:-its usual place}, in $made; that takes some minutes"
  rm -rf "$made.part"
  mkdir -p "$made.part/bin"
  root="$made.part/root"
  # The mounts of what follows belong to it alone, and end with it.
  timeout 1200 unshare --mount --propagation private debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"} >"$made.log" 2>&1 ||
    { tail -n 20 "$made.log"; exit 1; }
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  # A package that is none of Ceph's may fail to be configured, so it is looked at whether Ceph runs.
  # shellcheck disable=SC2016
  timeout 1800 unshare --mount --propagation private sh -c '
    for dir in /proc /sys /dev; do mount --rbind "$dir" "$1$dir"; done
    chroot "$1" apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-common
    chroot "$1" apt-get clean' sh "$root" </dev/null >>"$made.log" 2>&1 || true

  cat >"$made.part/bin/in-root" <<'WRAPPER'
#!/bin/sh
# Runs the command of its own name in the root beside it, with this machine's temporary files; the mounts end with the command.
here=$(readlink -f "$0")
exec unshare --mount --propagation private sh -e -c '
  root=$1
  shift
  tmp=${TMPDIR:-/tmp}
  case $tmp in /tmp/*) tmp=/tmp ;; esac # a place that is there already
  for dir in /proc /sys /dev "$tmp"; do
    mkdir -p "$root$dir"
    mount --rbind "$dir" "$root$dir"
  done
  exec chroot "$root" "$@"' sh "${here%/bin/*}/root" "$(basename "$0")" "$@"
WRAPPER
  chmod 755 "$made.part/bin/in-root"
  for command in "${commands[@]}"; do ln -s in-root "$made.part/bin/$command"; done
  for command in "${commands[@]}"; do
    "$made.part/bin/$command" --version >/dev/null 2>>"$made.log" || [[ "$command" == monmaptool ]] ||
      { echo "$command of Debian $suite does not run"; tail -n 20 "$made.log"; exit 1; }
  done
  mv "$made.part" "$made"
} >&2
echo "$made/bin"
