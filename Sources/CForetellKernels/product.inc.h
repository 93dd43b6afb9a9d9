// Matrix products from register tiles. A tile is `rows` by `vectors` accumulators, both compile-time constants, so that
// all accumulators stay in registers; each is one sum over k in ascending order. The right-hand side is a panel: for
// each k the `vectors` vectors of adjacent columns, padded with zeros, read with unit stride.

// acc[r·width + v] += a[r·rowStride + k·stepStride] · b[k·bStride + v]; vector 2 goes to accumulator `third` (a GRU's
// candidate keeps its two products apart). One cache line is prefetched per k (`ahead`). With `words`, an element of a
// and b is a word of two bfloat16 factors.
INLINE V T(accumulate)(const int words, V a, V b, V acc) { return words ? T(dot)(a, b, acc) : FMA(a, b, acc); }
INLINE void T(chains)(const int words, const int rows, const int vectors, const int width, const int third, int64_t K,
                      const R *a, int64_t rowStride, int64_t stepStride, const R *b, int64_t bStride, ft_ahead *ahead,
                      V *acc) {
  for (int64_t k = 0; k < K; k++) {
    if (ahead) ahead_fetch(ahead);
    // The smaller of rows and vectors is held in registers and the other loaded one at a time: 16 registers are just
    // enough.
    V held[4];
    if (rows < vectors) {
      UNROLL for (int r = 0; r < rows; r++) held[r] = (V)a[r * rowStride];
      UNROLL for (int v = 0; v < vectors; v++) {
        V w = T(load)(b + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
          int j = r * width + (v == 2 ? third : v);
          acc[j] = T(accumulate)(words, held[r], w, acc[j]);
        }
      }
    } else {
      UNROLL for (int v = 0; v < vectors; v++) held[v] = T(load)(b + v * LANES);
      UNROLL for (int r = 0; r < rows; r++) {
        V s = (V)a[r * rowStride];
        UNROLL for (int v = 0; v < vectors; v++) {
          int j = r * width + (v == 2 ? third : v);
          acc[j] = T(accumulate)(words, s, held[v], acc[j]);
        }
      }
    }
    a += stepStride;
    b += bStride;
  }
}

// C[rows, vectors] += a product over K; the last vector has `last` columns.
typedef void (*T(product))(int64_t K, const R *a, int64_t aStride, const R *b, int64_t bStride, ft_ahead *ahead, R *C,
                           int64_t ldc, int64_t last);
INLINE void T(product_tile)(const int rows, const int vectors, int64_t K, const R *a, int64_t rowStride,
                            int64_t stepStride, const R *b, int64_t bStride, ft_ahead *ahead, R *C, int64_t ldc,
                            int64_t last) {
  V acc[24];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      acc[r * vectors + v] = T(load_n)(C + r * ldc + v * LANES, v == vectors - 1 ? last : LANES);
  T(chains)(WORDS, rows, vectors, vectors, 2, K, a, rowStride, stepStride, b, bStride, ahead, acc);
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      T(store_n)(C + r * ldc + v * LANES, v == vectors - 1 ? last : LANES, acc[r * vectors + v]);
}

#define ROWS_UP_TO_2(X, v) X(1, v) X(2, v)
#define ROWS_UP_TO_3(X, v) ROWS_UP_TO_2(X, v) X(3, v)
#define ROWS_UP_TO_4(X, v) ROWS_UP_TO_3(X, v) X(4, v)
#define ROWS_UP_TO_6(X, v) ROWS_UP_TO_4(X, v) X(5, v) X(6, v)
#define ROWS_UP_TO_8(X, v) ROWS_UP_TO_6(X, v) X(7, v) X(8, v)
#define ROWS_EXPANDED(X, v, most) JOIN2_EXPANDED(ROWS_UP_TO_, most)(X, v)
#define EVERY_TILE(X) \
  ROWS_EXPANDED(X, 1, ROWS_1) ROWS_EXPANDED(X, 2, ROWS_2) ROWS_EXPANDED(X, 3, ROWS_3) ROWS_EXPANDED(X, 4, ROWS_4)

