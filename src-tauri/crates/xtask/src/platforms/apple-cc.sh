#!/bin/sh
# The C compiler (called apple-cc) and the archiver (called apple-ar) for macOS on other systems: Zig, which brings Apple's C headers.
# `cargo xtask platforms` puts this file beside the Zig that it got.
set -eu
here=$(dirname "$0")
zig=$here/zig/ziglang/zig
export ZIG_GLOBAL_CACHE_DIR="$here/zig-cache"

case $0 in
*apple-ar) exec "$zig" ar "$@" ;;
esac

# Zig has words of its own for the target, and takes no others.
next=
for word do
    shift
    case $next$word in
    -arch) next=skip- ;;
    skip-*) next= ;;
    --target=* | -mmacosx-version-min=* | -mmacos-version-min=*) ;;
    # mac-notification-sys calls Cocoa, whose headers Apple does not give away. Nothing is linked here, so that an empty object does.
    objc/notify.m) set -- "$@" -xc /dev/null ;;
    *) set -- "$@" "$word" ;;
    esac
done
exec "$zig" cc -target aarch64-macos "$@"
