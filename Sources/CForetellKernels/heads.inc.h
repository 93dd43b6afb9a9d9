// Included once per scalar type, with R (the type), F(name) and SQRT defined.

void F(ft_activation_backward)(int64_t n, int kind, const R *y, const R *dy, R *dx) {
  switch (kind) {
  case 0:
    for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * (1 - y[i] * y[i]);
    break;
  case 1:
    for (int64_t i = 0; i < n; i++) dx[i] += y[i] > 0 ? dy[i] : 0;
    break;
  default:
    for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * (y[i] * (1 - y[i]));
  }
}

void F(ft_relu)(int64_t n, const R *x, R *y) {
  for (int64_t i = 0; i < n; i++) y[i] = x[i] > 0 ? x[i] : (x[i] != x[i] ? x[i] : 0);
}

static R F(squareplus)(R x) {
  R root = SQRT(x * x + 4);
  return x >= 0 ? (x + root) / 2 : 2 / (root - x);  // no cancellation for negative x
}

static R F(squareplus_slope)(R x) {
  R root = SQRT(x * x + 4);
  return x >= 0 ? (1 + x / root) / 2 : 2 / (root * (root - x));
}

void F(ft_quantile_head)(int64_t rows, int64_t Q, int64_t m, const R *x, R *y) {
  for (int64_t r = 0; r < rows; r++, x += Q, y += Q) {
    y[m] = x[m];
    for (int64_t j = m + 1; j < Q; j++) y[j] = y[j - 1] + F(squareplus)(x[j]);
    for (int64_t j = m - 1; j >= 0; j--) y[j] = y[j + 1] - F(squareplus)(x[j]);
  }
}

void F(ft_quantile_head_backward)(int64_t rows, int64_t Q, int64_t m, const R *x, const R *dy, R *dx) {
  for (int64_t r = 0; r < rows; r++, x += Q, dy += Q, dx += Q) {
    R above = 0, below = 0;
    for (int64_t j = Q - 1; j > m; j--) {
      above += dy[j];
      dx[j] += above * F(squareplus_slope)(x[j]);
    }
    for (int64_t j = 0; j < m; j++) {
      below += dy[j];
      dx[j] -= below * F(squareplus_slope)(x[j]);
    }
    dx[m] += dy[m] + above + below;
  }
}

double F(ft_loss)(int64_t n, int kind, double border, const R *p, const R *target, const R *w) {
  const R delta = (R)border;
  double sum = 0;
  for (int64_t i = 0; i < n; i++) {
    if (w[i] == 0) continue;
    double e = (double)p[i] - (double)target[i], a = e < 0 ? -e : e;
    double loss = kind == 0 ? e * e : kind == 1 ? a : a <= (double)delta ? 0.5 * e * e : (double)delta * (a - 0.5 * (double)delta);
    sum += (double)w[i] * loss;
  }
  return sum;
}

void F(ft_loss_backward)(int64_t n, int kind, double border, const R *p, const R *target, const R *w, double factor,
                         R *dp) {
  const R delta = (R)border, scale = (R)factor;
  for (int64_t i = 0; i < n; i++) {
    if (w[i] == 0) continue;
    R e = p[i] - target[i];
    R slope = kind == 0 ? 2 * e
              : kind == 1 ? (R)((e > 0) - (e < 0))
              : e > delta ? delta : e < -delta ? -delta : e;
    dp[i] += scale * w[i] * slope;
  }
}

void F(ft_layer_norm)(int64_t rows, int64_t N, double small, const R *x, const R *gain, const R *bias, R *unit,
                      R *inverse, R *y) {
  const double epsilon = (double)(R)small;
  for (int64_t r = 0; r < rows; r++, x += N, unit += N, y += N) {
    double sum = 0, squares = 0;
    for (int64_t j = 0; j < N; j++) sum += (double)x[j];
    const double mean = sum / (double)N;
    for (int64_t j = 0; j < N; j++) squares += ((double)x[j] - mean) * ((double)x[j] - mean);
    const double scale = 1 / sqrt(squares / (double)N + epsilon);
    inverse[r] = (R)scale;
    for (int64_t j = 0; j < N; j++) {
      unit[j] = (R)(((double)x[j] - mean) * scale);
      y[j] = gain[j] * unit[j] + bias[j];
    }
  }
}

