// Every floating-point inner loop of Foretell, behind one plain C interface.
//
// Legend: B rows of a batch, T steps, I inputs, H hidden units, G gates (RNN 1, LSTM 4, GRU 3, MGU 2). All matrices are
// row-major and dense unless a leading dimension (ld…) is given. `dX` is the gradient of X. Every output element is one
// left-to-right chain of fused multiply-adds (with bfloat16 factors: in pairs of terms, the later one first), so every
// variant gives the same bits, apart from sign and payload of NaN. Functions allocate nothing and keep no state but the
// choice of the instruction set; the products use up to 112 KiB of stack. Outputs must not overlap inputs except where
// a function says so.
//
// Error bounds, in units in the last place: exponential 1.1, sigmoid and tanh 2.5, in both types (sigmoid of x < −87 in
// float, x < −708 in double: absolute, less than the smallest normal number). They don't call the C library, so the
// bits depend on the argument alone.
#pragma once
#include <stddef.h>
#include <stdint.h>

// ---- processor ------------------------------------------------------------------------------------------------
// The instruction set in use: 0 portable, 1 AVX2+FMA, 2 AVX-512; the best one available, unless
// FORETELL_ISA=portable|avx2|avx512 names another.
int ft_isa(void);
const char *ft_isa_name(void);
// For tests: sets the instruction set, if the processor has it; returns the one in use afterwards.
int ft_isa_force(int isa);
// Switches on flush-to-zero and denormals-are-zero for the calling thread; pass the result to the function that
// restores the previous mode.
uint32_t ft_flush_denormals_begin(void);
void ft_flush_denormals_end(uint32_t saved);

/// The number of processors that this process may use, at least 1.
int ft_processors(void);

