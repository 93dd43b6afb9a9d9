// The list of all kernels: X(return type, name, parameters, arguments). The declarations, the tables of the instruction
// sets and the public functions are generated from it. KernelTable.swift binds each kernel for Float and Double;
// Tests/CForetellKernelsTests/KernelListTests.swift compares the lists.
//
// R is the type of arrays; S that of single values, which is double in the public functions (they round it to R).
// Legend: B rows of a batch, I inputs, H hidden units, G gates (RNN 1, LSTM 4, GRU 3, MGU 2, sLSTM 4); n elements;
// lda elements from one row of A to the next; `dx` is the gradient of x. `+=` adds to the values that are there, `=`
// overwrites them.
#pragma once

// ---- kernels whose data layout is the same for every instruction set ------------------------------------------------
#define FT_PRODUCT_FUNCTIONS(X, R, S)                                                                                 \
  /* C[M,N] += A[M,K] · B[K,N] */                                                                                     \
  X(void, gemm_nn,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))                                                                                \
  /* C[M,N] += A[K,M]ᵀ · B[K,N] */                                                                                    \
  X(void, gemm_tn,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))

#define FT_PLAIN_FUNCTIONS(X, R, S)                                                                                   \
  FT_PRODUCT_FUNCTIONS(X, R, S)                                                                                       \
  /* C[M,N] += A[M,K] · B[N,K]ᵀ */                                                                                    \
  X(void, gemm_nt,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))                                                                                \
  /* y[N] += column sums of A[M,N], rows in order */                                                                  \
  X(void, column_sums, (int64_t M, int64_t N, const R *A, int64_t lda, R *y), (M, N, A, lda, y))                      \
  /* rows of C[M,N] = bias[N] */                                                                                      \
  X(void, broadcast_rows, (int64_t M, int64_t N, const R *bias, R *C, int64_t ldc), (M, N, bias, C, ldc))             \
  /* y = e^x, 1/(1 + e^−x), tanh x; y and x may be the same, here and in what follows */                              \
  X(void, exp, (int64_t n, const R *x, R *y), (n, x, y))                                                              \
  X(void, sigmoid, (int64_t n, const R *x, R *y), (n, x, y))                                                          \
  X(void, tanh, (int64_t n, const R *x, R *y), (n, x, y))                                                             \
  /* y += x;  y += a x;  y = x z;  y += x z */                                                                        \
  X(void, add, (int64_t n, const R *x, R *y), (n, x, y))                                                              \
  X(void, add_scaled, (int64_t n, S a, const R *x, R *y), (n, a, x, y))                                               \
  X(void, multiply, (int64_t n, const R *x, const R *z, R *y), (n, x, z, y))                                          \
  X(void, multiply_add, (int64_t n, const R *x, const R *z, R *y), (n, x, z, y))                                      \
  /* Σ x² in a fixed order of sixteen double lanes */                                                                 \
  X(double, sum_squares, (int64_t n, const R *x), (n, x))                                                             \
  /* One Adam step with decoupled weight decay (AdamW) and L2 (classic Adam): g' = gradScale·g + l2·w;             */ \
  /* m ← β1 m + (1−β1) g'; v ← β2 v + (1−β2) g'²; w ← w − rate·decay·w − rate·(m/c1)/(√(v/c2)+ε), c = 1−βᵗ         */ \
  X(void, adam,                                                                                                       \
    (int64_t n, R *w, const R *g, R *m, R *v, S rate, S beta1, S beta2, S epsilon, S correction1, S correction2,      \
     S decay, S l2, S gradScale),                                                                                     \
    (n, w, g, m, v, rate, beta1, beta2, epsilon, correction1, correction2, decay, l2, gradScale))                     \
  /* SGD as PyTorch: g' = gradScale·g + l2·w; u ← μ u + g'; w ← w − rate·(nesterov ? g' + μ u : u) */                 \
  X(void, sgd,                                                                                                        \
    (int64_t n, R *w, const R *g, R *u, S rate, S momentum, int nesterov, S l2, S gradScale),                         \
    (n, w, g, u, rate, momentum, nesterov, l2, gradScale))                                                            \
  /* RMSProp: v ← α v + (1−α) g'²; if m: m ← α m + (1−α) g', v̂ = max(v − m², 0), else v̂ = v; s = g'/(√v̂ + ε);     */ \
  /* if u: s = u ← μ u + s; w ← w − rate·s. m and u may be NULL.                                                   */ \
  X(void, rmsprop,                                                                                                    \
    (int64_t n, R *w, const R *g, R *v, R *m, R *u, S rate, S alpha, S epsilon, S momentum, S l2, S gradScale),       \
    (n, w, g, v, m, u, rate, alpha, epsilon, momentum, l2, gradScale))                                                \
  /* AdaGrad: s ← s + g'²; w ← w − rate·g'/(√s + ε) */                                                                \
  X(void, adagrad, (int64_t n, R *w, const R *g, R *s, S rate, S epsilon, S l2, S gradScale),                         \
    (n, w, g, s, rate, epsilon, l2, gradScale))                                                                       \
  /* AMSGrad: m and v as Adam; top ← max(top, v); w ← w − rate·(m/c1)/(√(top/c2)+ε) */                                \
  X(void, amsgrad,                                                                                                    \
    (int64_t n, R *w, const R *g, R *m, R *v, R *top, S rate, S beta1, S beta2, S epsilon, S correction1,             \
     S correction2, S l2, S gradScale),                                                                               \
    (n, w, g, m, v, top, rate, beta1, beta2, epsilon, correction1, correction2, l2, gradScale))                       \
  /* Nadam: m and v as Adam; w ← w − (gradRate·g' + meanRate·m)/(√(v/c2)+ε) */                                        \
  X(void, nadam,                                                                                                      \
    (int64_t n, R *w, const R *g, R *m, R *v, S gradRate, S meanRate, S beta1, S beta2, S epsilon, S correction2,     \
     S l2, S gradScale),                                                                                              \
    (n, w, g, m, v, gradRate, meanRate, beta1, beta2, epsilon, correction2, l2, gradScale))                           \
  /* RAdam: m and v as Adam; w ← w − rate·m/(√v+ε), or w − rate·m where the step isn't adaptive */                    \
  X(void, radam,                                                                                                      \
    (int64_t n, R *w, const R *g, R *m, R *v, int adaptive, S rate, S beta1, S beta2, S epsilon, S l2,                \
     S gradScale),                                                                                                    \
    (n, w, g, m, v, adaptive, rate, beta1, beta2, epsilon, l2, gradScale))                                            \
  /* Lion: c = β1 m + (1−β1) g'; w ← w − rate·decay·w − rate·sign(c); m ← β2 m + (1−β2) g', without L2 in g' */       \
  X(void, lion, (int64_t n, R *w, const R *g, R *m, S rate, S beta1, S beta2, S decay, S gradScale),                  \
    (n, w, g, m, rate, beta1, beta2, decay, gradScale))