void F(ft_layer_norm_backward)(int64_t rows, int64_t N, const R *unit, const R *inverse, const R *gain, const R *dy,
                               R *dgain, R *dbias, R *dx) {
  for (int64_t r = 0; r < rows; r++, unit += N, dy += N) {
    double sum = 0, product = 0;
    for (int64_t j = 0; j < N; j++) {
      const double d = (double)dy[j] * (double)gain[j];
      sum += d;
      product += d * (double)unit[j];
      dgain[j] += dy[j] * unit[j];
      dbias[j] += dy[j];
    }
    if (!dx) continue;
    for (int64_t j = 0; j < N; j++)
      dx[j] += (R)(((double)dy[j] * (double)gain[j] - (sum + (double)unit[j] * product) / (double)N) * (double)inverse[r]);
    dx += N;
  }
}

void F(ft_batch_statistics)(int64_t M, int64_t N, const R *mask, const R *x, R *mean, R *variance) {
  double n = 0;
  for (int64_t r = 0; r < M; r++) n += mask[r] != 0;
  for (int64_t j = 0; j < N; j++) {
    double sum = 0, squares = 0;
    for (int64_t r = 0; r < M; r++)
      if (mask[r] != 0) sum += (double)x[r * N + j];
    const double center = sum / n;
    for (int64_t r = 0; r < M; r++)
      if (mask[r] != 0) squares += ((double)x[r * N + j] - center) * ((double)x[r * N + j] - center);
    mean[j] = (R)center;
    variance[j] = (R)(squares / n);
  }
}

void F(ft_batch_norm)(int64_t M, int64_t N, double small, const R *mean, const R *variance, const R *x, const R *gain,
                      const R *bias, R *inverse, R *unit, R *y) {
  const R epsilon = (R)small;
  for (int64_t j = 0; j < N; j++) inverse[j] = 1 / SQRT(variance[j] + epsilon);
  for (int64_t r = 0; r < M; r++, x += N, unit += N, y += N)
    for (int64_t j = 0; j < N; j++) {
      unit[j] = (x[j] - mean[j]) * inverse[j];
      y[j] = gain[j] * unit[j] + bias[j];
    }
}

void F(ft_batch_norm_backward)(int64_t M, int64_t N, int own, const R *mask, const R *inverse, const R *unit,
                               const R *gain, const R *dy, R *dgain, R *dbias, R *dx) {
  double n = 0;
  for (int64_t r = 0; r < M; r++) n += mask[r] != 0;
  for (int64_t j = 0; j < N; j++) {
    double sum = 0, product = 0;
    for (int64_t r = 0; r < M; r++)
      if (mask[r] != 0) {
        sum += (double)dy[r * N + j];
        product += (double)dy[r * N + j] * (double)unit[r * N + j];
      }
    dgain[j] += (R)product;
    dbias[j] += (R)sum;
    if (!dx) continue;
    for (int64_t r = 0; r < M; r++)
      if (mask[r] != 0) {
        const double moved = own ? (sum + (double)unit[r * N + j] * product) / n : 0;
        dx[r * N + j] += (R)(((double)dy[r * N + j] - moved) * (double)gain[j] * (double)inverse[j]);
      }
  }
}

void F(ft_gaussian_head)(int64_t rows, double least, const R *x, R *y) {
  const R floor = (R)least;
  for (int64_t r = 0; r < rows; r++, x += 2, y += 2) {
    y[0] = x[0];
    y[1] = floor + F(squareplus)(x[1]);
  }
}

void F(ft_gaussian_head_backward)(int64_t rows, const R *x, const R *dy, R *dx) {
  for (int64_t r = 0; r < rows; r++, x += 2, dy += 2, dx += 2) {
    dx[0] += dy[0];
    dx[1] += dy[1] * F(squareplus_slope)(x[1]);
  }
}

