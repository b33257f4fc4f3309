#!/bin/sh
# in-root.sh ROOT SHARED COMMAND…: runs COMMAND in the Debian of ROOT, with the machine's /proc and /dev and the folder
# SHARED as /shared. Started in a mount namespace of its own (unshare --mount): nothing stays mounted.
set -e
root=$1 shared=$2
shift 2
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$shared" "$root/shared"
exec chroot "$root" "$@"
