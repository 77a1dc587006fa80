#!/bin/sh
# Builds lc3.wasm and aac.wasm anew, from Debian's source packages, and says whether they are the ones in this folder.
# Needs Debian or Ubuntu with: clang-14 lld-14 wasi-libc libclang-rt-14-dev-wasm32 make curl xz-utils
# Use: libs/transcription/wasm/build.sh [--replace]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() { # path under the pool, sha256
  curl -fsSO "https://deb.debian.org/debian/pool/main/$1" || curl -fsSO "http://deb.debian.org/debian/pool/main/$1"
  echo "$2  $(basename "$1")" | sha256sum -c --quiet -
}
fetch libl/liblc3/liblc3_1.1.3+dfsg.orig.tar.xz 3b8b36c405bf08e5756bf416b01547dab92e6f57ebf51d7580e18a1cadba6c96
fetch f/ffmpeg/ffmpeg_5.1.9.orig.tar.xz d9b593bb2ba93d4b50f74177e0cdcd41747e708596367deed0c30348a71dd176
for archive in *.tar.xz; do tar xf "$archive"; done

# Both are reactors: no main function, nothing kept open, and no import but WASI's.
link='--target=wasm32-wasi -O3 -mexec-model=reactor -Wl,--strip-all -Wl,--gc-sections'

clang-14 $link -ffast-math -Iliblc3-1.1.3/include "$here/lc3-glue.c" liblc3-1.1.3/src/*.c -lm -o lc3.wasm

mkdir ffmpeg && cd ffmpeg
cp "$here/wasi-gaps.h" .
../ffmpeg-5.1.9/configure --cc=clang-14 --ld=clang-14 --ar=llvm-ar-14 --ranlib=llvm-ranlib-14 --nm=llvm-nm-14 \
  --enable-cross-compile --target-os=none --arch=wasm32 --disable-all --enable-avcodec --enable-decoder=aac \
  --disable-asm --disable-pthreads --disable-runtime-cpudetect --disable-autodetect --disable-debug --optflags=-O3 \
  --extra-cflags='--target=wasm32-wasi -D_WASI_EMULATED_PROCESS_CLOCKS -include ./wasi-gaps.h' \
  --extra-ldflags=--target=wasm32-wasi > configure.log
make -j"$(nproc)" libavcodec/libavcodec.a libavutil/libavutil.a > make.log 2>&1
cd ..
clang-14 $link -Wl,--wrap=av_mallocz -Iffmpeg -Iffmpeg-5.1.9 "$here/aac-glue.c" ffmpeg/libavcodec/libavcodec.a ffmpeg/libavutil/libavutil.a \
  -lm -lwasi-emulated-process-clocks -o aac.wasm

if [ "${1:-}" = --replace ]; then
  cp lc3.wasm aac.wasm "$here/"
  sha256sum lc3.wasm aac.wasm > "$here/SHA256SUMS"
fi
sha256sum -c "$here/SHA256SUMS"
