#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/log.h>
#include <string.h>

/* A frame says its own length in 13 bits. */
#define MAX_FRAME_BYTES 8192
/* Of a frame that holds four raw data blocks, at twice the rate. */
#define MAX_SAMPLES 8192

#define EXPORT(name) __attribute__((export_name(name)))

typedef struct {
  AVCodecContext *context;
  AVPacket *packet;
  AVFrame *frame;
} Decoder;

static unsigned char input[MAX_FRAME_BYTES + AV_INPUT_BUFFER_PADDING_SIZE];
static short output[MAX_SAMPLES];
static int rate;

EXPORT("frame") unsigned char *frame_buffer(void) { return input; }
EXPORT("samples") short *sample_buffer(void) { return output; }
/* Hz of what was decoded last. */
EXPORT("rate") int last_rate(void) { return rate; }

EXPORT("close") void close_decoder(Decoder *decoder) {
  if (!decoder) return;
  avcodec_free_context(&decoder->context);
  av_packet_free(&decoder->packet);
  av_frame_free(&decoder->frame);
  av_free(decoder);
}

EXPORT("open_decoder") Decoder *open_decoder(void) {
  const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_AAC);
  Decoder *decoder = av_mallocz(sizeof(Decoder));
  if (!codec || !decoder) return 0;
  av_log_set_level(AV_LOG_QUIET);
  decoder->context = avcodec_alloc_context3(codec);
  decoder->packet = av_packet_alloc();
  decoder->frame = av_frame_alloc();
  if (decoder->context && decoder->packet && decoder->frame &&
      avcodec_open2(decoder->context, codec, 0) == 0)
    return decoder;
  close_decoder(decoder);
  return 0;
}

static short to_short(float value) {
  float scaled = value * 32768.0f;
  if (scaled >= 32767.0f) return 32767;
  if (scaled <= -32768.0f) return -32768;
  return (short)__builtin_lrintf(scaled);
}

/*
 * A decoder has room for high-efficiency AAC, four fifths of its memory, which plain AAC never touches. Clearing only what is not clear
 * already leaves that part of fresh memory to the system: see "Memory" in README.md.
 */
void *__wrap_av_mallocz(size_t size) {
  size_t *block = av_malloc(size);
  if (!block) return 0;
  size_t words = size / sizeof(size_t);
  for (size_t n = 0; n < words; n += 1)
    if (block[n]) block[n] = 0;
  memset(block + words, 0, size % sizeof(size_t));
  return block;
}

/* All channels as one. */
static int mix(const AVFrame *frame, int at) {
  int channels = frame->ch_layout.nb_channels;
  int count = frame->nb_samples;
  if (channels < 1 || frame->format != AV_SAMPLE_FMT_FLTP || at + count > MAX_SAMPLES) return 0;
  for (int n = 0; n < count; n += 1) {
    float sum = 0;
    for (int channel = 0; channel < channels; channel += 1)
      sum += ((const float *)frame->extended_data[channel])[n];
    output[at + n] = to_short(sum / channels);
  }
  rate = frame->sample_rate;
  return count;
}

/* Samples of one frame with its ADTS header; negative when it cannot be decoded. */
EXPORT("decode") int decode(Decoder *decoder, int bytes) {
  int total = 0;
  memset(input + bytes, 0, AV_INPUT_BUFFER_PADDING_SIZE);
  decoder->packet->data = input;
  decoder->packet->size = bytes;
  int failure = avcodec_send_packet(decoder->context, decoder->packet);
  if (failure < 0) return failure;
  while ((failure = avcodec_receive_frame(decoder->context, decoder->frame)) == 0)
    total += mix(decoder->frame, total);
  return failure == AVERROR(EAGAIN) ? total : failure;
}