// The rows of a tile come from rows of A (a has a row stride) …
#define ROW_PRODUCT(rows, vectors)                                                                                   \
  static void T(row_product_##rows##_##vectors)(int64_t K, const R *a, int64_t aStride, const R *b, int64_t bStride, \
                                                ft_ahead *ahead, R *C, int64_t ldc, int64_t last) {                  \
    if (ahead) {                                                                                                     \
      ft_ahead here = *ahead;                                                                                        \
      T(product_tile)(rows, vectors, K, a, aStride, 1, b, bStride, &here, C, ldc, last);                             \
      *ahead = here;                                                                                                 \
    } else {                                                                                                         \
      T(product_tile)(rows, vectors, K, a, aStride, 1, b, bStride, NULL, C, ldc, last);                              \
    }                                                                                                                \
  }
EVERY_TILE(ROW_PRODUCT)
#define ROW_ENTRY(rows, vectors) [vectors - 1][rows - 1] = T(row_product_##rows##_##vectors),
static const T(product) T(row_products)[4][8] = {EVERY_TILE(ROW_ENTRY)};

// … or from columns of A (a has a step stride).
#define COLUMN_PRODUCT(rows, vectors)                                                                             \
  static void T(column_product_##rows##_##vectors)(int64_t K, const R *a, int64_t aStride, const R *b,            \
                                                   int64_t bStride, ft_ahead *ahead, R *C, int64_t ldc,           \
                                                   int64_t last) {                                                \
    (void)ahead;                                                                                                  \
    T(product_tile)(rows, vectors, K, a, 1, aStride, b, bStride, NULL, C, ldc, last);                             \
  }
EVERY_TILE(COLUMN_PRODUCT)
#define COLUMN_ENTRY(rows, vectors) [vectors - 1][rows - 1] = T(column_product_##rows##_##vectors),
static const T(product) T(column_products)[4][8] = {EVERY_TILE(COLUMN_ENTRY)};

#undef ROW_PRODUCT
#undef ROW_ENTRY
#undef COLUMN_PRODUCT
#undef COLUMN_ENTRY

INLINE int64_t T(most_rows)(int64_t vectors) {
  return vectors == 1 ? ROWS_1 : vectors == 2 ? ROWS_2 : vectors == 3 ? ROWS_3 : ROWS_4;
}
INLINE int64_t T(ceiling)(int64_t a, int64_t b) { return (a + b - 1) / b; }
INLINE int64_t T(smaller)(int64_t a, int64_t b) { return a < b ? a : b; }
// The number of elements that hold n factors of a sum.
INLINE int64_t T(words)(int64_t n) { return WORDS ? (n + 1) / 2 : n; }
// The size of the next part when `total` is cut into the fewest parts of at most `most`, as equal as possible.
INLINE int64_t T(next_part)(int64_t total, int64_t most) { return T(ceiling)(total, T(ceiling)(total, most)); }

INLINE int T(all_zero)(int64_t n, const R *x) {
  for (int64_t i = 0; i < n; i += LANES) {
    V v = T(load_n)(x + i, n - i);
    for (int l = 0; l < LANES; l++)
      if (v[l] != 0) return 0;
  }
  return 1;
}

// ---- panels ----
typedef R T(quad) __attribute__((ext_vector_type(4)));
typedef R T(quad_unaligned) __attribute__((ext_vector_type(4), aligned(sizeof(R))));

// to[k·toStride + j] = from[j·ld + k] for j < n, zero for n <= j < width.
static void T(pack_transposed)(int64_t n, int64_t width, int64_t K, const R *from, int64_t ld, R *to,
                               int64_t toStride) {
  int64_t j = 0;
  for (; j + 4 <= n; j += 4) {
    const R *f = from + j * ld;
    R *t = to + j;
    int64_t k = 0;
    for (; k + 4 <= K; k += 4) {
      T(quad) a = *(const T(quad_unaligned) *)(f + k), b = *(const T(quad_unaligned) *)(f + ld + k),
              c = *(const T(quad_unaligned) *)(f + 2 * ld + k), d = *(const T(quad_unaligned) *)(f + 3 * ld + k);
      T(quad) ab0 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab1 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      T(quad) cd0 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd1 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
      *(T(quad_unaligned) *)(t + k * toStride) = __builtin_shufflevector(ab0, cd0, 0, 1, 4, 5);
      *(T(quad_unaligned) *)(t + (k + 1) * toStride) = __builtin_shufflevector(ab0, cd0, 2, 3, 6, 7);
      *(T(quad_unaligned) *)(t + (k + 2) * toStride) = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
      *(T(quad_unaligned) *)(t + (k + 3) * toStride) = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
    }
    for (; k < K; k++)
      for (int64_t i = 0; i < 4; i++) t[k * toStride + i] = f[i * ld + k];
  }
  for (; j < n; j++)
    for (int64_t k = 0; k < K; k++) to[k * toStride + j] = from[j * ld + k];
  if (j < width)
    for (int64_t k = 0; k < K; k++)
      for (int64_t i = j; i < width; i++) to[k * toStride + i] = 0;
}
// to[k·width + j] = from[k·ld + j] for j < n, zero for n <= j < width; width is a whole number of vectors.
static void T(pack_rows)(int64_t n, int64_t width, int64_t K, const R *from, int64_t ld, R *to) {
  for (int64_t k = 0; k < K; k++, from += ld, to += width)
    for (int64_t j = 0; j < width; j += LANES) T(store)(to + j, T(load_n)(from + j, n - j));
}

