// The sLSTM; one call computes one time step.
//
// Each head is a group of N = H / heads units; its recurrent weights are N wide, and it is packed and computed like a
// layer of its own whose rows of states are H apart.
INLINE int64_t T(slstm_head_count)(int64_t I, int64_t N) { return T(packed_count)(4, 4, I, N, 4 * T(words)(N)); }
static int64_t T(slstm_packed_count)(int64_t I, int64_t H, int64_t heads) {
  return heads * T(slstm_head_count)(I, H / heads);
}
static void T(slstm_pack)(int64_t I, int64_t H, int64_t heads, const R *wx, const R *wh, const R *b, R *packed) {
  const int64_t N = H / heads;
  for (int64_t first = 0; first < H; first += N, packed += T(slstm_head_count)(I, N)) {
    T(pack_gates)(4, 4, I, N, H, wx + first * I, wh + first * N, b + first, packed);
    const ft_range rows[] = {{first, N}, {H + first, N}, {2 * H + first, N}, {3 * H + first, N}};
    T(pack_backward)(4, rows, N, wh, packed + T(forward_count)(4, 4, I, N));
  }
}
typedef struct {
  const R *h, *c, *n, *m;
} T(slstm_before);
typedef struct {
  R *saved, *h, *c, *n, *m;
} T(slstm_after);
INLINE void T(slstm_finish)(int64_t rows, int64_t n, int64_t H, int exponential, const V *acc, const T(slstm_before) *p,
                            const T(slstm_after) *to, int64_t m, int64_t u) {
  for (int64_t r = m; r < m + rows; r++, acc += 4) {
    const int64_t at = r * H + u;
    R *saved = to->saved + r * 5 * H + u;
    // ln σ(f) = min(f, 0) − ln(1 + e^−|f|)
    const V below = T(at_most)(acc[1], 0), gate = T(sigmoid_of)(acc[1]);
    const V f = exponential ? acc[1] : below - T(log1p_of)(T(exp_of)((V)((UV)acc[1] | (UV)(UINT)SIGN)));
    const V kept = f + T(load_n)(p->m + at, n);
    const V scale = kept > acc[0] ? kept : acc[0];
    const V i = T(exp_of)(acc[0] - scale), forget = T(exp_of)(kept - scale);
    const V z = T(tanh_of)(acc[2]), o = T(sigmoid_of)(acc[3]);
    const V c = FMA(forget, T(load_n)(p->c + at, n), i * z), norm = FMA(forget, T(load_n)(p->n + at, n), i);
    T(store_n)(saved, n, i);
    T(store_n)(saved + H, n, forget);
    T(store_n)(saved + 2 * H, n, z);
    T(store_n)(saved + 3 * H, n, o);
    T(store_n)(saved + 4 * H, n, exponential ? (V)(R)0 : gate);
    T(store_n)(to->c + at, n, c);
    T(store_n)(to->n + at, n, norm);
    T(store_n)(to->m + at, n, scale);
    T(store_n)(to->h + at, n, o * (c / norm));
  }
}
// One head of H units in rows of `width` units.
static void T(slstm_head)(int64_t B, int64_t I, int64_t H, int64_t width, int exponential, const R *packed, const R *x,
                          const T(slstm_before) *before, const T(slstm_after) *after) {
#define FETCH(m, rows) FETCH_ROWS(after->h + m * width + u, 1)
#define FINISH(count) T(slstm_finish)(rows, count, width, exponential, acc, before, after, m, u)
  GATED_STEP(lstm_tiles, 4, 4, before->h, width, FETCH, FINISH)
#undef FETCH
#undef FINISH
}
static void T(slstm_forward)(int64_t B, int64_t I, int64_t H, int64_t heads, int exponential, const R *packed,
                             const R *x, const R *hPrevious, const R *cPrevious, const R *nPrevious,
                             const R *mPrevious, R *saved, R *c, R *n, R *m, R *h) {
  const int64_t N = H / heads;
  for (int64_t u = 0; u < H; u += N, packed += T(slstm_head_count)(I, N)) {
    const T(slstm_before) before = {hPrevious + u, cPrevious + u, nPrevious + u, mPrevious + u};
    const T(slstm_after) after = {saved + u, h + u, c + u, n + u, m + u};
    T(slstm_head)(B, I, N, H, exponential, packed, x, &before, &after);
  }
}
static void T(slstm_backward)(int64_t B, int64_t I, int64_t H, int64_t heads, const R *packed, R *saved, const R *c,
                              const R *n, const R *cPrevious, const R *nPrevious, const R *dh, R *dc, R *dn,
                              R *dcPrevious, R *dnPrevious, R *dhPrevious) {
  const V one = (V)(R)1;
  for (int64_t r = 0; r < B; r++)
    for (int64_t u = 0; u < H; u += LANES) {
      int64_t left = H - u, at = r * H + u;
      R *a = saved + r * 5 * H + u;
      V i = T(load_n)(a, left), f = T(load_n)(a + H, left), z = T(load_n)(a + 2 * H, left),
        o = T(load_n)(a + 3 * H, left), gate = T(load_n)(a + 4 * H, left);
      V norm = T(load_n)(n + at, left), d = T(load_n)(dh + at, left);
      // Only rows of padding, whose states are the initial ones, and lanes beyond the last unit have a zero here.
      norm = norm == (V)(R)0 ? (V)(R)1 : norm;
      V ratio = T(load_n)(c + at, left) / norm, share = d * o / norm;
      V dCell = T(load_n)(dc + at, left) + share, dNorm = FMA(-share, ratio, T(load_n)(dn + at, left));
      T(store_n)(dc + at, left, dCell);
      T(store_n)(dn + at, left, dNorm);
      V dForget = FMA(dCell, T(load_n)(cPrevious + at, left), dNorm * T(load_n)(nPrevious + at, left));
      T(store_n)(a, left, FMA(dCell, z, dNorm) * i);
      T(store_n)(a + H, left, dForget * f * (one - gate));
      T(store_n)(a + 2 * H, left, dCell * i * FMA(-z, z, one));
      T(store_n)(a + 3 * H, left, d * ratio * (o * (one - o)));
      T(store_n)(dcPrevious + at, left, FMA(dCell, f, T(load_n)(dcPrevious + at, left)));
      T(store_n)(dnPrevious + at, left, FMA(dNorm, f, T(load_n)(dnPrevious + at, left)));
    }
  const int64_t N = H / heads;
  for (int64_t u = 0; u < H; u += N, packed += T(slstm_head_count)(I, N)) {
    const ft_range columns[] = {{u, N}, {H + u, N}, {2 * H + u, N}, {3 * H + u, N}};
    T(state_gradient)(B, N, 4, columns, packed + T(forward_count)(4, 4, I, N), saved, 5 * H, NULL, dhPrevious + u, H);
  }
}
