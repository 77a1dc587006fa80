#include <lc3.h>
#include <stdlib.h>

/* What wearables send: frames of 10 ms at 16 kHz. */
#define FRAME_US 10000
#define RATE_HZ 16000
#define FRAME_SAMPLES 160

#define EXPORT(name) __attribute__((export_name(name)))

static unsigned char frame[LC3_MAX_FRAME_BYTES];
static short samples[FRAME_SAMPLES];

EXPORT("frame") unsigned char *frame_buffer(void) { return frame; }
EXPORT("samples") short *sample_buffer(void) { return samples; }

EXPORT("open_decoder") void *open_decoder(void) {
  void *memory = malloc(lc3_decoder_size(FRAME_US, RATE_HZ));
  return memory ? lc3_setup_decoder(FRAME_US, RATE_HZ, 0, memory) : 0;
}

/* 0: decoded; 1: the frame was not valid, and what it likely held was put in its place; negative: a wrong call. */
EXPORT("decode") int decode(lc3_decoder_t decoder, int bytes) {
  return lc3_decode(decoder, bytes > 0 ? frame : 0, bytes, LC3_PCM_FORMAT_S16, samples, 1);
}

EXPORT("open_encoder") void *open_encoder(void) {
  void *memory = malloc(lc3_encoder_size(FRAME_US, RATE_HZ));
  return memory ? lc3_setup_encoder(FRAME_US, RATE_HZ, 0, memory) : 0;
}

EXPORT("encode") int encode(lc3_encoder_t encoder, int bytes) {
  return lc3_encode(encoder, LC3_PCM_FORMAT_S16, samples, 1, bytes, frame);
}

EXPORT("close") void close_codec(void *codec) { free(codec); }
