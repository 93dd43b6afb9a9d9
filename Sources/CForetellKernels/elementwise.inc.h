// Passes over whole arrays. `left` is the number of elements from i on, so that the last, partial vector takes the same
// path.
#define EACH for (int64_t i = 0, left = n; i < n; i += LANES, left -= LANES)
#define AT(p) T(load_n)((p) + i, left)
#define PUT(p, v) T(store_n)((p) + i, left, (v))

static void T(exp)(int64_t n, const R *x, R *y) { EACH PUT(y, T(exp_of)(AT(x))); }
static void T(sigmoid)(int64_t n, const R *x, R *y) { EACH PUT(y, T(sigmoid_of)(AT(x))); }
static void T(tanh)(int64_t n, const R *x, R *y) { EACH PUT(y, T(tanh_of)(AT(x))); }
static void T(add)(int64_t n, const R *x, R *y) { EACH PUT(y, AT(y) + AT(x)); }
static void T(add_scaled)(int64_t n, R a, const R *x, R *y) { EACH PUT(y, FMA(a, AT(x), AT(y))); }
static void T(multiply)(int64_t n, const R *x, const R *z, R *y) { EACH PUT(y, AT(x) * AT(z)); }
static void T(multiply_add)(int64_t n, const R *x, const R *z, R *y) { EACH PUT(y, FMA(AT(x), AT(z), AT(y))); }

typedef double T(wide) __attribute__((ext_vector_type(16)));
typedef R T(sixteen) __attribute__((ext_vector_type(16), aligned(sizeof(R))));
static double T(sum_squares)(int64_t n, const R *x) {
  T(wide) sum = 0;
  int64_t i = 0;
  for (; i + 16 <= n; i += 16) {
    T(wide) v = __builtin_convertvector(*(const T(sixteen) *)(x + i), T(wide));
    sum = __builtin_elementwise_fma(v, v, sum);
  }
  if (i < n) {
    R rest[16] = {0};
    memcpy(rest, x + i, (size_t)(n - i) * sizeof(R));
    T(wide) v = __builtin_convertvector(*(const T(sixteen) *)rest, T(wide));
    sum = __builtin_elementwise_fma(v, v, sum);
  }
  double s[16];
  memcpy(s, &sum, sizeof(s));
  for (int width = 8; width; width >>= 1)
    for (int j = 0; j < width; j++) s[j] += s[j + width];
  return s[0];
}

