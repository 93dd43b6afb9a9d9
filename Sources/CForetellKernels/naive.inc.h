// Straight-line versions of every kernel, one scalar type per inclusion (R, S, BITS, …). They define the arithmetic.
#define N(name) F_JOIN(name, S)

static R N(exp_reduced)(R x, R y, R *scale) {  // e^y by x = y·log2e; returns q with e^y = scale·(1 + q)
  (void)x;
  R t = FMA(y, LOG2E, MAGIC);
  R n = t - MAGIC;
  R r = FMA(n, -LN2HI, y);
  r = FMA(n, -LN2LO, r);
  R q = EXP_POLY(r);
  union { R f; UINT u; } b;
  b.f = t;
  b.u <<= MANTISSA;
  *scale = b.f;
  return FMA(r * r, q, r);
}
static R N(sigmoid1)(R x) {
  R y = -x;
  y = SIGMOID_MAX < y ? SIGMOID_MAX : y;
  y = SIGMOID_MIN > y ? SIGMOID_MIN : y;
  R s, q = N(exp_reduced)(x, y, &s);
  R e = q + 1;
  return 1 / FMA(e, s, (R)1);
}
static R N(tanh1)(R x) {
  R a = x < 0 ? -x : x;
  R y = a + a;
  y = TANH_MAX < y ? TANH_MAX : y;
  R s, q = N(exp_reduced)(x, y, &s);
  R e = FMA(s, q, s - 1);
  R v = e / (e + 2);
  union { R f; UINT u; } b, c;
  b.f = v;
  c.f = x;
  b.u |= c.u & SIGN;
  return b.f;
}
static R N(exp1)(R x) {
  R y = EXP_MAX < x ? EXP_MAX : x;
  y = EXP_MIN > y ? EXP_MIN : y;
  // Half the exponent twice, so that the results at both ends, denormals included, are rounded once.
  R t = FMA(y, LOG2E, MAGIC);
  R n = t - MAGIC;
  R r = FMA(n, -LN2HI, y);
  r = FMA(n, -LN2LO, r);
  R q = EXP_POLY(r);
  R p = FMA(r * r, q, r) + 1;
  R half = FMA(n, (R)0.5, MAGIC);
  R rest = n - (half - MAGIC) + MAGIC;
  union { R f; UINT u; } b, c;
  b.f = half;
  b.u <<= MANTISSA;
  c.f = rest;
  c.u <<= MANTISSA;
  return p * b.f * c.f;
}

#define GEMM(name, AI, BI)                                                                                          \
  void N(ft_gemm_##name)(int64_t M, int64_t NN, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,  \
                         int64_t ldc) {                                                                             \
    for (int64_t m = 0; m < M; m++)                                                                                 \
      for (int64_t n = 0; n < NN; n++) {                                                                            \
        R s = C[m * ldc + n];                                                                                       \
        for (int64_t k = 0; k < K; k++) s = FMA(A[AI], B[BI], s);                                                   \
        C[m * ldc + n] = s;                                                                                         \
      }                                                                                                             \
  }
GEMM(nn, m *lda + k, k *ldb + n)
GEMM(nt, m *lda + k, n *ldb + k)
GEMM(tn, k *lda + m, k *ldb + n)
#undef GEMM

