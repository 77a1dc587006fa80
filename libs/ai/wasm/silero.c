/* What the ONNX graph of Silero v6 computes at 16 kHz, for one frame of one stream. The weights are given once, the memory of the stream each time. */
#include <wasm_simd128.h>

#define EXPORT(name) __attribute__((export_name(name)))

/* 64 samples of the past and 512 new ones. The graph mirrors 64 at the end, and looks at 4 windows of 256. */
#define FRAME 576
#define WINDOW 256
#define WINDOWS 4
#define HOP 128
#define HALF (WINDOW / 2)
#define BINS (HALF + 1)
#define TAPS 3
#define STATE 128
#define GATES (4 * STATE)

static float window[WINDOW], cosine[HALF], sine[HALF];
static float kernel0[128 * TAPS * BINS], bias0[128];
static float kernel1[64 * TAPS * 128], bias1[64];
static float kernel2[64 * 2 * 64], bias2[64];
static float kernel3[128 * 64], bias3[128];
static float gate_kernel[GATES * 2 * STATE], gate_bias[GATES];
static float last_kernel[STATE], last_bias[1];

static short frame[FRAME];
static struct { float hidden[STATE], cell[STATE]; } state;
static float staged[GATES * STATE];

EXPORT("frame") short *frame_at(void) { return frame; }
EXPORT("state") void *state_at(void) { return &state; }
EXPORT("staged") float *staged_at(void) { return staged; }

/* Weights lie in panels: of 8 outputs the weights of the first input, then those of the second, and so on. */
#define PANEL 8

/* Staged is a convolution's kernel as the file holds it, [outputs][inputs][width]. Taps that would only ever meet padding stay away. */
typedef struct { int outputs, inputs, width, first_tap, taps; } Kernel;

/* `row` is how many inputs an output has in all, `offset` which of them the first one here is. */
static void pack(float *to, Kernel k, int row, int offset) {
  for (int output = 0; output < k.outputs; output++)
    for (int tap = 0; tap < k.taps; tap++)
      for (int input = 0; input < k.inputs; input++) {
        int at = output / PANEL * row + offset + tap * k.inputs + input;
        to[at * PANEL + output % PANEL] = staged[(output * k.inputs + input) * k.width + k.first_tap + tap];
      }
}

static void add(float *to, int count) {
  for (int n = 0; n < count; n++) to[n] += staged[n];
}

/* Takes what was staged; parts are numbered as in `silero-weights.ts`. Each once. */
EXPORT("take") void take(int part) {
  switch (part) {
    case 0: return add(window, WINDOW);
    case 1: return add(cosine, HALF);
    case 2: return add(sine, HALF);
    case 3: return pack(kernel0, (Kernel){ 128, BINS, TAPS, 0, TAPS }, TAPS * BINS, 0);
    case 4: return add(bias0, 128);
    case 5: return pack(kernel1, (Kernel){ 64, 128, TAPS, 0, TAPS }, TAPS * 128, 0);
    case 6: return add(bias1, 64);
    case 7: return pack(kernel2, (Kernel){ 64, 64, TAPS, 1, 2 }, 2 * 64, 0);
    case 8: return add(bias2, 64);
    case 9: return pack(kernel3, (Kernel){ 128, 64, TAPS, 1, 1 }, 64, 0);
    case 10: return add(bias3, 128);
    case 11: return pack(gate_kernel, (Kernel){ GATES, STATE, 1, 0, 1 }, 2 * STATE, 0);
    case 12: return pack(gate_kernel, (Kernel){ GATES, STATE, 1, 0, 1 }, 2 * STATE, STATE);
    case 13: return add(gate_bias, GATES);
    case 14: return add(gate_bias, GATES);
    case 15: return add(last_kernel, STATE);
    case 16: return add(last_bias, 1);
  }
}

/* Rows of numbers, `stride` apart; those of a convolution overlap. */
typedef struct { const float *at; int stride; } Rows;
typedef struct { const float *kernel, *bias; int inputs; } Layer;

