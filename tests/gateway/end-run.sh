#!/bin/sh
# Waits for the end of standard input, then ends every process of a run and removes the run's directory. The processes are
# known by their environment: TMPDIR names the directory, which no other run has.
# The directory comes by a variable: as an argument it would be in this shell's own command line.
dir=${LOCKGATE_RUN_DIR:?}
while read -r _; do :; done
round=0
while [ $round -lt 100 ]; do
  pids=$(grep -lszxF -e "TMPDIR=$dir" /proc/[0-9]*/environ | cut -d/ -f3)
  [ -n "$pids" ] || break
  # shellcheck disable=SC2086
  kill -KILL $pids 2>/dev/null
  sleep 0.05
  round=$((round + 1))
done
# nginx, whose environment can't be read, writes to its log until its own end, which comes with its parent's.
rm -rf -- "$dir" || { sleep 1 && rm -rf -- "$dir"; }
