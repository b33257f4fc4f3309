#!/bin/sh
# in-root.sh ROOT SHARED COMMAND…: runs COMMAND in the Debian of ROOT, with the machine's /proc and /dev and the folder
# SHARED as /shared. Started in a mount namespace of its own (unshare --mount): nothing stays mounted.
# CLOCK_AHEAD=SECONDS: COMMAND sees a wall clock that is so far ahead; its timers run as ever.
set -e
root=$1 shared=$2
shift 2
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$shared" "$root/shared"
if [ "${CLOCK_AHEAD:-0}" -gt 0 ]; then
  library=$(cd "$root" && echo usr/lib/*/faketime/libfaketime.so.1)
  set -- env LD_PRELOAD="/$library" FAKETIME="+${CLOCK_AHEAD}s" DONT_FAKE_MONOTONIC=1 "$@"
fi
exec chroot "$root" "$@"
