// Large products by seven half-size products instead of eight (Strassen 1969), in Winograd's form with fifteen additions:
//
//   S1 = A21 + A22   S2 = S1 - A11    S3 = A11 - A21   S4 = A12 - S2
//   T1 = B12 - B11   T2 = B22 - T1    T3 = B22 - B12   T4 = B21 - T2
//   C11 = A11 B11 + A12 B21
//   U2  = A11 B11 + S2 T2      U3 = U2 + S3 T3      P5 = S1 T1
//   C12 = U2 + P5 + S4 B22     C21 = U3 + A22 T4    C22 = U3 + P5
//
// The sums go on in the accumulators. Each element is still one fixed order of operations, the same for every
// instruction set; the error is bounded by the norms of the factors instead of element by element.

// What a tile starts from and where it goes; tiles in scratch memory are rows · vectors vectors side by side.
typedef struct {
  const R *from;  // in scratch; zero if absent
  R *to;          // in scratch, if present: the tile
  const R *plus;  // in scratch, if present: added to the tile for `out`
  R *out;         // if present: the tile is added to it, or written if `isNew`
  int64_t outStride;
  int isNew;
} T(tile_ends);
typedef void (*T(tile_chain))(int64_t K, const R *a, int64_t aStride, const R *b, int64_t bStride,
                              const T(tile_ends) *ends);
INLINE void T(tile_chain_of)(const int rows, const int vectors, int64_t K, const R *a, int64_t rowStride,
                             int64_t stepStride, const R *b, int64_t bStride, const T(tile_ends) *ends) {
  V acc[24];
  const R *from = ends->from;
  if (from)
    UNROLL for (int j = 0; j < rows * vectors; j++) acc[j] = T(load)(from + j * LANES);
  else
    UNROLL for (int j = 0; j < rows * vectors; j++) acc[j] = (V)(R)0;
  T(chains)(rows, vectors, vectors, 2, K, a, rowStride, stepStride, b, bStride, NULL, acc);
  if (ends->to) UNROLL for (int j = 0; j < rows * vectors; j++) T(store)(ends->to + j * LANES, acc[j]);
  if (!ends->out) return;
  if (ends->plus) UNROLL for (int j = 0; j < rows * vectors; j++) acc[j] += T(load)(ends->plus + j * LANES);
  R *out = ends->out;
  if (ends->isNew)
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++) T(store)(out + r * ends->outStride + v * LANES, acc[r * vectors + v]);
  else
    UNROLL for (int r = 0; r < rows; r++)
      UNROLL for (int v = 0; v < vectors; v++) {
        R *c = out + r * ends->outStride + v * LANES;
        T(store)(c, T(load)(c) + acc[r * vectors + v]);
      }
}
#define COLUMN_CHAIN(rows, vectors)                                                                           \
  static void T(column_chain_##rows##_##vectors)(int64_t K, const R *a, int64_t aStride, const R *b,          \
                                                 int64_t bStride, const T(tile_ends) *ends) {                 \
    T(tile_chain_of)(rows, vectors, K, a, 1, aStride, b, bStride, ends);                                      \
  }
EVERY_TILE(COLUMN_CHAIN)
#define COLUMN_CHAIN_ENTRY(rows, vectors) [vectors - 1][rows - 1] = T(column_chain_##rows##_##vectors),
static const T(tile_chain) T(column_chains)[4][8] = {EVERY_TILE(COLUMN_CHAIN_ENTRY)};
#undef COLUMN_CHAIN
#undef COLUMN_CHAIN_ENTRY

// Worth it from here on; the halves' rows are whole vectors of every instruction set.
INLINE int T(is_for_strassen)(int64_t M, int64_t N, int64_t K) {
  return M >= 128 && N >= 128 && K >= 64 && M % 32 == 0 && N % 32 == 0 && K % 2 == 0;
}

#define DEPTH (256 / (int)sizeof(R))
#define STRIP 96
#define COLUMNS (256 / (int)sizeof(R))