/// Tells the processor that this thread is in a waiting loop.
static inline void ft_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#define FT_DECLARE(S, R)                                                                                              \
  /* C[M,N] += A[M,K] · B[K,N] */                                                                                     \
  void ft_gemm_nn_##S(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,        \
                      int64_t ldc);                                                                                   \
  /* C[M,N] += A[M,K] · B[N,K]ᵀ */                                                                                    \
  void ft_gemm_nt_##S(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,        \
                      int64_t ldc);                                                                                   \
  /* C[M,N] += A[K,M]ᵀ · B[K,N] */                                                                                    \
  void ft_gemm_tn_##S(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,        \
                      int64_t ldc);                                                                                   \
  /* y[N] += column sums of A[M,N], rows in order */                                                                  \
  void ft_column_sums_##S(int64_t M, int64_t N, const R *A, int64_t lda, R *y);                                       \
  /* rows of C[M,N] = bias[N] */                                                                                      \
  void ft_broadcast_rows_##S(int64_t M, int64_t N, const R *bias, R *C, int64_t ldc);                                 \
                                                                                                                      \
  /* elementwise, y and x may be the same: */                                                                         \
  void ft_exp_##S(int64_t n, const R *x, R *y);                                                                       \
  void ft_sigmoid_##S(int64_t n, const R *x, R *y);                                                                   \
  void ft_tanh_##S(int64_t n, const R *x, R *y);                                                                      \
  void ft_fill_##S(int64_t n, R value, R *y);                                                                         \
  void ft_copy_##S(int64_t n, const R *x, R *y);                                                                      \
  void ft_add_##S(int64_t n, const R *x, R *y);              /* y += x */                                             \
  void ft_scale_##S(int64_t n, R a, R *y);                   /* y *= a */                                             \
  void ft_add_scaled_##S(int64_t n, R a, const R *x, R *y);  /* y += a x */                                           \
  void ft_multiply_##S(int64_t n, const R *x, const R *z, R *y);     /* y = x z */                                    \
  void ft_multiply_add_##S(int64_t n, const R *x, const R *z, R *y); /* y += x z */                                   \
  double ft_sum_squares_##S(int64_t n, const R *x);          /* fixed order of sixteen double lanes */                \
                                                                                                                      \
  /* One Adam step with decoupled weight decay (AdamW) and L2 (classic Adam): g' = gradScale·g + l2·w;                */ \
  /* m ← β1 m + (1−β1) g'; v ← β2 v + (1−β2) g'²; w ← w − rate·decay·w − rate·(m/c1)/(√(v/c2)+ε), c = 1−βᵗ            */ \
  void ft_adam_##S(int64_t n, R *w, const R *g, R *m, R *v, R rate, R beta1, R beta2, R epsilon, R correction1,       \
                   R correction2, R decay, R l2, R gradScale);                                                        \
  /* SGD as PyTorch: g' = gradScale·g + l2·w; u ← μ u + g'; w ← w − rate·(nesterov ? g' + μ u : u) */                 \
  void ft_sgd_##S(int64_t n, R *w, const R *g, R *u, R rate, R momentum, int nesterov, R l2, R gradScale);            \
  /* RMSProp: v ← α v + (1−α) g'²; if m: m ← α m + (1−α) g', v̂ = max(v − m², 0), else v̂ = v; s = g'/(√v̂ + ε);        */ \
  /* if u: s = u ← μ u + s; w ← w − rate·s. m and u may be NULL.                                                      */ \
  void ft_rmsprop_##S(int64_t n, R *w, const R *g, R *v, R *m, R *u, R rate, R alpha, R epsilon, R momentum, R l2,    \
                      R gradScale);                                                                                   \
  /* AdaGrad: s ← s + g'²; w ← w − rate·g'/(√s + ε) */                                                                \
  void ft_adagrad_##S(int64_t n, R *w, const R *g, R *s, R rate, R epsilon, R l2, R gradScale);                       \
                                                                                                                      \
  /* ---- recurrent cells. One call is one time step of all B rows; the time loop is the caller's. -------------- */  \
  /* Weights wx[G·H,I], wh[G·H,H], b[G·H] (GRU: b[4·H] = r, z, n of the input, n of the state).               */      \
  /* `pack` lays them out for both directions once per update; packed holds ft_…_packed_count elements (64-byte */    \
  /* aligned) in the layout of the instruction set that packed them, which they remember.                       */    \
  /*                                                                                                            */    \
  /* RNN: h = φ(x Wxᵀ + h' Whᵀ + b), φ = activation: 0 tanh, 1 ReLU, 2 sigmoid.                                 */    \
  int64_t ft_rnn_packed_count_##S(int64_t I, int64_t H);                                                              \
  void ft_rnn_pack_##S(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed);                        \
  void ft_rnn_forward_##S(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *x,               \
                          const R *hPrevious, R *h);                                                                  \
  /* dh: whole gradient of h. Writes dPre[B,H]; dhPrevious[B,H] += dPre · Wh. */                                      \
  void ft_rnn_backward_##S(int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *h, const R *dh, \
                           R *dPre, R *dhPrevious);                                                                   \
                                                                                                                      \
  /* LSTM, gates in the order i f g o: i,f,o = σ, g = tanh of x Wxᵀ + h' Whᵀ + b; c = f c' + i g; h = o tanh c.       */ \
  /* gates[B,4H] (row = i|f|g|o, each H wide, activated), c[B,H], h[B,H] are written.                                 */ \
  int64_t ft_lstm_packed_count_##S(int64_t I, int64_t H);                                                             \
  void ft_lstm_pack_##S(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed);                       \
  void ft_lstm_forward_##S(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious,          \
                           const R *cPrevious, R *gates, R *c, R *h);                                                 \
  /* dh, dc: whole gradients of h and c except that dc lacks the part through h of this step, which is added here     */ \
  /* (dc becomes the whole gradient of c). gates: activated in, gradients of the pre-activations out (in place).      */ \
  /* dcPrevious += dc f;  dhPrevious += dGates · Wh.                                                                  */ \
  void ft_lstm_backward_##S(int64_t B, int64_t I, int64_t H, const R *packed, R *gates, const R *c,                   \
                            const R *cPrevious, const R *dh, R *dc, R *dcPrevious, R *dhPrevious);                    \
                                                                                                                      \
  /* GRU as PyTorch, order r z n: r,z = σ(x Wxᵀ + h' Whᵀ + b); m = h' Whnᵀ + b[3H…4H]; n = tanh(x Wxnᵀ + b[2H…3H] +   */ \
  /* r m); h = (1−z) n + z h'. saved[B,4H] (row = r|z|n|m) and h are written.                                         */ \
  int64_t ft_gru_packed_count_##S(int64_t I, int64_t H);                                                              \
  void ft_gru_pack_##S(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed);                        \
  void ft_gru_forward_##S(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious,           \
                          R *saved, R *h);                                                                            \
  /* saved in: r|z|n|m; out, in place: dr|dz|dn|dm, gradients of the pre-activations (dm = r·dn). dhPrevious += dh z  */ \
  /* + [dr dz dm] · Wh.                                                                                               */ \
  void ft_gru_backward_##S(int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious,            \
                           const R *dh, R *dhPrevious);                                                               \
                                                                                                                      \
  /* MGU, order f n: f = σ(x Wxᵀ + h' Whᵀ + b); r = f h'; n = tanh(x Wxnᵀ + r Whnᵀ + b[H…2H]); h = (1−f) h' + f n.    */ \
  /* saved[B,3H] (row = f|n|r) and h are written.                                                                     */ \
  int64_t ft_mgu_packed_count_##S(int64_t I, int64_t H);                                                              \
  void ft_mgu_pack_##S(int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed);                        \
  void ft_mgu_forward_##S(int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious,           \
                          R *saved, R *h);                                                                            \
  /* saved in: f|n|r; out, in place: df|dn|r, gradients of the pre-activations. scratch[2,B,H] is overwritten.        */ \
  /* dhPrevious += dh (1−f) + (dn · Whn) f + df · Whf.                                                                */ \
  void ft_mgu_backward_##S(int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious,            \
                           const R *dh, R *scratch, R *dhPrevious);

