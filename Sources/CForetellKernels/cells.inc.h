// Recurrent cells; one call computes one time step.

// to[B, H] += D[B, …] · Wh, where the columns of D that are multiplied lie in `ranges`; rows of `to` are `ld` apart.
static void T(state_gradient)(int64_t B, int64_t H, int count, const ft_range *ranges, const R *panels, const R *D,
                              int64_t ldd, ft_ahead *ahead, R *to, int64_t ld) {
  int64_t words = 0;
  for (int r = 0; r < count; r++) words += T(words)(ranges[r].count);
  R scratch[FACTOR_WORDS] __attribute__((aligned(64)));
  for (int64_t b = 0, rows; (rows = T(next_rows)(B - b, words)) > 0; b += rows) {
#if WORDS
    for (int64_t row = 0, at = 0; row < rows; row++)
      for (int r = 0; r < count; r++) {
        T(words_of_row)(ranges[r].count, D + (b + row) * ldd + ranges[r].first, scratch + at);
        at += T(words)(ranges[r].count);
      }
#else
    (void)scratch;
#endif
    const R *panel = panels;
    for (int64_t j = 0, n; j < H; j += n) {
      int64_t vectors = T(next_part)(T(ceiling)(H - j, LANES), 4), width = vectors * LANES, passed = 0;
      n = T(smaller)(H - j, width);
      for (int r = 0; r < count; r++) {
        const int64_t depth = T(words)(ranges[r].count);
        T(panel_product)(rows, n, vectors, depth, WORDS ? scratch + passed : D + ranges[r].first, WORDS ? words : ldd,
                         panel, width, ahead, to + b * ld + j, ld);
        panel += depth * width;
        passed += depth;
      }
    }
  }
}

// The memory that the next call, for the previous time step, will read: `width` blocks of B·H values in `saved`, the
// state, and the state gradients. Its distance is that from `from` to `to`, the states of neighbouring steps; with
// truncation `to` lies elsewhere and nothing is fetched. Addresses are integers here: at the first time step they point
// outside the arrays, which is harmless for a prefetch.
INLINE ft_ahead T(ahead_of_step)(int64_t B, int64_t H, const R *from, const R *to, int64_t width, const R *saved,
                                 const R *state, const R *dhPrevious, const R *dcPrevious) {
  ft_ahead ahead = ahead_none(saved);
  const uintptr_t back = (uintptr_t)to - (uintptr_t)from, size = (uintptr_t)(B * H) * sizeof(R);
  if (back != size && back != -size) return ahead;
  int64_t lines = ((int64_t)size + AHEAD_LINE - 1) / AHEAD_LINE;
  ahead_add(&ahead, (uintptr_t)saved + (uintptr_t)width * back, width * lines, AHEAD_LINE);
  ahead_add(&ahead, (uintptr_t)state + back, lines, AHEAD_LINE);
  ahead_add(&ahead, (uintptr_t)dhPrevious + back, lines, AHEAD_LINE);
  if (dcPrevious) ahead_add(&ahead, (uintptr_t)dcPrevious + back, lines, AHEAD_LINE);
  return ahead;
}

// ---- pre-activations of a tile: one sum over bias, inputs and hidden units, in this order ----
INLINE void T(preactivations)(const int rows, const int gates, const int width, const T(extents) *e, const R *panel,
                              const R *x, const R *factors, ft_ahead *ahead, V *out) {
  V acc[24];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int a = 0; a < width; a++) acc[r * width + a] = T(load)(panel + a * LANES);
  panel += width * LANES;
  T(chains)(0, rows, gates, width, 2, e->plain, x, e->I, 1, panel, gates * LANES, NULL, acc);
  panel += e->plain * gates * LANES;
#if WORDS
  T(chains)(1, rows, gates, width, 2, e->wide, factors, e->stride, 1, panel, gates * LANES, NULL, acc);
  panel += e->wide * gates * LANES;
  factors += e->wide;