double F(ft_gaussian_loss)(int64_t rows, const R *p, const R *target, const R *w) {
  double sum = 0;
  for (int64_t r = 0; r < rows; r++) {
    if (w[r] == 0) continue;
    double deviation = (double)p[2 * r + 1], z = ((double)target[r] - (double)p[2 * r]) / deviation;
    sum += (double)w[r] * (0.91893853320467274178 + natural_logarithm(deviation) + 0.5 * z * z);
  }
  return sum;
}

void F(ft_gaussian_loss_backward)(int64_t rows, const R *p, const R *target, const R *w, double factor, R *dp) {
  const R scale = (R)factor;
  for (int64_t r = 0; r < rows; r++) {
    if (w[r] == 0) continue;
    R precision = 1 / p[2 * r + 1], z = (target[r] - p[2 * r]) * precision, share = scale * w[r] * precision;
    dp[2 * r] -= share * z;
    dp[2 * r + 1] += share * (1 - z * z);
  }
}

void F(ft_log_gamma)(int64_t n, const R *x, R *y) {
  for (int64_t i = 0; i < n; i++) y[i] = (R)log_gamma((double)x[i]);
}

void F(ft_digamma)(int64_t n, const R *x, R *y) {
  for (int64_t i = 0; i < n; i++) y[i] = (R)digamma((double)x[i]);
}

void F(ft_student_head)(int64_t rows, double least, const R *x, R *y) {
  const R floor = (R)least;
  for (int64_t r = 0; r < rows; r++, x += 3, y += 3) {
    y[0] = x[0];
    y[1] = floor + F(squareplus)(x[1]);
    y[2] = 2 + F(squareplus)(x[2]);
  }
}

void F(ft_student_head_backward)(int64_t rows, const R *x, const R *dy, R *dx) {
  for (int64_t r = 0; r < rows; r++, x += 3, dy += 3, dx += 3) {
    dx[0] += dy[0];
    dx[1] += dy[1] * F(squareplus_slope)(x[1]);
    dx[2] += dy[2] * F(squareplus_slope)(x[2]);
  }
}

double F(ft_student_loss)(int64_t rows, const R *p, const R *target, const R *w) {
  double sum = 0;
  for (int64_t r = 0; r < rows; r++, p += 3) {
    if (w[r] == 0) continue;
    double scale = (double)p[1], freedom = (double)p[2], z = ((double)target[r] - (double)p[0]) / scale;
    sum += (double)w[r] *
           (log_gamma(freedom / 2) - log_gamma((freedom + 1) / 2) + 0.5 * natural_logarithm(freedom * 3.14159265358979323846) +
            natural_logarithm(scale) + (freedom + 1) / 2 * natural_logarithm(1 + z * z / freedom));
  }
  return sum;
}

void F(ft_student_loss_backward)(int64_t rows, const R *p, const R *target, const R *w, double factor, R *dp) {
  const double unit = (double)(R)factor;
  for (int64_t r = 0; r < rows; r++, p += 3, dp += 3) {
    if (w[r] == 0) continue;
    double scale = (double)p[1], freedom = (double)p[2], z = ((double)target[r] - (double)p[0]) / scale;
    double share = unit * (double)w[r], pull = (freedom + 1) * z / (freedom + z * z);
    dp[0] -= (R)(share * pull / scale);
    dp[1] += (R)(share * (1 - z * pull) / scale);
    dp[2] += (R)(share * 0.5 *
                 (digamma(freedom / 2) - digamma((freedom + 1) / 2) + 1 / freedom +
                  natural_logarithm(1 + z * z / freedom) - z * pull / freedom));
  }
}

void F(ft_positive_head)(int64_t n, double least, const R *x, R *y) {
  const R floor = (R)least;
  for (int64_t i = 0; i < n; i++) y[i] = floor + F(squareplus)(x[i]);
}

void F(ft_positive_head_backward)(int64_t n, const R *x, const R *dy, R *dx) {
  for (int64_t i = 0; i < n; i++) dx[i] += dy[i] * F(squareplus_slope)(x[i]);
}

