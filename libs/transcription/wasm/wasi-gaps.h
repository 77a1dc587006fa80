/* wasi-libc has no temporary files; ffmpeg's decoders never ask for one. */
#define tempnam(directory, prefix) ((char *)0)