#endif
  const int third = width - 1 > 2 && gates == 3 ? 3 : 2;
  if (ahead) {
    ft_ahead here = *ahead;
    T(chains)(WORDS, rows, gates, width, third, e->depth, factors, e->stride, 1, panel, gates * LANES, &here, acc);
  } else {
    T(chains)(WORDS, rows, gates, width, third, e->depth, factors, e->stride, 1, panel, gates * LANES, NULL, acc);
  }
  UNROLL for (int j = 0; j < rows * width; j++) out[j] = acc[j];
}
typedef void (*T(preactivation))(const T(extents) *e, const R *panel, const R *x, const R *factors, ft_ahead *ahead,
                                 V *out);

#define PREACTIVATION(name, rows, gates, width)                                                              \
  static void T(name)(const T(extents) *e, const R *panel, const R *x, const R *factors, ft_ahead *ahead, V *out) { \
    T(preactivations)(rows, gates, width, e, panel, x, factors, ahead, out);                                 \
  }
#define LSTM_TILE(rows, vectors) PREACTIVATION(lstm_tile_##rows, rows, 4, 4)
#define LSTM_ENTRY(rows, vectors) T(lstm_tile_##rows),
ROWS_EXPANDED(LSTM_TILE, 4, ROWS_4)
static const T(preactivation) T(lstm_tiles)[] = {ROWS_EXPANDED(LSTM_ENTRY, 4, ROWS_4)};
#define GRU_TILE(rows, vectors) PREACTIVATION(gru_tile_##rows, rows, 3, 4)
#define GRU_ENTRY(rows, vectors) T(gru_tile_##rows),
ROWS_EXPANDED(GRU_TILE, 4, ROWS_4)
static const T(preactivation) T(gru_tiles)[] = {ROWS_EXPANDED(GRU_ENTRY, 4, ROWS_4)};
// A tile of an RNN has up to four vectors of units for its single gate.
#define RNN_TILE(rows, vectors) PREACTIVATION(rnn_tile_##rows##_##vectors, rows, vectors, vectors)
#define RNN_ENTRY(rows, vectors) [vectors - 1][rows - 1] = T(rnn_tile_##rows##_##vectors),
EVERY_TILE(RNN_TILE)
static const T(preactivation) T(rnn_tiles)[4][8] = {EVERY_TILE(RNN_ENTRY)};
#undef PREACTIVATION
#undef LSTM_TILE
#undef LSTM_ENTRY
#undef GRU_TILE
#undef GRU_ENTRY
#undef RNN_TILE
#undef RNN_ENTRY