double F(ft_poisson_loss)(int64_t rows, const R *p, const R *target, const R *unit, const R *w) {
  double sum = 0;
  for (int64_t r = 0; r < rows; r++) {
    if (w[r] == 0) continue;
    double mean = (double)unit[r] * (double)p[r], y = (double)target[r];
    sum += (double)w[r] * (mean - y * natural_logarithm(mean) + log_gamma(y + 1));
  }
  return sum;
}

void F(ft_poisson_loss_backward)(int64_t rows, const R *p, const R *target, const R *unit, const R *w, double factor,
                                 R *dp) {
  const double scale = (double)(R)factor;
  for (int64_t r = 0; r < rows; r++) {
    if (w[r] == 0) continue;
    dp[r] += (R)(scale * (double)w[r] * ((double)unit[r] - (double)target[r] / (double)p[r]));
  }
}

double F(ft_negative_binomial_loss)(int64_t rows, const R *p, const R *target, const R *unit, const R *w) {
  double sum = 0;
  for (int64_t r = 0; r < rows; r++, p += 2) {
    if (w[r] == 0) continue;
    double scale = (double)unit[r], mean = scale * (double)p[0], shape = (double)p[1] / sqrt(scale), y = (double)target[r];
    double count = 1 / shape, product = shape * mean;
    sum += (double)w[r] * (log_gamma(y + 1) + log_gamma(count) - log_gamma(y + count) +
                           (count + y) * natural_logarithm(1 + product) - y * natural_logarithm(product));
  }
  return sum;
}

void F(ft_negative_binomial_loss_backward)(int64_t rows, const R *p, const R *target, const R *unit, const R *w,
                                           double factor, R *dp) {
  const double weight = (double)(R)factor;
  for (int64_t r = 0; r < rows; r++, p += 2, dp += 2) {
    if (w[r] == 0) continue;
    double scale = (double)unit[r], mean = scale * (double)p[0], shape = (double)p[1] / sqrt(scale), y = (double)target[r];
    double count = 1 / shape, whole = 1 + shape * mean, share = weight * (double)w[r];
    dp[0] += (R)(share * scale * (mean - y) / (mean * whole));
    dp[1] += (R)(share / sqrt(scale) *
                 (count * count * (digamma(y + count) - digamma(count) - natural_logarithm(whole)) +
                  count * (mean - y) / whole));
  }
}

double F(ft_pinball)(int64_t rows, int64_t Q, const R *levels, const R *shares, const R *p, const R *target,
                     const R *w) {
  double sum = 0;
  for (int64_t r = 0; r < rows; r++, p += Q) {
    if (w[r] == 0) continue;
    double row = 0;
    for (int64_t j = 0; j < Q; j++) {
      double e = (double)target[r] - (double)p[j], q = (double)levels[j];
      row += (double)shares[j] * (e >= 0 ? q * e : (q - 1) * e);
    }
    sum += (double)w[r] * row;
  }
  return sum;
}

void F(ft_pinball_backward)(int64_t rows, int64_t Q, const R *levels, const R *shares, const R *p,
                            const R *target, const R *w, double factor, R *dp) {
  const R scale = (R)factor;
  for (int64_t r = 0; r < rows; r++, p += Q, dp += Q) {
    if (w[r] == 0) continue;
    for (int64_t j = 0; j < Q; j++) {
      R e = target[r] - p[j];
      R slope = e > 0 ? -levels[j] : e < 0 ? 1 - levels[j] : 0;
      dp[j] += scale * w[r] * shares[j] * slope;
    }
  }
}

void F(ft_dropout_mask)(int64_t n, double probability, const uint32_t key[2], const uint32_t counter[3], R *mask) {
  const R rate = (R)probability, kept = 1 / (1 - rate);
  uint32_t bound = (uint32_t)((double)rate * 4294967296.0);
  for (int64_t i = 0; i < n; i += 4) {
    uint32_t block[4];
    philox((uint32_t)(i / 4), counter, key, block);
    for (int64_t j = i; j < n && j < i + 4; j++) mask[j] = block[j - i] < bound ? 0 : kept;
  }
}