// ---- recurrent cells: one call is one time step of all B rows, the time loop is the caller's -----------------------
// Weights wx[G·H,I], wh[G·H,H], b[G·H] (GRU: b[4·H] = r, z, n of the input, n of the state). `pack` lays them out for
// both directions once per update; packed holds ft_…_packed_count elements (64-byte aligned) in the layout of the
// instruction set that packed them. It begins with 64 bytes: in the first 16 the kernels keep the number of that
// instruction set, the others are the caller's.
#define FT_COUNT_FUNCTIONS(X, R, S)                                                                                   \
  X(int64_t, rnn_packed_count, (int64_t I, int64_t H), (I, H))                                                        \
  X(int64_t, lstm_packed_count, (int64_t I, int64_t H), (I, H))                                                       \
  X(int64_t, gru_packed_count, (int64_t I, int64_t H), (I, H))                                                        \
  X(int64_t, mgu_packed_count, (int64_t I, int64_t H), (I, H))                                                        \
  X(int64_t, slstm_packed_count, (int64_t I, int64_t H, int64_t heads), (I, H, heads))
#define FT_PACK_FUNCTIONS(X, R, S)                                                                                    \
  X(void, rnn_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, lstm_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                         \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, gru_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, mgu_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, slstm_pack, (int64_t I, int64_t H, int64_t heads, const R *wx, const R *wh, const R *b, R *packed),         \
    (I, H, heads, wx, wh, b, packed))