void N(ft_column_sums)(int64_t M, int64_t NN, const R *A, int64_t lda, R *y) {
  for (int64_t m = 0; m < M; m++)
    for (int64_t n = 0; n < NN; n++) y[n] += A[m * lda + n];
}
void N(ft_broadcast_rows)(int64_t M, int64_t NN, const R *bias, R *C, int64_t ldc) {
  for (int64_t m = 0; m < M; m++)
    for (int64_t n = 0; n < NN; n++) C[m * ldc + n] = bias[n];
}
void N(ft_exp)(int64_t n, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] = N(exp1)(x[i]); }
void N(ft_sigmoid)(int64_t n, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] = N(sigmoid1)(x[i]); }
void N(ft_tanh)(int64_t n, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] = N(tanh1)(x[i]); }
void N(ft_fill)(int64_t n, R value, R *y) { for (int64_t i = 0; i < n; i++) y[i] = value; }
void N(ft_copy)(int64_t n, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] = x[i]; }
void N(ft_add)(int64_t n, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] += x[i]; }
void N(ft_scale)(int64_t n, R a, R *y) { for (int64_t i = 0; i < n; i++) y[i] *= a; }
void N(ft_add_scaled)(int64_t n, R a, const R *x, R *y) { for (int64_t i = 0; i < n; i++) y[i] = FMA(a, x[i], y[i]); }
void N(ft_multiply)(int64_t n, const R *x, const R *z, R *y) { for (int64_t i = 0; i < n; i++) y[i] = x[i] * z[i]; }
void N(ft_multiply_add)(int64_t n, const R *x, const R *z, R *y) {
  for (int64_t i = 0; i < n; i++) y[i] = FMA(x[i], z[i], y[i]);
}
double N(ft_sum_squares)(int64_t n, const R *x) {
  double s[16] = {0};
  for (int64_t i = 0; i < n; i++) s[i & 15] = fma((double)x[i], (double)x[i], s[i & 15]);
  for (int w = 8; w; w >>= 1)
    for (int j = 0; j < w; j++) s[j] += s[j + w];
  return s[0];
}
void N(ft_adam)(int64_t n, R *w, const R *g, R *m, R *v, R rate, R beta1, R beta2, R epsilon, R correction1,
                R correction2, R decay, R l2, R gradScale) {
  const R one1 = 1 - beta1, one2 = 1 - beta2, step = rate / correction1, root = (R)(1 / sqrt((double)correction2)),
          shrink = rate * decay;
  for (int64_t i = 0; i < n; i++) {
    R d = FMA(l2, w[i], gradScale * g[i]);
    m[i] = FMA(beta1, m[i], one1 * d);
    v[i] = FMA(beta2, v[i], one2 * (d * d));
    R q = m[i] / FMA(SQRT(v[i]), root, epsilon);
    w[i] = FMA(-step, q, FMA(-shrink, w[i], w[i]));
  }
}
void N(ft_sgd)(int64_t n, R *w, const R *g, R *u, R rate, R momentum, int nesterov, R l2, R gradScale) {
  for (int64_t i = 0; i < n; i++) {
    R d = FMA(l2, w[i], gradScale * g[i]);
    u[i] = FMA(momentum, u[i], d);
    w[i] = FMA(-rate, nesterov ? FMA(momentum, u[i], d) : u[i], w[i]);
  }
}

