// The memory layout of a cell's weights and of the other factors of its products.
//
// Packed weights, forward: for each block of LANES hidden units the biases of its gates, then for each input and hidden
// unit k the weights of all gates side by side, so that one pass over a block serves all gates of a row tile. Backward:
// panels of Wh for dGates · Wh. The outer loop runs over blocks, the inner one over row tiles: each block is read from
// memory once per step, however large H is.
//
// With words (pairs of bfloat16 factors), states and gradients of pre-activations are rounded for the products, a block
// of rows at a time, and so are inputs from 32 columns on; fewer inputs stay floats.

INLINE int64_t T(padded)(int64_t H) { return T(ceiling)(H, 64 / (int)sizeof(R)) * (64 / (int)sizeof(R)); }

// The number of inputs, of I, that are multiplied unrounded; rounded ones come first in a row of factors.
INLINE int64_t T(plain_inputs)(int64_t I) { return WORDS && ft_bfloat16_rounds_inputs(I) ? 0 : I; }
// The number of elements of a row that hold the rounded inputs.
INLINE int64_t T(input_words)(int64_t I) { return T(words)(I - T(plain_inputs)(I)); }
// The number of elements per gate and lane that all inputs and states take in a block.
INLINE int64_t T(forward_depth)(int64_t I, int64_t H) { return T(plain_inputs)(I) + T(input_words)(I) + T(words)(H); }

// G gates; A accumulators, each with a bias (a GRU has one more than gates); W elements per unit for the backward pass.
INLINE int64_t T(packed_count)(int64_t G, int64_t A, int64_t I, int64_t H, int64_t W) {
  return T(padded)(H) * (A + G * T(forward_depth)(I, H) + W);
}
INLINE int64_t T(forward_count)(int64_t G, int64_t A, int64_t I, int64_t H) {
  return T(ceiling)(H, LANES) * LANES * (A + G * T(forward_depth)(I, H));
}

// to[k·toStride + j] = factor k of row j of from[n, K], zero for n <= j < width.
INLINE void T(pack_factors)(int64_t n, int64_t width, int64_t K, const R *from, int64_t ld, R *to, int64_t toStride) {
#if WORDS
  T(pack_transposed_words)(n, width, K, from, ld, to, toStride);
#else
  T(pack_transposed)(n, width, K, from, ld, to, toStride);
#endif
}
// The weights of inputs [n, I], then those of states [n, H].
INLINE void T(pack_forward)(int64_t n, int64_t width, int64_t I, int64_t H, const R *wx, const R *wh, R *to,
                            int64_t toStride) {
  if (T(plain_inputs)(I))
    T(pack_transposed)(n, width, I, wx, I, to, toStride);
  else
    T(pack_factors)(n, width, I, wx, I, to, toStride);
  T(pack_factors)(n, width, H, wh, H, to + (T(plain_inputs)(I) + T(input_words)(I)) * toStride, toStride);
}
// H units of G gates; the gates' rows of wx[G·stride, I], wh[G·stride, H] and b are `stride` rows apart.
static void T(pack_gates)(int64_t G, int64_t A, int64_t I, int64_t H, int64_t stride, const R *wx, const R *wh,
                          const R *b, R *to) {
  for (int64_t u = 0; u < H; u += LANES) {
    int64_t n = T(smaller)(H - u, LANES);
    for (int64_t g = 0; g < A; g++, to += LANES) T(store)(to, T(load_n)(b + g * stride + u, n));
    for (int64_t g = 0; g < G; g++)
      T(pack_forward)(n, LANES, I, H, wx + (g * stride + u) * I, wh + (g * stride + u) * H, to + g * LANES, G * LANES);
    to += G * T(forward_depth)(I, H) * LANES;
  }
}
// Panels of the rows of wh[…, H] in `ranges`, one range after the other within each panel.
static void T(pack_backward)(int count, const ft_range *ranges, int64_t H, const R *wh, R *to) {
  for (int64_t j = 0, n; j < H; j += n) {
    int64_t width = T(next_part)(T(ceiling)(H - j, LANES), 4) * LANES;
    n = T(smaller)(H - j, width);
    for (int r = 0; r < count; r++) {
      const R *from = wh + ranges[r].first * H + j;
#if WORDS
      T(pack_row_words)(n, width, ranges[r].count, from, H, to);
#else
      T(pack_rows)(n, width, ranges[r].count, from, H, to);
#endif
      to += width * T(words)(ranges[r].count);
    }
  }
}

// The size of the buffer for rounded factors, in elements.
#define FACTOR_WORDS (WORDS ? 16384 : 16)
INLINE int64_t T(next_rows)(int64_t left, int64_t stride) {
  if (!WORDS) return left;
  int64_t most = FACTOR_WORDS / stride;
  return left <= 0 ? 0 : T(next_part)(left, most > 1 ? most : 1);
}

// Whether x[rows, n] is zero; its rows are `ld` elements apart.
INLINE int T(all_rows_zero)(int64_t rows, int64_t n, const R *x, int64_t ld) {
  if (ld == n) return T(all_zero)(rows * n, x);
  for (int64_t r = 0; r < rows; r++)
    if (!T(all_zero)(n, x + r * ld)) return 0;
  return 1;
}

// The sizes of one step: inputs in a row of x, the unrounded ones among them, elements of rounded inputs, of states,
// and of a whole row.
typedef struct {
  int64_t I, plain, wide, depth, stride;
} T(extents);
INLINE T(extents) T(extents_of)(int64_t B, int64_t I, int64_t H, const R *state, int64_t ld) {
  T(extents) e = {.I = I, .plain = T(plain_inputs)(I), .wide = T(input_words)(I)};
  e.stride = WORDS ? e.wide + T(words)(H) : ld;
  // At the start of a sequence the state is zero and its product is skipped.
  e.depth = T(all_rows_zero)(B, H, state, ld) ? 0 : T(words)(H);
  return e;
}
// The rows of factors: the states themselves or, with words, rounded inputs and states in `scratch`.
INLINE const R *T(forward_factors)(int64_t rows, int64_t H, const T(extents) *e, const R *x, const R *state,
                                   int64_t ld, R *scratch) {
#if WORDS
  for (int64_t r = 0; r < rows; r++, scratch += e->stride) {
    if (e->wide) T(words_of_row)(e->I, x + r * e->I, scratch);
    if (e->depth) T(words_of_row)(H, state + r * ld, scratch + e->wide);
  }
  return scratch - rows * e->stride;
#else
  (void)rows, (void)H, (void)e, (void)x, (void)ld, (void)scratch;
  return state;
#endif
}
