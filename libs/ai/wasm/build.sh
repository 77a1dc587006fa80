#!/bin/sh
# Builds the modules in this folder anew and says whether they are the ones that are here.
# Needs Debian or Ubuntu with: clang-14 lld-14
# Use: libs/ai/wasm/build.sh [--replace]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for source in "$here"/*.c; do
  name=$(basename "$source" .c)
  # Neither a C library nor a system: memory and arithmetic are all that these modules know.
  clang-14 --target=wasm32 -O3 -msimd128 -mbulk-memory -ffreestanding -Wall -Wextra -Werror -c "$source" -o "$name.o"
  wasm-ld-14 --no-entry --strip-all --gc-sections "$name.o" -o "$name.wasm"
done

if [ "${1:-}" = --replace ]; then
  cp ./*.wasm "$here/"
  sha256sum ./*.wasm | sed 's# \./# #' > "$here/SHA256SUMS"
fi
sha256sum -c "$here/SHA256SUMS"
