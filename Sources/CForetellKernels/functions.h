// The list of all kernels: X(return type, name, parameters, arguments). Declarations, tables and the public entry
// points are all generated from it. R is the scalar type; the including file adds the suffix.
//
// Kernels whose data layout is the same for every instruction set:
#define FT_PRODUCT_FUNCTIONS(X, R)                                                                                    \
  X(void, gemm_nn,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))                                                                                \
  X(void, gemm_tn,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))
#define FT_PLAIN_FUNCTIONS(X, R)                                                                                      \
  FT_PRODUCT_FUNCTIONS(X, R)                                                                                          \
  X(void, gemm_nt,                                                                                                    \
    (int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C, int64_t ldc),           \
    (M, N, K, A, lda, B, ldb, C, ldc))                                                                                \
  X(void, column_sums, (int64_t M, int64_t N, const R *A, int64_t lda, R *y), (M, N, A, lda, y))                      \
  X(void, broadcast_rows, (int64_t M, int64_t N, const R *bias, R *C, int64_t ldc), (M, N, bias, C, ldc))             \
  X(void, exp, (int64_t n, const R *x, R *y), (n, x, y))                                                              \
  X(void, sigmoid, (int64_t n, const R *x, R *y), (n, x, y))                                                          \
  X(void, tanh, (int64_t n, const R *x, R *y), (n, x, y))                                                             \
  X(void, fill, (int64_t n, R value, R *y), (n, value, y))                                                            \
  X(void, copy, (int64_t n, const R *x, R *y), (n, x, y))                                                             \
  X(void, add, (int64_t n, const R *x, R *y), (n, x, y))                                                              \
  X(void, scale, (int64_t n, R a, R *y), (n, a, y))                                                                   \
  X(void, add_scaled, (int64_t n, R a, const R *x, R *y), (n, a, x, y))                                               \
  X(void, multiply, (int64_t n, const R *x, const R *z, R *y), (n, x, z, y))                                          \
  X(void, multiply_add, (int64_t n, const R *x, const R *z, R *y), (n, x, z, y))                                      \
  X(double, sum_squares, (int64_t n, const R *x), (n, x))                                                             \
  X(void, adam,                                                                                                       \
    (int64_t n, R *w, const R *g, R *m, R *v, R rate, R beta1, R beta2, R epsilon, R correction1, R correction2,      \
     R decay, R l2, R gradScale),                                                                                     \
    (n, w, g, m, v, rate, beta1, beta2, epsilon, correction1, correction2, decay, l2, gradScale))                     \
  X(void, sgd,                                                                                                        \
    (int64_t n, R *w, const R *g, R *u, R rate, R momentum, int nesterov, R l2, R gradScale),                         \
    (n, w, g, u, rate, momentum, nesterov, l2, gradScale))                                                            \
  X(void, rmsprop,                                                                                                    \
    (int64_t n, R *w, const R *g, R *v, R *m, R *u, R rate, R alpha, R epsilon, R momentum, R l2, R gradScale),       \
    (n, w, g, v, m, u, rate, alpha, epsilon, momentum, l2, gradScale))                                                \
  X(void, adagrad, (int64_t n, R *w, const R *g, R *s, R rate, R epsilon, R l2, R gradScale),                         \
    (n, w, g, s, rate, epsilon, l2, gradScale))

// Kernels of packed weights, whose layout depends on the instruction set that packed them:
#define FT_COUNT_FUNCTIONS(X, R)  \
  X(int64_t, rnn_packed_count, (int64_t I, int64_t H), (I, H))                                                        \
  X(int64_t, lstm_packed_count, (int64_t I, int64_t H), (I, H))                                                       \
  X(int64_t, gru_packed_count, (int64_t I, int64_t H), (I, H))                                                        \
  X(int64_t, mgu_packed_count, (int64_t I, int64_t H), (I, H))
#define FT_PACK_FUNCTIONS(X, R)  \
  X(void, rnn_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, lstm_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                         \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, gru_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))                                                                                        \
  X(void, mgu_pack, (int64_t I, int64_t H, const R *wx, const R *wh, const R *b, R *packed),                          \
    (I, H, wx, wh, b, packed))
#define FT_STEP_FUNCTIONS(X, R)  \
  X(void, rnn_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *x, const R *hPrevious, R *h),         \
    (B, I, H, activation, packed, x, hPrevious, h))                                                                   \
  X(void, rnn_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, int activation, const R *packed, const R *h, const R *dh, R *dPre,              \
     R *dhPrevious),                                                                                                  \
    (B, I, H, activation, packed, h, dh, dPre, dhPrevious))                                                           \
  X(void, lstm_forward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, const R *cPrevious, R *gates,  \
     R *c, R *h),                                                                                                     \
    (B, I, H, packed, x, hPrevious, cPrevious, gates, c, h))                                                          \
  X(void, lstm_backward,                                                                                              \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *gates, const R *c, const R *cPrevious, const R *dh, R *dc,  \
     R *dcPrevious, R *dhPrevious),                                                                                   \
    (B, I, H, packed, gates, c, cPrevious, dh, dc, dcPrevious, dhPrevious))                                           \
  X(void, gru_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved, R *h),               \
    (B, I, H, packed, x, hPrevious, saved, h))                                                                        \
  X(void, gru_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious, const R *dh, R *dhPrevious),     \
    (B, I, H, packed, saved, hPrevious, dh, dhPrevious))                                                              \
  X(void, mgu_forward,                                                                                                \
    (int64_t B, int64_t I, int64_t H, const R *packed, const R *x, const R *hPrevious, R *saved, R *h),               \
    (B, I, H, packed, x, hPrevious, saved, h))                                                                        \
  X(void, mgu_backward,                                                                                               \
    (int64_t B, int64_t I, int64_t H, const R *packed, R *saved, const R *hPrevious, const R *dh, R *scratch,         \
     R *dhPrevious),                                                                                                  \
    (B, I, H, packed, saved, hPrevious, dh, scratch, dhPrevious))

#define FT_FUNCTIONS(X, R) \
  FT_PLAIN_FUNCTIONS(X, R) FT_COUNT_FUNCTIONS(X, R) FT_PACK_FUNCTIONS(X, R) FT_STEP_FUNCTIONS(X, R)

// Variants with factors rounded to bfloat16; all values in memory are floats:
#define FT_WORD_FUNCTIONS(X, R) \
  FT_PRODUCT_FUNCTIONS(X, R) FT_COUNT_FUNCTIONS(X, R) FT_PACK_FUNCTIONS(X, R) FT_STEP_FUNCTIONS(X, R)

// One table per instruction set.
#define FT_MEMBER_F32(type, name, parameters, arguments) type(*name##_f32) parameters;
#define FT_MEMBER_F64(type, name, parameters, arguments) type(*name##_f64) parameters;
typedef struct {
  FT_FUNCTIONS(FT_MEMBER_F32, float)
  FT_FUNCTIONS(FT_MEMBER_F64, double)
} ft_table;
#define FT_MEMBER_BF16(type, name, parameters, arguments) type(*name##_bf16) parameters;
typedef struct {
  FT_WORD_FUNCTIONS(FT_MEMBER_BF16, float)
} ft_word_table;

extern const ft_table ft_table_portable;
extern const ft_word_table ft_word_table_portable;
#if defined(__x86_64__)
extern const ft_table ft_table_avx2;
extern const ft_word_table ft_word_table_avx2;
extern const ft_table ft_table_avx512;
extern const ft_word_table ft_word_table_avx512;
extern const ft_word_table ft_word_table_avx512bf16;
#endif
