#include <wasm_simd128.h>

/* The matrix product of the experimental speaker model, four numbers at a time: */
/* c[rows][columns] = a[rows][inner] * b[inner][columns], row after row. `rows` is a multiple of 4, `columns` of 8. */
__attribute__((export_name("multiply"))) void multiply(const float *a, const float *b, float *c, int rows, int inner, int columns) {
  for (int column = 0; column < columns; column += 8) {
    for (int row = 0; row < rows; row += 4) {
      v128_t sum[4][2];
      for (int r = 0; r < 4; r++) sum[r][0] = sum[r][1] = wasm_f32x4_splat(0);
      const float *left = a + row * inner;
      const float *right = b + column;
      for (int k = 0; k < inner; k++, right += columns) {
        v128_t low = wasm_v128_load(right), high = wasm_v128_load(right + 4);
        for (int r = 0; r < 4; r++) {
          v128_t factor = wasm_v128_load32_splat(left + r * inner + k);
          sum[r][0] = wasm_f32x4_add(sum[r][0], wasm_f32x4_mul(factor, low));
          sum[r][1] = wasm_f32x4_add(sum[r][1], wasm_f32x4_mul(factor, high));
        }
      }
      for (int r = 0; r < 4; r++) {
        float *to = c + (row + r) * columns + column;
        wasm_v128_store(to, sum[r][0]);
        wasm_v128_store(to + 4, sum[r][1]);
      }
    }
  }
}