/* Multiplies `rows` rows with `panels` panels, starting with `panel`: 8 sums of 4 numbers, which fit into registers. */
static inline __attribute__((always_inline)) void tile(Layer layer, int panel, const int panels, Rows from, const int rows, float *to, int to_stride) {
  v128_t sum[4][8];
  const float *weight = layer.kernel + panel * PANEL * layer.inputs;
  for (int r = 0; r < rows; r++)
    for (int p = 0; p < 2 * panels; p++) sum[r][p] = wasm_v128_load(layer.bias + panel * PANEL + 4 * p);
  for (int k = 0; k < layer.inputs; k++, weight += PANEL)
    for (int p = 0; p < 2 * panels; p++) {
      v128_t weights = wasm_v128_load(weight + p / 2 * PANEL * layer.inputs + p % 2 * 4);
      for (int r = 0; r < rows; r++) {
        v128_t input = wasm_v128_load32_splat(from.at + r * from.stride + k);
        sum[r][p] = wasm_f32x4_add(sum[r][p], wasm_f32x4_mul(input, weights));
      }
    }
  for (int r = 0; r < rows; r++)
    for (int p = 0; p < 2 * panels; p++) wasm_v128_store(to + r * to_stride + panel * PANEL + 4 * p, sum[r][p]);
}

static void relu(float *values, int count) {
  for (int n = 0; n < count; n += 4) wasm_v128_store(values + n, wasm_f32x4_pmax(wasm_f32x4_splat(0), wasm_v128_load(values + n)));
}

static void four_rows(Layer layer, Rows from, float *to, int outputs) {
  for (int panel = 0; panel < outputs / PANEL; panel++) tile(layer, panel, 1, from, 4, to, outputs);
}

static void two_rows(Layer layer, Rows from, float *to, int outputs) {
  for (int panel = 0; panel < outputs / PANEL; panel += 2) tile(layer, panel, 2, from, 2, to, outputs);
}

static void one_row(Layer layer, const float *from, float *to, int outputs) {
  for (int panel = 0; panel < outputs / PANEL; panel += 4) tile(layer, panel, 4, (Rows){ from, 0 }, 1, to, outputs);
}

/* Each lane belongs to one of the 4 windows. */
typedef struct { v128_t re, im; } Complex;

/* b turned by -angle / 256 of a circle: added to a, and subtracted from it. */
static void butterfly(Complex *a, Complex *b, int angle) {
  v128_t c = wasm_f32x4_splat(cosine[angle]), s = wasm_f32x4_splat(sine[angle]);
  v128_t re = wasm_f32x4_add(wasm_f32x4_mul(b->re, c), wasm_f32x4_mul(b->im, s));
  v128_t im = wasm_f32x4_sub(wasm_f32x4_mul(b->im, c), wasm_f32x4_mul(b->re, s));
  *b = (Complex){ wasm_f32x4_sub(a->re, re), wasm_f32x4_sub(a->im, im) };
  *a = (Complex){ wasm_f32x4_add(a->re, re), wasm_f32x4_add(a->im, im) };
}

/* Sample n of the 4 windows. */
static v128_t samples(int n) {
  int last = n + 3 * HOP;
  if (last >= FRAME) last = 2 * (FRAME - 1) - last;
  v128_t values = wasm_f32x4_make(frame[n], frame[n + HOP], frame[n + 2 * HOP], frame[last]);
  return wasm_f32x4_mul(values, wasm_f32x4_splat(window[n] / 32768));
}

static int bits_reversed(int n) {
  int reversed = 0;
  for (int bit = 1; bit < HALF; bit *= 2) reversed = 2 * reversed + (n & bit ? 1 : 0);
  return reversed;
}

static void put_size(float (*to)[BINS], int bin, Complex value) {
  v128_t size = wasm_f32x4_sqrt(wasm_f32x4_add(wasm_f32x4_mul(value.re, value.re), wasm_f32x4_mul(value.im, value.im)));
  to[0][bin] = wasm_f32x4_extract_lane(size, 0);
  to[1][bin] = wasm_f32x4_extract_lane(size, 1);
  to[2][bin] = wasm_f32x4_extract_lane(size, 2);
  to[3][bin] = wasm_f32x4_extract_lane(size, 3);
}

/* The graph multiplies with a stored basis, which is a Fourier transform under a Hann window; this is a fast one, 256 real numbers as 128 complex. */
static void spectrum_of_frame(float (*to)[BINS]) {
  static Complex values[HALF];
  for (int n = 0; n < HALF; n++) values[bits_reversed(n)] = (Complex){ samples(2 * n), samples(2 * n + 1) };
  for (int size = 1; size < HALF; size *= 2)
    for (int start = 0; start < HALF; start += 2 * size)
      for (int n = 0; n < size; n++) butterfly(&values[start + n], &values[start + n + size], n * (HALF / size));
  for (int k = 0; k <= HALF / 2; k++) {
    Complex a = values[k], b = values[(HALF - k) % HALF];
    v128_t half = wasm_f32x4_splat(0.5f);
    Complex even = { wasm_f32x4_mul(half, wasm_f32x4_add(a.re, b.re)), wasm_f32x4_mul(half, wasm_f32x4_sub(a.im, b.im)) };
    Complex odd = { wasm_f32x4_mul(half, wasm_f32x4_add(a.im, b.im)), wasm_f32x4_mul(half, wasm_f32x4_sub(b.re, a.re)) };
    butterfly(&even, &odd, k);
    put_size(to, k, even);
    put_size(to, HALF - k, odd);
  }
}

