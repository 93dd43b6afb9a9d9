// Output heads, losses, dropout and activations: small loops, one portable version each.
// Legend: n elements, Q quantiles, m the index of the median among them.
#pragma once
#include <stdint.h>

#define FT_DECLARE_HEADS(S, R)                                                                                        \
  /* dx += dy ⊙ φ'(y) from the output y; kind: 0 tanh, 1 ReLU, 2 sigmoid */                                           \
  void ft_activation_backward_##S(int64_t n, int kind, const R *y, const R *dy, R *dx);                               \
  void ft_relu_##S(int64_t n, const R *x, R *y);                                                                      \
  /* Rows of Q: y[m] = x[m]; above y[j] = y[j−1] + s(x[j]), below y[j] = y[j+1] − s(x[j]);                        */  \
  /* s(x) = (x + √(x²+4))/2 > 0 (squareplus, Barron 2021, eq. 1), so quantiles never cross. */                        \
  void ft_quantile_head_##S(int64_t rows, int64_t Q, int64_t m, const R *x, R *y);                                    \
  void ft_quantile_head_backward_##S(int64_t rows, int64_t Q, int64_t m, const R *x, const R *dy, R *dx);             \
  /* Weighted sums over n predictions; dp += scale · w · ∂loss/∂p where dp is given. Weight 0 hides an element, even  */ \
  /* if its target is NaN. kind: 0 squared, 1 absolute, 2 Huber(delta) */                                             \
  double ft_loss_##S(int64_t n, int kind, R delta, const R *p, const R *target, const R *w);                          \
  void ft_loss_backward_##S(int64_t n, int kind, R delta, const R *p, const R *target, const R *w, R scale, R *dp);   \
  /* p[rows,Q] against target[rows]: Σ w Σ_q ρ_q(target − p_q), ρ_q(e) = max(q e, (q−1) e) */                         \
  double ft_pinball_##S(int64_t rows, int64_t Q, const R *levels, const R *p, const R *target, const R *w);           \
  void ft_pinball_backward_##S(int64_t rows, int64_t Q, const R *levels, const R *p, const R *target, const R *w,     \
                               R scale, R *dp);                                                                       \
  /* counts of zeros, denormals, and infinities with NaN; added to */                                                 \
  void ft_count_unusual_##S(int64_t n, const R *x, int64_t counts[3]);                                                \
  /* counts of x < low and x > high over rows whose starts lie `stride` apart; added to */                            \
  void ft_count_outside_##S(int64_t rows, int64_t columns, int64_t stride, const R *x, R low, R high,                 \
                            int64_t counts[2]);                                                                       \
  /* y[columns] = max(y, every row of x) */                                                                           \
  void ft_column_maximum_##S(int64_t rows, int64_t columns, const R *x, R *y);                                        \
  /* Inverted dropout: mask = keep ? 1/(1−rate) : 0 from Philox 4×32-10 with the given key and counter words */       \
  void ft_dropout_mask_##S(int64_t n, R rate, const uint32_t key[2], const uint32_t counter[3], R *mask);

FT_DECLARE_HEADS(f32, float)
FT_DECLARE_HEADS(f64, double)
#undef FT_DECLARE_HEADS