static R N(chain)(R s, int64_t n, const R *a, const R *b) {
  for (int64_t k = 0; k < n; k++) s = FMA(a[k], b[k], s);
  return s;
}
#define PACK(cell, G, BIAS)                                                                                         \
  int64_t N(ft_##cell##_packed_count)(int64_t I, int64_t H) { return G * H * (I + H) + BIAS * H; }                  \
  void N(ft_##cell##_pack)(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed) {                 \
    memcpy(packed, wx, sizeof(R) * (size_t)(G * H * I));                                                            \
    memcpy(packed + G * H * I, wh, sizeof(R) * (size_t)(G * H * H));                                                \
    memcpy(packed + G * H * (I + H), b, sizeof(R) * (size_t)(BIAS * H));                                            \
  }
PACK(rnn, 1, 1)
PACK(lstm, 4, 4)
PACK(gru, 3, 4)
#undef PACK

void N(ft_rnn_forward)(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *x,
                       const R *hPrevious, R *h) {
  const R *wx = packed, *wh = wx + H * I, *b = wh + H * H;
  for (int64_t r = 0; r < B; r++)
    for (int64_t u = 0; u < H; u++) {
      R s = N(chain)(N(chain)(b[u], I, x + r * I, wx + u * I), H, hPrevious + r * H, wh + u * H);
      h[r * H + u] = activation == 0 ? N(tanh1)(s) : activation == 1 ? (s <= 0 ? 0 : s) : N(sigmoid1)(s);
    }
}
void N(ft_rnn_backward)(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *h, const R *dh,
                        R *dPre, R *dhPrevious) {
  const R *wh = packed + H * I;
  for (int64_t i = 0; i < B * H; i++)
    dPre[i] = activation == 0 ? dh[i] * FMA(-h[i], h[i], (R)1)
              : activation == 1 ? (h[i] > 0 ? dh[i] : 0)
                                : dh[i] * (h[i] * (1 - h[i]));
  N(ft_gemm_nn)(B, H, H, dPre, H, wh, H, dhPrevious, H);
}
void N(ft_lstm_forward)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious,
                        const R *cPrevious, R *gates, R *c, R *h) {
  const R *wx = packed, *wh = wx + 4 * H * I, *b = wh + 4 * H * H;
  for (int64_t r = 0; r < B; r++)
    for (int64_t u = 0; u < H; u++) {
      R a[4];
      for (int64_t g = 0; g < 4; g++) {
        int64_t j = g * H + u;
        R s = N(chain)(N(chain)(b[j], I, x + r * I, wx + j * I), H, hPrevious + r * H, wh + j * H);
        gates[r * 4 * H + j] = a[g] = g == 2 ? N(tanh1)(s) : N(sigmoid1)(s);
      }
      R cell = FMA(a[1], cPrevious[r * H + u], a[0] * a[2]);
      c[r * H + u] = cell;
      h[r * H + u] = a[3] * N(tanh1)(cell);
    }
}
void N(ft_lstm_backward)(int64_t B, int64_t I, int64_t H, const R *packed, R *gates, const R *c, const R *cPrevious,
                         const R *dh, R *dc, R *dcPrevious, R *dhPrevious) {
  const R *wh = packed + 4 * H * I;
  for (int64_t r = 0; r < B; r++)
    for (int64_t u = 0; u < H; u++) {
      R *a = gates + r * 4 * H + u;
      int64_t j = r * H + u;
      R i = a[0], f = a[H], g = a[2 * H], o = a[3 * H], t = N(tanh1)(c[j]);
      R d = FMA(dh[j] * o, FMA(-t, t, (R)1), dc[j]);
      dc[j] = d;
      a[0] = d * g * (i * (1 - i));
      a[H] = d * cPrevious[j] * (f * (1 - f));
      a[2 * H] = d * i * FMA(-g, g, (R)1);
      a[3 * H] = dh[j] * t * (o * (1 - o));
      dcPrevious[j] = FMA(d, f, dcPrevious[j]);
    }
  N(ft_gemm_nn)(B, H, 4 * H, gates, 4 * H, wh, H, dhPrevious, H);
}
void N(ft_gru_forward)(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved,
                       R *h) {
  const R *wx = packed, *wh = wx + 3 * H * I, *b = wh + 3 * H * H;
  for (int64_t r = 0; r < B; r++)
    for (int64_t u = 0; u < H; u++) {
      const R *xr = x + r * I, *hr = hPrevious + r * H;
      R *a = saved + r * 4 * H + u;
      R reset = N(sigmoid1)(N(chain)(N(chain)(b[u], I, xr, wx + u * I), H, hr, wh + u * H));
      int64_t j = H + u;
      R z = N(sigmoid1)(N(chain)(N(chain)(b[j], I, xr, wx + j * I), H, hr, wh + j * H));
      j = 2 * H + u;
      R m = N(chain)(b[H + j], H, hr, wh + j * H);
      R n = N(tanh1)(FMA(reset, m, N(chain)(b[j], I, xr, wx + j * I)));
      a[0] = reset;
      a[H] = z;
      a[2 * H] = n;
      a[3 * H] = m;
      h[r * H + u] = FMA(z, hr[u] - n, n);
    }
}
void N(ft_gru_backward)(int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious, const R *dh,
                        R *dhPrevious) {
  const R *wh = packed + 3 * H * I;
  for (int64_t b = 0; b < B; b++)
    for (int64_t u = 0; u < H; u++) {
      R *a = saved + b * 4 * H + u;
      int64_t j = b * H + u;
      R r = a[0], z = a[H], n = a[2 * H], m = a[3 * H], d = dh[j];
      R dn = d * (1 - z) * FMA(-n, n, (R)1);
      a[0] = dn * m * (r * (1 - r));
      a[H] = d * (hPrevious[j] - n) * (z * (1 - z));
      a[2 * H] = dn;
      a[3 * H] = dn * r;
      dhPrevious[j] = FMA(d, z, dhPrevious[j]);
    }
  N(ft_gemm_nn)(B, H, 2 * H, saved, 4 * H, wh, H, dhPrevious, H);
  N(ft_gemm_nn)(B, H, H, saved + 3 * H, 4 * H, wh + 2 * H * H, H, dhPrevious, H);
}
#undef N