static void T(adam)(int64_t n, R *w, const R *g, R *m, R *v, R rate, R beta1, R beta2, R epsilon, R correction1,
                    R correction2, R decay, R l2, R gradScale) {
  const R rest1 = 1 - beta1, rest2 = 1 - beta2, step = rate / correction1, shrink = rate * decay;
  const R root = (R)(1 / sqrt((double)correction2));
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V mean = FMA(beta1, AT(m), (V)rest1 * d);
    V square = FMA(beta2, AT(v), (V)rest2 * (d * d));
    PUT(m, mean);
    PUT(v, square);
    V quotient = mean / FMA(__builtin_elementwise_sqrt(square), root, epsilon);
    PUT(w, FMA(-step, quotient, FMA(-shrink, weight, weight)));
  }
}
static void T(sgd)(int64_t n, R *w, const R *g, R *u, R rate, R momentum, int nesterov, R l2, R gradScale) {
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V velocity = FMA(momentum, AT(u), d);
    PUT(u, velocity);
    PUT(w, FMA(-rate, nesterov ? FMA(momentum, velocity, d) : velocity, weight));
  }
}
static void T(rmsprop)(int64_t n, R *w, const R *g, R *v, R *m, R *u, R rate, R alpha, R epsilon, R momentum, R l2,
                       R gradScale) {
  const R rest = 1 - alpha;
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V square = FMA(alpha, AT(v), (V)rest * (d * d));
    PUT(v, square);
    if (m) {
      V mean = FMA(alpha, AT(m), (V)rest * d);
      PUT(m, mean);
      // Rounding can make the variance of nearly equal gradients negative.
      square = __builtin_elementwise_max(FMA(-mean, mean, square), (V)0);
    }
    V step = d / (__builtin_elementwise_sqrt(square) + (V)epsilon);
    if (u) {
      step = FMA(momentum, AT(u), step);
      PUT(u, step);
    }
    PUT(w, FMA(-rate, step, weight));
  }
}
static void T(adagrad)(int64_t n, R *w, const R *g, R *s, R rate, R epsilon, R l2, R gradScale) {
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V sum = FMA(d, d, AT(s));
    PUT(s, sum);
    PUT(w, FMA(-rate, d / (__builtin_elementwise_sqrt(sum) + (V)epsilon), weight));
  }
}
static void T(amsgrad)(int64_t n, R *w, const R *g, R *m, R *v, R *top, R rate, R beta1, R beta2, R epsilon,
                       R correction1, R correction2, R l2, R gradScale) {
  const R rest1 = 1 - beta1, rest2 = 1 - beta2, step = rate / correction1;
  const R root = (R)(1 / sqrt((double)correction2));
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V mean = FMA(beta1, AT(m), (V)rest1 * d);
    V square = FMA(beta2, AT(v), (V)rest2 * (d * d));
    V former = AT(top);
    V largest = former > square ? former : square;
    PUT(m, mean);
    PUT(v, square);
    PUT(top, largest);
    PUT(w, FMA(-step, mean / FMA(__builtin_elementwise_sqrt(largest), root, epsilon), weight));
  }
}
static void T(nadam)(int64_t n, R *w, const R *g, R *m, R *v, R gradRate, R meanRate, R beta1, R beta2, R epsilon,
                     R correction2, R l2, R gradScale) {
  const R rest1 = 1 - beta1, rest2 = 1 - beta2;
  const R root = (R)(1 / sqrt((double)correction2));
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V mean = FMA(beta1, AT(m), (V)rest1 * d);
    V square = FMA(beta2, AT(v), (V)rest2 * (d * d));
    PUT(m, mean);
    PUT(v, square);
    V ahead = FMA(meanRate, mean, (V)gradRate * d);
    PUT(w, weight - ahead / FMA(__builtin_elementwise_sqrt(square), root, epsilon));
  }
}
static void T(radam)(int64_t n, R *w, const R *g, R *m, R *v, int adaptive, R rate, R beta1, R beta2, R epsilon, R l2,
                     R gradScale) {
  const R rest1 = 1 - beta1, rest2 = 1 - beta2;
  EACH {
    V weight = AT(w);
    V d = FMA(l2, weight, (V)gradScale * AT(g));
    V mean = FMA(beta1, AT(m), (V)rest1 * d);
    V square = FMA(beta2, AT(v), (V)rest2 * (d * d));
    PUT(m, mean);
    PUT(v, square);
    V step = adaptive ? mean / (__builtin_elementwise_sqrt(square) + (V)epsilon) : mean;
    PUT(w, FMA(-rate, step, weight));
  }
}
static void T(lion)(int64_t n, R *w, const R *g, R *m, R rate, R beta1, R beta2, R decay, R gradScale) {
  const R rest1 = 1 - beta1, rest2 = 1 - beta2, shrink = rate * decay;
  EACH {
    V weight = AT(w), mean = AT(m);
    V d = (V)gradScale * AT(g);
    V c = FMA(beta1, mean, (V)rest1 * d);
    V sign = c > (V)0 ? (V)1 : c < (V)0 ? (V)-1 : c;  // zero and NaN stay as they are
    PUT(m, FMA(beta2, mean, (V)rest2 * d));
    PUT(w, FMA(-rate, sign, FMA(-shrink, weight, weight)));
  }
}

static void T(column_sums)(int64_t M, int64_t N, const R *A, int64_t lda, R *y) {
  for (int64_t j = 0; j < N; j += 4 * LANES) {
    int64_t vectors = (N - j + LANES - 1) / LANES;
    if (vectors >= 4 && N - j >= 4 * LANES) {
      V s0 = T(load)(y + j), s1 = T(load)(y + j + LANES), s2 = T(load)(y + j + 2 * LANES),
        s3 = T(load)(y + j + 3 * LANES);
      for (int64_t m = 0; m < M; m++) {
        const R *a = A + m * lda + j;
        s0 += T(load)(a);
        s1 += T(load)(a + LANES);
        s2 += T(load)(a + 2 * LANES);
        s3 += T(load)(a + 3 * LANES);
      }
      T(store)(y + j, s0);
      T(store)(y + j + LANES, s1);
      T(store)(y + j + 2 * LANES, s2);
      T(store)(y + j + 3 * LANES, s3);
    } else {
      for (int64_t i = j; i < N; i += LANES) {
        V s = T(load_n)(y + i, N - i);
        for (int64_t m = 0; m < M; m++) s += T(load_n)(A + m * lda + i, N - i);
        T(store_n)(y + i, N - i, s);
      }
    }
  }
}
static void T(broadcast_rows)(int64_t M, int64_t N, const R *bias, R *C, int64_t ldc) {
  for (int64_t m = 0; m < M; m++) memcpy(C + m * ldc, bias, (size_t)N * sizeof(R));
}
#undef EACH
#undef AT
#undef PUT