// ---- RNN ----
static int64_t T(rnn_packed_count)(int64_t I, int64_t H) { return T(packed_count)(1, 1, I, H, T(words)(H)); }
static void T(rnn_pack)(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed) {
  R *to = packed;
  for (int64_t j = 0, n; j < H; j += n) {
    int64_t width = T(next_part)(T(ceiling)(H - j, LANES), 4) * LANES;
    n = T(smaller)(H - j, width);
    T(pack_rows)(n, width, 1, b + j, 0, to);
    T(pack_forward)(n, width, I, H, wx + j * I, wh + j * H, to + width, width);
    to += width * (1 + T(forward_depth)(I, H));
  }
  T(pack_backward)(1, &(ft_range){0, H}, H, wh, to);
}
INLINE V T(activation_of)(int activation, V x) {
  if (activation == 0) return T(tanh_of)(x);
  if (activation == 1) return x <= (V)(R)0 ? (V)(R)0 : x;  // NaN passes
  return T(sigmoid_of)(x);
}
static void T(rnn_forward)(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *x,
                           const R *hPrevious, R *h) {
#define FETCH for (int64_t v = 0; v < vectors; v++) FETCH_ROWS(h + m * H + j + v * LANES, rows)
#define FINISH                                       \
  const V *a = acc;                                  \
  for (int64_t r = m; r < m + rows; r++)             \
    for (int64_t i = 0; i < n; i += LANES) T(store_n)(h + r * H + j + i, n - i, T(activation_of)(activation, *a++));
  SINGLE_STEP(hPrevious, H, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
INLINE V T(activation_slope)(int activation, V h, V dh) {
  if (activation == 0) return dh * FMA(-h, h, (R)1);
  if (activation == 1) return h > (V)(R)0 ? dh : (V)(R)0;
  return dh * (h * ((V)(R)1 - h));
}
static void T(rnn_backward)(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *h,
                            const R *dh, R *dPre, R *dhPrevious) {
  for (int64_t i = 0; i < B * H; i += LANES) {
    int64_t n = B * H - i;
    T(store_n)(dPre + i, n, T(activation_slope)(activation, T(load_n)(h + i, n), T(load_n)(dh + i, n)));
  }
  ft_ahead ahead = T(ahead_of_step)(B, H, dh, dhPrevious, 1, dPre, h, dhPrevious, NULL);
  T(state_gradient)(B, H, 1, &(ft_range){0, H}, packed + T(forward_count)(1, 1, I, H), dPre, H,
                    T(is_wide)(H) ? &ahead : NULL, dhPrevious, H);
}

// ---- LSTM ----
static int64_t T(lstm_packed_count)(int64_t I, int64_t H) { return T(packed_count)(4, 4, I, H, T(words)(4 * H)); }
static void T(lstm_pack)(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed) {
  T(pack_gates)(4, 4, I, H, H, wx, wh, b, packed);
  T(pack_backward)(1, &(ft_range){0, 4 * H}, H, wh, packed + T(forward_count)(4, 4, I, H));
}
// Two loops: the rows are independent, and the second loop needs results that the first still has in the pipeline.
INLINE void T(lstm_finish)(int64_t rows, int64_t n, int64_t H, V *acc, const R *cPrevious, R *gates, R *c, R *h) {
  for (int64_t r = 0; r < rows; r++) {
    V *a = acc + 4 * r;
    R *to = gates + r * 4 * H;
    V i = T(sigmoid_of)(a[0]), f = T(sigmoid_of)(a[1]), g = T(tanh_of)(a[2]), o = T(sigmoid_of)(a[3]);
    T(store_n)(to, n, i);
    T(store_n)(to + H, n, f);
    T(store_n)(to + 2 * H, n, g);
    T(store_n)(to + 3 * H, n, o);
    V cell = FMA(f, T(load_n)(cPrevious + r * H, n), i * g);
    T(store_n)(c + r * H, n, cell);
    a[0] = cell;
    a[3] = o;
  }
  for (int64_t r = 0; r < rows; r++) T(store_n)(h + r * H, n, acc[4 * r + 3] * T(tanh_of)(acc[4 * r]));
}
static void T(lstm_forward)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious,
                            const R *cPrevious, R *gates, R *c, R *h) {
#define FETCH(m, rows)                        \
  FETCH_ROWS(gates + m * 4 * H + u, 4 * rows) \
  FETCH_ROWS(c + m * H + u, rows)             \
  FETCH_ROWS(h + m * H + u, rows)
#define FINISH(n) T(lstm_finish)(rows, n, H, acc, cPrevious + at, gates + m * 4 * H + u, c + at, h + at)
  GATED_STEP(lstm_tiles, 4, 4, hPrevious, H, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
static void T(lstm_backward)(int64_t B, int64_t I, int64_t H, const R *packed, R *gates, const R *c,
                             const R *cPrevious, const R *dh, R *dc, R *dcPrevious, R *dhPrevious) {
  enum { ROWS = 4, WIDTH = 4 * LANES };
  const V one = (V)(R)1;
  V tanhs[ROWS * WIDTH / LANES];
  for (int64_t r0 = 0; r0 < B; r0 += ROWS)
    for (int64_t u0 = 0; u0 < H; u0 += WIDTH) {
      const int64_t rEnd = T(smaller)(r0 + ROWS, B), uEnd = T(smaller)(u0 + WIDTH, H);
      // First the hyperbolic tangents of several vectors, whose operations wait for each other within each vector only.
      V *t = tanhs;
      for (int64_t r = r0; r < rEnd; r++)
        for (int64_t u = u0; u < uEnd; u += LANES) *t++ = T(tanh_of)(T(load_n)(c + r * H + u, H - u));
      t = tanhs;
      for (int64_t r = r0; r < rEnd; r++)
        for (int64_t u = u0; u < uEnd; u += LANES, t++) {
          int64_t n = H - u, at = r * H + u;
          R *a = gates + r * 4 * H + u;
          V i = T(load_n)(a, n), f = T(load_n)(a + H, n), g = T(load_n)(a + 2 * H, n), o = T(load_n)(a + 3 * H, n);
          V dhere = T(load_n)(dh + at, n);
          V d = FMA(dhere * o, FMA(-*t, *t, one), T(load_n)(dc + at, n));
          T(store_n)(dc + at, n, d);
          T(store_n)(a, n, d * g * (i * (one - i)));
          T(store_n)(a + H, n, d * T(load_n)(cPrevious + at, n) * (f * (one - f)));
          T(store_n)(a + 2 * H, n, d * i * FMA(-g, g, one));
          T(store_n)(a + 3 * H, n, dhere * *t * (o * (one - o)));
          T(store_n)(dcPrevious + at, n, FMA(d, f, T(load_n)(dcPrevious + at, n)));
        }
    }
  ft_ahead ahead = T(ahead_of_step)(B, H, c, cPrevious, 4, gates, cPrevious, dhPrevious, dcPrevious);
  T(state_gradient)(B, H, 1, &(ft_range){0, 4 * H}, packed + T(forward_count)(4, 4, I, H), gates, 4 * H,
                    T(is_wide)(H) ? &ahead : NULL, dhPrevious, H);
}

// ---- GRU ----
static int64_t T(gru_packed_count)(int64_t I, int64_t H) { return T(packed_count)(3, 4, I, H, T(words)(3 * H)); }
static void T(gru_pack)(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed) {
  T(pack_gates)(3, 4, I, H, H, wx, wh, b, packed);
  T(pack_backward)(2, (ft_range[]){{0, 2 * H}, {2 * H, H}}, H, wh, packed + T(forward_count)(3, 4, I, H));
}
INLINE void T(gru_finish)(int64_t rows, int64_t n, int64_t H, const V *acc, const R *hPrevious, R *saved, R *h) {
  for (int64_t r = 0; r < rows; r++) {
    const V *a = acc + 4 * r;
    R *to = saved + r * 4 * H;
    V reset = T(sigmoid_of)(a[0]), z = T(sigmoid_of)(a[1]);
    V candidate = T(tanh_of)(FMA(reset, a[3], a[2]));
    T(store_n)(to, n, reset);
    T(store_n)(to + H, n, z);
    T(store_n)(to + 2 * H, n, candidate);
    T(store_n)(to + 3 * H, n, a[3]);
    T(store_n)(h + r * H, n, FMA(z, T(load_n)(hPrevious + r * H, n) - candidate, candidate));
  }
}
static void T(gru_forward)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved,
                           R *h) {
#define FETCH(m, rows) FETCH_ROWS(saved + m * 4 * H + u, 4 * rows) FETCH_ROWS(h + m * H + u, rows)
#define FINISH(n) T(gru_finish)(rows, n, H, acc, hPrevious + at, saved + m * 4 * H + u, h + at)
  GATED_STEP(gru_tiles, 3, 4, hPrevious, H, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
static void T(gru_backward)(int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious,
                            const R *dh, R *dhPrevious) {
  const V one = (V)(R)1;
  for (int64_t b = 0; b < B; b++)
    for (int64_t u = 0; u < H; u += LANES) {
      int64_t left = H - u, at = b * H + u;
      R *a = saved + b * 4 * H + u;
      V r = T(load_n)(a, left), z = T(load_n)(a + H, left), n = T(load_n)(a + 2 * H, left),
        m = T(load_n)(a + 3 * H, left), d = T(load_n)(dh + at, left);
      V dn = d * (one - z) * FMA(-n, n, one);
      T(store_n)(a, left, dn * m * (r * (one - r)));
      T(store_n)(a + H, left, d * (T(load_n)(hPrevious + at, left) - n) * (z * (one - z)));
      T(store_n)(a + 2 * H, left, dn);
      T(store_n)(a + 3 * H, left, dn * r);
      T(store_n)(dhPrevious + at, left, FMA(d, z, T(load_n)(dhPrevious + at, left)));
    }
  ft_ahead ahead = T(ahead_of_step)(B, H, dh, dhPrevious, 4, saved, hPrevious, dhPrevious, NULL);
  T(state_gradient)(B, H, 2, (ft_range[]){{0, 2 * H}, {3 * H, H}}, packed + T(forward_count)(3, 4, I, H), saved, 4 * H,
                    T(is_wide)(H) ? &ahead : NULL, dhPrevious, H);
}

// ---- MGU ----
// Two single gates one after the other, because the candidate reads the state with the whole forget gate applied.
static int64_t T(mgu_packed_count)(int64_t I, int64_t H) { return 2 * T(rnn_packed_count)(I, H); }
static void T(mgu_pack)(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed) {
  T(rnn_pack)(I, H, wx, wh, b, packed);
  T(rnn_pack)(I, H, wx + H * I, wh + H * H, b + H, packed + T(rnn_packed_count)(I, H));
}
static void T(mgu_forget)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved) {
#define FETCH FETCH_ROWS(saved + m * 3 * H + j, 3 * rows)
#define FINISH                                                            \
  const V *a = acc;                                                       \
  for (int64_t r = m; r < m + rows; r++)                                  \
    for (int64_t i = j; i < j + n; i += LANES) {                          \
      const int64_t left = j + n - i;                                     \
      const V f = T(sigmoid_of)(*a++);                                    \
      T(store_n)(saved + r * 3 * H + i, left, f);                         \
      T(store_n)(saved + r * 3 * H + 2 * H + i, left, f * T(load_n)(hPrevious + r * H + i, left)); \
    }
  SINGLE_STEP(hPrevious, H, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
static void T(mgu_candidate)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved,
                             R *h) {
#define FETCH FETCH_ROWS(h + m * H + j, rows)
#define FINISH                                                            \
  const V *a = acc;                                                       \
  for (int64_t r = m; r < m + rows; r++)                                  \
    for (int64_t i = j; i < j + n; i += LANES) {                          \
      const int64_t left = j + n - i;                                     \
      const V candidate = T(tanh_of)(*a++), before = T(load_n)(hPrevious + r * H + i, left); \
      T(store_n)(saved + r * 3 * H + H + i, left, candidate);             \
      T(store_n)(h + r * H + i, left, FMA(T(load_n)(saved + r * 3 * H + i, left), candidate - before, before)); \
    }
  SINGLE_STEP(saved + 2 * H, 3 * H, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
static void T(mgu_forward)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved,
                           R *h) {
  T(mgu_forget)(B, I, H, packed, x, hPrevious, saved);
  T(mgu_candidate)(B, I, H, packed + T(rnn_packed_count)(I, H), x, hPrevious, saved, h);
}
static void T(mgu_backward)(int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious,
                            const R *dh, R *scratch, R *dhPrevious) {
  const V one = (V)(R)1;
  const R *panels = packed + T(forward_count)(1, 1, I, H);
  R *dReset = scratch, *dForget = scratch + B * H;
  for (int64_t b = 0; b < B; b++)
    for (int64_t u = 0; u < H; u += LANES) {
      int64_t left = H - u, at = b * H + u;
      R *a = saved + b * 3 * H + u;
      V f = T(load_n)(a, left), n = T(load_n)(a + H, left), d = T(load_n)(dh + at, left);
      T(store_n)(a + H, left, d * f * FMA(-n, n, one));
      T(store_n)(dReset + at, left, (V)(R)0);
      T(store_n)(dForget + at, left, d * (n - T(load_n)(hPrevious + at, left)));
      T(store_n)(dhPrevious + at, left, FMA(d, one - f, T(load_n)(dhPrevious + at, left)));
    }
  T(state_gradient)(B, H, 1, &(ft_range){H, H}, panels + T(rnn_packed_count)(I, H), saved, 3 * H, NULL, dReset, H);
  for (int64_t b = 0; b < B; b++)
    for (int64_t u = 0; u < H; u += LANES) {
      int64_t left = H - u, at = b * H + u;
      R *a = saved + b * 3 * H + u;
      V f = T(load_n)(a, left), d = T(load_n)(dReset + at, left);
      V df = FMA(d, T(load_n)(hPrevious + at, left), T(load_n)(dForget + at, left));
      T(store_n)(a, left, df * (f * (one - f)));
      T(store_n)(dhPrevious + at, left, FMA(d, f, T(load_n)(dhPrevious + at, left)));
    }
  ft_ahead ahead = T(ahead_of_step)(B, H, dh, dhPrevious, 3, saved, hPrevious, dhPrevious, NULL);
  T(state_gradient)(B, H, 1, &(ft_range){0, H}, panels, saved, 3 * H, T(is_wide)(H) ? &ahead : NULL, dhPrevious, H);
}