#define FT_STEP_FUNCTIONS(X, R, S)                                                                                    \
  /* RNN: h = φ(x Wxᵀ + h' Whᵀ + b), φ = activation: 0 tanh, 1 ReLU, 2 sigmoid. */                                    \
  X(void, rnn_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *x, const R *hPrevious, R *h),         \
    (B, I, H, activation, packed, x, hPrevious, h))                                                                   \
  /* dh: whole gradient of h. dPre[B,H] = dh φ'(h); dhPrevious[B,H] += dPre · Wh. */                                  \
  X(void, rnn_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *h, const R *dh, R *dPre,              \
     R *dhPrevious),                                                                                                  \
    (B, I, H, activation, packed, h, dh, dPre, dhPrevious))                                                           \
  /* LSTM, gates in the order i f g o: i,f,o = σ, g = tanh of x Wxᵀ + h' Whᵀ + b; c = f c' + i g; h = o tanh c.    */ \
  /* gates[B,4H] (row = i|f|g|o, each H wide, activated), c[B,H], h[B,H] are written.                              */ \
  X(void, lstm_forward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, const R *cPrevious, R *gates,  \
     R *c, R *h),                                                                                                     \
    (B, I, H, packed, x, hPrevious, cPrevious, gates, c, h))                                                          \
  /* dh, dc: whole gradients of h and c except that dc lacks the part through h of this step, which is added here  */ \
  /* (dc becomes the whole gradient of c). gates: activated in, gradients of the pre-activations out (in place).   */ \
  /* dcPrevious += dc f;  dhPrevious += dGates · Wh.                                                               */ \
  X(void, lstm_backward,                                                                                              \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *gates, const R *c, const R *cPrevious, const R *dh, R *dc,  \
     R *dcPrevious, R *dhPrevious),                                                                                   \
    (B, I, H, packed, gates, c, cPrevious, dh, dc, dcPrevious, dhPrevious))                                           \
  /* GRU as PyTorch, order r z n: r,z = σ(x Wxᵀ + h' Whᵀ + b); m = h' Whnᵀ + b[3H…4H];                             */ \
  /* n = tanh(x Wxnᵀ + b[2H…3H] + r m); h = (1−z) n + z h'. saved[B,4H] (row = r|z|n|m) and h are written.         */ \
  X(void, gru_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved, R *h),               \
    (B, I, H, packed, x, hPrevious, saved, h))                                                                        \
  /* saved in: r|z|n|m; out, in place: dr|dz|dn|dm, gradients of the pre-activations (dm = r·dn).                  */ \
  /* dhPrevious += dh z + [dr dz dm] · Wh.                                                                         */ \
  X(void, gru_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious, const R *dh, R *dhPrevious),     \
    (B, I, H, packed, saved, hPrevious, dh, dhPrevious))                                                              \
  /* MGU, order f n: f = σ(x Wxᵀ + h' Whᵀ + b); r = f h'; n = tanh(x Wxnᵀ + r Whnᵀ + b[H…2H]); h = (1−f) h' + f n. */ \
  /* saved[B,3H] (row = f|n|r) and h are written.                                                                  */ \
  X(void, mgu_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved, R *h),               \
    (B, I, H, packed, x, hPrevious, saved, h))                                                                        \
  /* saved in: f|n|r; out, in place: df|dn|r, gradients of the pre-activations. scratch[2,B,H] is overwritten.     */ \
  /* dhPrevious += dh (1−f) + (dn · Whn) f + df · Whf.                                                             */ \
  X(void, mgu_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious, const R *dh, R *scratch,         \
     R *dhPrevious),                                                                                                  \
    (B, I, H, packed, saved, hPrevious, dh, scratch, dhPrevious))                                                     \
  /* sLSTM (Beck et al. 2024, eq. 8–17), order i f z o: a = x Wxᵀ + h' Whᵀ + b with Wh block-diagonal: `heads`     */ \
  /* groups of N = H / heads units that read only their own state, wh[4·H,N]. Forget gate F = ln σ(a_f), or a_f if */ \
  /* exponential. m = max(F + m', a_i); i = e^(a_i − m); f = e^(F + m' − m); z = tanh a_z; o = σ(a_o);             */ \
  /* c = f c' + i z; n = f n' + i; h = o c / n. saved[B,5H] (row = i|f|z|o|σ(a_f), the last 0 if exponential), c,  */ \
  /* n, m and h are written.                                                                                       */ \
  X(void, slstm_forward,                                                                                              \
    (int64_t B, int64_t I, int64_t H, int64_t heads, int exponential, const R *packed, const R *x,                    \
     const R *hPrevious, const R *cPrevious, const R *nPrevious, const R *mPrevious, R *saved, R *c, R *n, R *m,      \
     R *h),                                                                                                           \
    (B, I, H, heads, exponential, packed, x, hPrevious, cPrevious, nPrevious, mPrevious, saved, c, n, m, h))          \
  /* h doesn't depend on m, which only scales c and n; so m is held here and has no gradient. dh: whole gradient   */ \
  /* of h. dc, dn become whole gradients, as in an LSTM. saved: the first four blocks become the gradients of the  */ \
  /* pre-activations. dcPrevious += dc f; dnPrevious += dn f; dhPrevious += dGates · Wh.                           */ \
  X(void, slstm_backward,                                                                                             \
    (int64_t B, int64_t I, int64_t H, int64_t heads, const R *packed, R *saved, const R *c, const R *n,               \
     const R *cPrevious, const R *nPrevious, const R *dh, R *dc, R *dn, R *dcPrevious, R *dnPrevious, R *dhPrevious), \
    (B, I, H, heads, packed, saved, c, n, cPrevious, nPrevious, dh, dc, dn, dcPrevious, dnPrevious, dhPrevious))