FT_DECLARE(f32, float)
FT_DECLARE(f64, double)
#undef FT_DECLARE

// ---- bfloat16 factors ----------------------------------------------------------------------------------------------
// The same products and cells with the factors of a sum rounded to bfloat16 (8 bits of mantissa, to nearest even) and
// the sums in float: up to twice as fast where the processor has instructions for it, slower with the same bits
// elsewhere. Values in memory stay float; only packed weights hold words of two factors each. States, gradients of
// pre-activations and the recurrent weights are rounded, and so are inputs and their weights from 32 inputs on; fewer
// inputs and all biases stay float. Denormal numbers count as zero. With weights packed here, ft_…_forward_f32 and
// ft_…_backward_f32 compute the steps; H <= 8192.

// Whether a layer of I inputs rounds them: from 32 on, when they are usually another layer's states and not the data,
// to 16384.
static inline int ft_bfloat16_rounds_inputs(int64_t I) { return I >= 32 && I <= 16384; }

// Whether the processor has instructions for bfloat16 products (AVX-512 BF16) and the instruction set in use includes
// them.
int ft_bfloat16_unit(void);
// For tests: whether those instructions may be used (the default is 1).
void ft_bfloat16_unit_allow(int allowed);

void ft_gemm_nn_bf16(int64_t M, int64_t N, int64_t K, const float *A, int64_t lda, const float *B, int64_t ldb,
                     float *C, int64_t ldc);
void ft_gemm_tn_bf16(int64_t M, int64_t N, int64_t K, const float *A, int64_t lda, const float *B, int64_t ldb,
                     float *C, int64_t ldc);
int64_t ft_rnn_packed_count_bf16(int64_t I, int64_t H);
void ft_rnn_pack_bf16(int64_t I, int64_t H, const float *wx, const float *wh, const float *b, float *packed);
int64_t ft_lstm_packed_count_bf16(int64_t I, int64_t H);
void ft_lstm_pack_bf16(int64_t I, int64_t H, const float *wx, const float *wh, const float *b, float *packed);
int64_t ft_gru_packed_count_bf16(int64_t I, int64_t H);
void ft_gru_pack_bf16(int64_t I, int64_t H, const float *wx, const float *wh, const float *b, float *packed);
int64_t ft_mgu_packed_count_bf16(int64_t I, int64_t H);
void ft_mgu_pack_bf16(int64_t I, int64_t H, const float *wx, const float *wh, const float *b, float *packed);

#include "ForetellHeads.h"