// C[M, N] += A[K, M]ᵀ · B[K, N]
static void T(strassen_tn)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                           int64_t ldc) {
  R right[7][DEPTH * COLUMNS] __attribute__((aligned(64)));
  R left[7][DEPTH * STRIP] __attribute__((aligned(64)));
  R U[STRIP * COLUMNS] __attribute__((aligned(64)));
  R P5[STRIP * COLUMNS] __attribute__((aligned(64)));
  R sum[STRIP * COLUMNS] __attribute__((aligned(64)));
  enum { A11, A12, A22, S1, S2, S3, S4 };
  enum { B11, B21, B22, T1, T2, T3, T4 };
  const int64_t M2 = M / 2, N2 = N / 2, K2 = K / 2;
  int64_t columns, depth, strip, rows;
  for (int64_t j = 0; j < N2; j += columns) {
    columns = T(smaller)(N2 - j, COLUMNS);
    for (int64_t k = 0; k < K2; k += depth) {
      depth = T(next_part)(K2 - k, DEPTH);
      for (int64_t v = 0, part; v < columns / LANES; v += part) {
        part = T(next_part)(columns / LANES - v, 4);
        int64_t to = v * LANES * depth;
        for (int64_t d = 0; d < depth; d++)
          for (int64_t p = 0; p < part; p++, to += LANES) {
            const R *b = B + (k + d) * ldb + j + (v + p) * LANES;
            V b11 = T(load)(b), b12 = T(load)(b + N2), b21 = T(load)(b + K2 * ldb), b22 = T(load)(b + K2 * ldb + N2);
            V t1 = b12 - b11, t2 = b22 - t1;
            T(store)(right[B11] + to, b11);
            T(store)(right[B21] + to, b21);
            T(store)(right[B22] + to, b22);
            T(store)(right[T1] + to, t1);
            T(store)(right[T2] + to, t2);
            T(store)(right[T3] + to, b22 - b12);
            T(store)(right[T4] + to, b21 - t2);
          }
      }
      for (int64_t i = 0; i < M2; i += strip) {
        strip = T(smaller)(M2 - i, STRIP);
        for (int64_t d = 0; d < depth; d++)
          for (int64_t m = 0; m < strip; m += LANES) {
            const int64_t n = strip - m, to = d * STRIP + m;
            const R *a = A + (k + d) * lda + i + m;
            V a11 = T(load_n)(a, n), a21 = T(load_n)(a + M2, n), a12 = T(load_n)(a + K2 * lda, n),
              a22 = T(load_n)(a + K2 * lda + M2, n);
            V s1 = a21 + a22, s2 = s1 - a11;
            T(store_n)(left[A11] + to, n, a11);
            T(store_n)(left[A12] + to, n, a12);
            T(store_n)(left[A22] + to, n, a22);
            T(store_n)(left[S1] + to, n, s1);
            T(store_n)(left[S2] + to, n, s2);
            T(store_n)(left[S3] + to, n, a11 - a21);
            T(store_n)(left[S4] + to, n, a12 - s2);
          }
        for (int64_t v = 0, part; v < columns / LANES; v += part) {
          part = T(next_part)(columns / LANES - v, 4);
          const int64_t width = part * LANES, most = T(most_rows)(part);
          const R *const b = &right[0][v * LANES * depth];
          R *const c11 = C + i * ldc + j + v * LANES, *const c12 = c11 + N2, *const c21 = c11 + M2 * ldc,
                   *const c22 = c21 + N2;
          #define CHAIN(l, r, ...)                                                                      \
            for (int64_t m = 0, at = 0; m < strip; m += rows, at = m * width) {                                 \
              rows = T(next_part)(strip - m, most);                                                     \
              T(column_chains)[part - 1][rows - 1](depth, left[l] + m, STRIP, b + r * DEPTH * COLUMNS, width, \
                                                   &(T(tile_ends)){__VA_ARGS__});                       \
            }
          CHAIN(A11, B11, .to = U + at)
          CHAIN(A12, B21, .from = U + at, .out = c11 + m * ldc, .outStride = ldc)
          CHAIN(S2, T2, .from = U + at, .to = U + at)
          CHAIN(S1, T1, .to = P5 + at, .plus = U + at, .out = sum + at, .outStride = width, .isNew = 1)
          CHAIN(S4, B22, .from = sum + at, .out = c12 + m * ldc, .outStride = ldc)
          CHAIN(S3, T3, .from = U + at, .to = U + at, .plus = P5 + at, .out = c22 + m * ldc, .outStride = ldc)
          CHAIN(A22, T4, .from = U + at, .out = c21 + m * ldc, .outStride = ldc)
          #undef CHAIN
        }
      }
    }
  }
}
#undef DEPTH
#undef STRIP
#undef COLUMNS