// C[M, n] += A · panel, for all rows of A and one panel of `vectors` vectors (n columns).
INLINE void T(panel_product)(int64_t M, int64_t n, int64_t vectors, int64_t K, const R *A, int64_t lda,
                             const R *panel, int64_t bStride, ft_ahead *ahead, R *C, int64_t ldc) {
  int64_t most = T(most_rows)(vectors), last = n - (vectors - 1) * LANES, rows;
  for (int64_t m = 0; m < M; m += rows) {
    rows = T(next_part)(M - m, most);
    T(row_products)[vectors - 1][rows - 1](K, A + m * lda, lda, panel, bStride, ahead, C + m * ldc, ldc,
                                               last);
  }
}

#define PANEL_SCRATCH (32768 / (int)sizeof(R))

#if WORDS
#include "words.inc.h"
#else

INLINE void T(gemm_by_panels)(const int transposed, int64_t M, int64_t N, int64_t K, const R *A, int64_t lda,
                              const R *B, int64_t ldb, R *C, int64_t ldc) {
  R scratch[PANEL_SCRATCH] __attribute__((aligned(64)));
  int64_t n, vectors;
  for (int64_t j = 0; j < N; j += n) {
    vectors = T(next_part)(T(ceiling)(N - j, LANES), 4);
    n = T(smaller)(N - j, vectors * LANES);
    int64_t width = vectors * LANES;
    if (!transposed && n == width && M <= T(most_rows)(vectors)) {
      T(panel_product)(M, n, vectors, K, A, lda, B + j, ldb, NULL, C + j, ldc);
      continue;
    }
    int64_t most = PANEL_SCRATCH / width, depth;
    for (int64_t k = 0; k < K; k += depth) {
      depth = T(next_part)(K - k, most);
      if (transposed)
        T(pack_transposed)(n, width, depth, B + j * ldb + k, ldb, scratch, width);
      else
        T(pack_rows)(n, width, depth, B + k * ldb + j, ldb, scratch);
      T(panel_product)(M, n, vectors, depth, A + k, lda, scratch, width, NULL, C + j, ldc);
    }
  }
}
static void T(gemm_nn)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                       int64_t ldc) {
  T(gemm_by_panels)(0, M, N, K, A, lda, B, ldb, C, ldc);
}
static void T(gemm_nt)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                       int64_t ldc) {
  T(gemm_by_panels)(1, M, N, K, A, lda, B, ldb, C, ldc);
}

// ---- weight gradients: the sum runs over the rows of both factors ----
#define DEPTH (512 / (int)sizeof(R))
#define STRIP 96
#define FAR 2048
#define CHUNK (512 / VECTOR_BYTES)  // vectors of B that are packed at once: 128 floats