// ---- output heads, losses, dropout, activations, the monitor's counts: small loops, one portable version each --------
// Q quantiles, m the index of the median among them.
#define FT_PORTABLE_FUNCTIONS(X, R, S)                                                                                \
  /* dx += dy ⊙ φ'(y) from the output y; kind: 0 tanh, 1 ReLU, 2 sigmoid */                                           \
  X(void, activation_backward, (int64_t n, int kind, const R *y, const R *dy, R *dx), (n, kind, y, dy, dx))           \
  /* y = max(x, 0), NaN stays NaN */                                                                                  \
  X(void, relu, (int64_t n, const R *x, R *y), (n, x, y))                                                             \
  /* Rows of Q: y[m] = x[m]; above y[j] = y[j−1] + s(x[j]), below y[j] = y[j+1] − s(x[j]);                         */ \
  /* s(x) = (x + √(x²+4))/2 > 0 (squareplus, Barron 2021, eq. 1), so quantiles never cross. dx +=                  */ \
  X(void, quantile_head, (int64_t rows, int64_t Q, int64_t m, const R *x, R *y), (rows, Q, m, x, y))                  \
  X(void, quantile_head_backward, (int64_t rows, int64_t Q, int64_t m, const R *x, const R *dy, R *dx),               \
    (rows, Q, m, x, dy, dx))                                                                                          \
  /* Rows of N get mean 0 and variance 1: unit = (x − mean) inverse, inverse[rows] = 1/√(variance + epsilon),      */ \
  /* y = gain unit + bias; sums over a row in double, in order                                                     */ \
  X(void, layer_norm,                                                                                                 \
    (int64_t rows, int64_t N, S epsilon, const R *x, const R *gain, const R *bias, R *unit, R *inverse, R *y),        \
    (rows, N, epsilon, x, gain, bias, unit, inverse, y))                                                              \
  /* dgain, dbias, dx +=; dx may be NULL                                                                           */ \
  X(void, layer_norm_backward,                                                                                        \
    (int64_t rows, int64_t N, const R *unit, const R *inverse, const R *gain, const R *dy, R *dgain, R *dbias,        \
     R *dx),                                                                                                          \
    (rows, N, unit, inverse, gain, dy, dgain, dbias, dx))                                                             \
  /* Means and variances of the columns of x[M,N] over the rows whose mask[M] isn't 0; sums in double, in order    */ \
  X(void, batch_statistics, (int64_t M, int64_t N, const R *mask, const R *x, R *mean, R *variance),                  \
    (M, N, mask, x, mean, variance))                                                                                  \
  /* inverse = 1/√(variance + epsilon), unit = (x − mean) inverse, y = gain unit + bias                            */ \
  X(void, batch_norm,                                                                                                 \
    (int64_t M, int64_t N, S epsilon, const R *mean, const R *variance, const R *x, const R *gain, const R *bias,     \
     R *inverse, R *unit, R *y),                                                                                      \
    (M, N, epsilon, mean, variance, x, gain, bias, inverse, unit, y))                                                 \
  /* dgain, dbias, dx +=, from the rows of the mask; dx may be NULL. own: mean and variance are those of x itself  */ \
  X(void, batch_norm_backward,                                                                                        \
    (int64_t M, int64_t N, int own, const R *mask, const R *inverse, const R *unit, const R *gain, const R *dy,       \
     R *dgain, R *dbias, R *dx),                                                                                      \
    (M, N, own, mask, inverse, unit, gain, dy, dgain, dbias, dx))                                                     \
  /* Rows of 2: y[0] = x[0], the mean; y[1] = floor + s(x[1]), the standard deviation, with s as above. dx +=      */ \
  X(void, gaussian_head, (int64_t rows, S floor, const R *x, R *y), (rows, floor, x, y))                              \
  X(void, gaussian_head_backward, (int64_t rows, const R *x, const R *dy, R *dx), (rows, x, dy, dx))                  \
  /* p[rows,2] = mean, standard deviation > 0 against target[rows]: −Σ w ln N(target | mean, deviation²)           */ \
  X(double, gaussian_loss, (int64_t rows, const R *p, const R *target, const R *w), (rows, p, target, w))             \
  X(void, gaussian_loss_backward, (int64_t rows, const R *p, const R *target, const R *w, S scale, R *dp),            \
    (rows, p, target, w, scale, dp))                                                                                  \
  /* y = ln Γ(x) and ψ(x) = d ln Γ(x) / dx for positive, normal, finite x, computed in double                      */ \
  X(void, log_gamma, (int64_t n, const R *x, R *y), (n, x, y))                                                        \
  X(void, digamma, (int64_t n, const R *x, R *y), (n, x, y))                                                          \
  /* Rows of 3: y[0] = x[0], the location; y[1] = floor + s(x[1]), the scale; y[2] = 2 + s(x[2]), the degrees of   */ \
  /* freedom. dx +=                                                                                                */ \
  X(void, student_head, (int64_t rows, S floor, const R *x, R *y), (rows, floor, x, y))                               \
  X(void, student_head_backward, (int64_t rows, const R *x, const R *dy, R *dx), (rows, x, dy, dx))                   \
  /* p[rows,3] = location, scale > 0, degrees of freedom > 0 against target[rows]: −Σ w ln t(target)               */ \
  X(double, student_loss, (int64_t rows, const R *p, const R *target, const R *w), (rows, p, target, w))              \
  X(void, student_loss_backward, (int64_t rows, const R *p, const R *target, const R *w, S scale, R *dp),             \
    (rows, p, target, w, scale, dp))                                                                                  \
  /* y = floor + s(x) > 0; dx +=                                                                                   */ \
  X(void, positive_head, (int64_t n, S floor, const R *x, R *y), (n, floor, x, y))                                    \
  X(void, positive_head_backward, (int64_t n, const R *x, const R *dy, R *dx), (n, x, dy, dx))                        \
  /* Counts target[rows] with means unit p, p[rows] > 0: −Σ w ln Poisson(target)                                   */ \
  X(double, poisson_loss, (int64_t rows, const R *p, const R *target, const R *unit, const R *w),                     \
    (rows, p, target, unit, w))                                                                                       \
  X(void, poisson_loss_backward,                                                                                      \
    (int64_t rows, const R *p, const R *target, const R *unit, const R *w, S scale, R *dp),                           \
    (rows, p, target, unit, w, scale, dp))                                                                            \
  /* p[rows,2] > 0: counts with mean μ = unit p[0] and variance μ + α μ², α = p[1] / √unit: −Σ w ln NB(target)     */ \
  X(double, negative_binomial_loss, (int64_t rows, const R *p, const R *target, const R *unit, const R *w),           \
    (rows, p, target, unit, w))                                                                                       \
  X(void, negative_binomial_loss_backward,                                                                            \
    (int64_t rows, const R *p, const R *target, const R *unit, const R *w, S scale, R *dp),                           \
    (rows, p, target, unit, w, scale, dp))                                                                            \
  /* Weighted sums over n predictions; dp += scale · w · ∂loss/∂p. Weight 0 hides an element, even if its target   */ \
  /* is NaN. kind: 0 squared, 1 absolute, 2 Huber(delta)                                                           */ \
  X(double, loss, (int64_t n, int kind, S delta, const R *p, const R *target, const R *w),                            \
    (n, kind, delta, p, target, w))                                                                                   \
  X(void, loss_backward, (int64_t n, int kind, S delta, const R *p, const R *target, const R *w, S scale, R *dp),     \
    (n, kind, delta, p, target, w, scale, dp))                                                                        \
  /* p[rows,Q] against target[rows]: Σ w Σ_q ρ_q(target − p_q), ρ_q(e) = max(q e, (q−1) e) */                         \
  X(double, pinball,                                                                                                  \
    (int64_t rows, int64_t Q, const R *levels, const R *shares, const R *p, const R *target, const R *w),             \
    (rows, Q, levels, shares, p, target, w))                                                                          \
  X(void, pinball_backward,                                                                                           \
    (int64_t rows, int64_t Q, const R *levels, const R *shares, const R *p, const R *target, const R *w, S scale,     \
     R *dp),                                                                                                          \
    (rows, Q, levels, shares, p, target, w, scale, dp))                                                               \
  /* counts += numbers of zeros, denormals, and infinities with NaN */                                                \
  X(void, count_unusual, (int64_t n, const R *x, int64_t counts[3]), (n, x, counts))                                  \
  /* counts += numbers of x < low and x > high over rows whose starts lie `stride` apart */                           \
  X(void, count_outside,                                                                                              \
    (int64_t rows, int64_t columns, int64_t stride, const R *x, S low, S high, int64_t counts[2]),                    \
    (rows, columns, stride, x, low, high, counts))                                                                    \
  /* y[columns] = max(y, every row of x) */                                                                           \
  X(void, column_maximum, (int64_t rows, int64_t columns, const R *x, R *y), (rows, columns, x, y))                   \
  /* Inverted dropout: mask = keep ? 1/(1−rate) : 0 from Philox 4×32-10 with the given key and counter words */       \
  X(void, dropout_mask, (int64_t n, S rate, const uint32_t key[2], const uint32_t counter[3], R *mask),               \
    (n, rate, key, counter, mask))

// Kernels of which each instruction set has a version:
#define FT_FUNCTIONS(X, R, S)                                                                                         \
  FT_PLAIN_FUNCTIONS(X, R, S) FT_COUNT_FUNCTIONS(X, R, S) FT_PACK_FUNCTIONS(X, R, S) FT_STEP_FUNCTIONS(X, R, S)

// Variants with factors rounded to bfloat16; all values in memory are floats:
#define FT_WORD_FUNCTIONS(X, R, S)                                                                                    \
  FT_PRODUCT_FUNCTIONS(X, R, S) FT_COUNT_FUNCTIONS(X, R, S) FT_PACK_FUNCTIONS(X, R, S) FT_STEP_FUNCTIONS(X, R, S)