/* e^x to one part in 10^7, by the polynomial of the Cephes library: x is n times ln 2 and a rest. */
static v128_t exponential(v128_t x) {
  static const float factors[] = { 1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 0.5f, 1, 1 };
  x = wasm_f32x4_max(wasm_f32x4_min(x, wasm_f32x4_splat(80)), wasm_f32x4_splat(-80));
  v128_t n = wasm_f32x4_nearest(wasm_f32x4_mul(x, wasm_f32x4_splat(1.44269504f)));
  v128_t rest = wasm_f32x4_sub(x, wasm_f32x4_mul(n, wasm_f32x4_splat(0.693359375f)));
  rest = wasm_f32x4_add(rest, wasm_f32x4_mul(n, wasm_f32x4_splat(2.12194440e-4f)));
  v128_t sum = wasm_f32x4_splat(0);
  for (int f = 0; f < 8; f++) sum = wasm_f32x4_add(wasm_f32x4_mul(sum, rest), wasm_f32x4_splat(factors[f]));
  v128_t power_of_two = wasm_i32x4_shl(wasm_i32x4_add(wasm_i32x4_trunc_sat_f32x4(n), wasm_i32x4_splat(127)), 23);
  return wasm_f32x4_mul(sum, power_of_two);
}

static v128_t sigmoid(v128_t x) {
  v128_t one = wasm_f32x4_splat(1);
  return wasm_f32x4_div(one, wasm_f32x4_add(one, exponential(wasm_f32x4_neg(x))));
}

static v128_t tangent(v128_t x) {
  return wasm_f32x4_sub(wasm_f32x4_mul(wasm_f32x4_splat(2), sigmoid(wasm_f32x4_add(x, x))), wasm_f32x4_splat(1));
}

/* The LSTM; gates in PyTorch's order: input, forget, new, output. */
static void remember(const float *gates) {
  for (int n = 0; n < STATE; n += 4) {
    v128_t input = sigmoid(wasm_v128_load(gates + n)), forget = sigmoid(wasm_v128_load(gates + STATE + n));
    v128_t fresh = tangent(wasm_v128_load(gates + 2 * STATE + n)), output = sigmoid(wasm_v128_load(gates + 3 * STATE + n));
    v128_t cell = wasm_f32x4_add(wasm_f32x4_mul(forget, wasm_v128_load(state.cell + n)), wasm_f32x4_mul(input, fresh));
    wasm_v128_store(state.cell + n, cell);
    wasm_v128_store(state.hidden + n, wasm_f32x4_mul(output, tangent(cell)));
  }
}

/* The probability that there is a voice in `frame`; `state` becomes that after it. */
EXPORT("hear") float hear(void) {
  /* With the zeros that the next layer reads before the first and after the last moment. */
  static float spectrum[WINDOWS + 2][BINS], layer0[WINDOWS + 2][128];
  static float layer1[2][64], layer2[64], known[2 * STATE], gates[GATES];

  spectrum_of_frame(spectrum + 1);
  four_rows((Layer){ kernel0, bias0, TAPS * BINS }, (Rows){ spectrum[0], BINS }, layer0[1], 128);
  relu(layer0[1], WINDOWS * 128);
  two_rows((Layer){ kernel1, bias1, TAPS * 128 }, (Rows){ layer0[0], 2 * 128 }, layer1[0], 64);
  relu(layer1[0], 2 * 64);
  one_row((Layer){ kernel2, bias2, 2 * 64 }, layer1[0], layer2, 64);
  relu(layer2, 64);
  one_row((Layer){ kernel3, bias3, 64 }, layer2, known, STATE);
  relu(known, STATE);
  for (int n = 0; n < STATE; n++) known[STATE + n] = state.hidden[n];
  one_row((Layer){ gate_kernel, gate_bias, 2 * STATE }, known, gates, GATES);
  remember(gates);

  float sum = last_bias[0];
  for (int n = 0; n < STATE; n++) sum += state.hidden[n] > 0 ? state.hidden[n] * last_kernel[n] : 0;
  return wasm_f32x4_extract_lane(sigmoid(wasm_f32x4_splat(sum)), 0);
}