// C[N, M]ᵀ: with few columns the vectors run along the rows of C instead.
static void T(gemm_tn_swapped)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                               int64_t ldc) {
  R scratch[PANEL_SCRATCH] __attribute__((aligned(64)));
  R tile[24 * LANES] __attribute__((aligned(64)));
  int64_t n, rows, widest = 4;
  // A is read in place when few tiles need it; with narrow vectors only one tile, because each would use too little of
  // a cache line.
  const int64_t tilesInPlace = VECTOR_BYTES == 64 ? 2 : 1;
  while (VECTOR_BYTES == 64 && widest > 2 && N > T(most_rows)(widest)) widest--;
  for (int64_t i = 0; i < M; i += n) {
    int64_t vectors = T(next_part)(T(ceiling)(M - i, LANES), widest), width = vectors * LANES;
    n = T(smaller)(M - i, width);
    int64_t most = T(most_rows)(vectors), last = n - (vectors - 1) * LANES;
    int direct = n == width && N <= tilesInPlace * most;
    int64_t mostDeep = direct ? K : PANEL_SCRATCH / width, depth;
    for (int64_t k = 0; k < K; k += depth) {
      depth = direct ? K : T(next_part)(K - k, mostDeep);
      const R *panel = A + k * lda + i;
      int64_t stride = lda;
      if (!direct) {
        T(pack_rows)(n, width, depth, panel, lda, scratch);
        panel = scratch;
        stride = width;
      }
      for (int64_t j = 0; j < N; j += rows) {
        rows = T(next_part)(N - j, most);
        for (int64_t r = 0; r < rows; r++)
          for (int64_t x = 0; x < n; x++) tile[r * width + x] = C[(i + x) * ldc + j + r];
        T(column_products)[vectors - 1][rows - 1](depth, B + k * ldb + j, ldb, panel, stride, NULL, tile, width,
                                                     last);
        for (int64_t r = 0; r < rows; r++)
          for (int64_t x = 0; x < n; x++) C[(i + x) * ldc + j + r] = tile[r * width + x];
      }
    }
  }
}

static void T(gemm_tn)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                       int64_t ldc) {
  // Rows of zeros add nothing and are skipped: the state before a sequence's first step is zero (the last rows when the
  // sequence is read backwards).
  while (K > 0 && T(all_zero)(N, B)) {
    A += lda;
    B += ldb;
    K--;
  }
  while (K > 0 && T(all_zero)(N, B + (K - 1) * ldb)) K--;
  if (K == 0) return;
  if (5 * N * T(ceiling)(M, LANES) < 4 * M * T(ceiling)(N, LANES)) {
    T(gemm_tn_swapped)(M, N, K, A, lda, B, ldb, C, ldc);
    return;
  }
  R scratch[DEPTH * CHUNK * LANES] __attribute__((aligned(64)));
  R left[DEPTH * STRIP] __attribute__((aligned(64)));
  int64_t chunk, depth, rows;
  for (int64_t j = 0; j < N; j += chunk) {
    chunk = T(smaller)(N - j, T(next_part)(T(ceiling)(N - j, LANES), CHUNK) * LANES);
    int64_t chunkVectors = T(ceiling)(chunk, LANES);
    int64_t widest = T(next_part)(chunkVectors, 4), most = T(most_rows)(widest);
    for (int64_t k = 0; k < K; k += depth) {
      depth = T(next_part)(K - k, DEPTH);
      for (int64_t v = 0, part; v < chunkVectors; v += part) {
        part = T(next_part)(chunkVectors - v, 4);
        int64_t n = T(smaller)(chunk - v * LANES, part * LANES);
        T(pack_rows)(n, part * LANES, depth, B + k * ldb + j + v * LANES, ldb, scratch + v * LANES * depth);
      }
      for (int64_t i = 0, strip; i < M; i += strip) {
        // Rows far apart in memory share few cache sets and pages, so a strip of them is first copied together.
        const R *a = A + k * lda + i;
        int64_t stride = lda;
        strip = M;
        if (lda * (int64_t)sizeof(R) >= FAR) {
          strip = T(smaller)(M - i, STRIP);
          stride = T(ceiling)(strip, LANES) * LANES;
          T(pack_rows)(strip, stride, depth, a, lda, left);
          a = left;
        }
        for (int64_t m = 0; m < strip; m += rows) {
          rows = T(next_part)(strip - m, most);
          for (int64_t v = 0, part; v < chunkVectors; v += part) {
            part = T(next_part)(chunkVectors - v, 4);
            int64_t n = T(smaller)(chunk - v * LANES, part * LANES);
            T(column_products)[part - 1][rows - 1](depth, a + m, stride, scratch + v * LANES * depth, part * LANES, NULL,
                                                   C + (i + m) * ldc + j + v * LANES, ldc, n - (part - 1) * LANES);
          }
        }
      }
    }
  }
}
#undef DEPTH
#undef STRIP
#undef FAR
#undef CHUNK
#endif
