// Products whose factors are rounded to bfloat16 and whose sums are floats; a word is a pair of factors, see `dot` in
// vector.inc.h.

typedef uint16_t __attribute__((may_alias)) T(half_word);
typedef uint32_t __attribute__((may_alias)) T(word);

// Rounds to nearest, ties to even; a denormal number becomes zero and NaN a quiet NaN, like the processor's instruction
// does.
INLINE uint32_t T(rounded)(const R *from) {
  const uint32_t bits = *(const T(word) *)from, magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return bits >> 16 | 0x40u;
  if (magnitude < 0x00800000u) return bits >> 16 & 0x8000u;
  return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
}

// Packs a row of n factors into words; the last of an odd number is paired with a zero.
static void T(words_of_row)(int64_t n, const R *from, R *to) {
#if DOT_UNIT
  for (int64_t i = 0; i < n; i += 2 * LANES) {
    const V low = T(load_n)(from + i, n - i);
    const V high = n - i > LANES ? T(load_n)(from + i + LANES, n - i - LANES) : (V)(R)0;
    T(store_n)(to + i / 2, T(words)(n - i), (V)_mm512_cvtne2ps_pbh((__m512)high, (__m512)low));
  }
#else
  for (int64_t i = 0; i < n; i++) ((T(half_word) *)to)[i] = (uint16_t)T(rounded)(from + i);
  if (n & 1) ((T(half_word) *)to)[n] = 0;
#endif
}

// to[j] = the word of even[j] and odd[j] (zero if null) for j < n, zero for n <= j < width.
static void T(words_of_rows)(int64_t n, int64_t width, const R *even, const R *odd, R *to) {
#if DOT_UNIT
  static const uint16_t order[32] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                     8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  const __m512i index = _mm512_loadu_si512(order);
  for (int64_t j = 0; j < width; j += LANES) {
    if (j >= n) {
      T(store)(to + j, (V)(R)0);
      continue;
    }
    const V low = T(load_n)(even + j, n - j), high = odd ? T(load_n)(odd + j, n - j) : (V)(R)0;
    const __m512i halves = (__m512i)_mm512_cvtne2ps_pbh((__m512)high, (__m512)low);
    T(store)(to + j, (V)_mm512_permutexvar_epi16(index, halves));
  }
#else
  for (int64_t j = 0; j < n; j++)
    ((T(word) *)to)[j] = T(rounded)(even + j) | (odd ? T(rounded)(odd + j) << 16 : 0u);
  for (int64_t j = n; j < width; j++) to[j] = 0;
#endif
}

// to[k·toStride + j] = word k of row j of from[n, K], zero for n <= j < width.
static void T(pack_transposed_words)(int64_t n, int64_t width, int64_t K, const R *from, int64_t ld, R *to,
                                     int64_t toStride) {
  enum { CHUNK_WORDS = 64 };
  R scratch[4 * LANES * CHUNK_WORDS] __attribute__((aligned(64)));
  for (int64_t k = 0; k < K; k += 2 * CHUNK_WORDS) {
    const int64_t depth = T(smaller)(K - k, 2 * CHUNK_WORDS);
    for (int64_t j = 0; j < n; j++) T(words_of_row)(depth, from + j * ld + k, scratch + j * CHUNK_WORDS);
    T(pack_transposed)(n, width, T(words)(depth), scratch, CHUNK_WORDS, to + k / 2 * toStride, toStride);
  }
}
// to[k·width + j] = the word of rows 2k and 2k + 1 of from[K, n], zero for n <= j < width.
static void T(pack_row_words)(int64_t n, int64_t width, int64_t K, const R *from, int64_t ld, R *to) {
  for (int64_t k = 0; k < K; k += 2, from += 2 * ld, to += width)
    T(words_of_rows)(n, width, from, k + 1 < K ? from + ld : NULL, to);
}

// C[M, N] += A[M, K] · B[K, N]
static void T(gemm_nn)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                       int64_t ldc) {
  enum { ROWS = 128, DEPTH = 256 };
  R left[ROWS * DEPTH / 2] __attribute__((aligned(64)));
  R panel[DEPTH / 2 * 4 * LANES] __attribute__((aligned(64)));
  for (int64_t m = 0, rows; m < M; m += rows) {
    rows = T(smaller)(M - m, ROWS);
    for (int64_t k = 0, depth; k < K; k += depth) {
      depth = T(smaller)(K - k, DEPTH);
      const int64_t words = T(words)(depth);
      for (int64_t r = 0; r < rows; r++) T(words_of_row)(depth, A + (m + r) * lda + k, left + r * words);
      for (int64_t j = 0, n; j < N; j += n) {
        const int64_t vectors = T(next_part)(T(ceiling)(N - j, LANES), 4), width = vectors * LANES;
        n = T(smaller)(N - j, width);
        T(pack_row_words)(n, width, depth, B + k * ldb + j, ldb, panel);
        T(panel_product)(rows, n, vectors, words, left, words, panel, width, NULL, C + m * ldc + j, ldc);
      }
    }
  }
}

// C[M, N] += A[K, M]ᵀ · B[K, N]
static void T(gemm_tn)(int64_t M, int64_t N, int64_t K, const R *A, int64_t lda, const R *B, int64_t ldb, R *C,
                       int64_t ldc) {
  enum { DEPTH = 128, STRIP = 96, COLUMNS = 128 };
  R right[DEPTH * COLUMNS] __attribute__((aligned(64)));
  R left[DEPTH * STRIP] __attribute__((aligned(64)));
  // Rows of zeros add nothing and are skipped: the state before a sequence's first step is zero (the last rows when the
  // sequence is read backwards).
  while (K > 0 && T(all_zero)(N, B)) {
    A += lda;
    B += ldb;
    K--;
  }
  while (K > 0 && T(all_zero)(N, B + (K - 1) * ldb)) K--;
  for (int64_t j = 0, columns; j < N; j += columns) {
    columns = T(smaller)(N - j, COLUMNS);
    const int64_t vectors = T(ceiling)(columns, LANES), most = T(most_rows)(T(next_part)(vectors, 4));
    for (int64_t k = 0, depth; k < K; k += depth) {
      depth = T(smaller)(K - k, 2 * DEPTH);
      const int64_t words = T(words)(depth);
      for (int64_t v = 0, part; v < vectors; v += part) {
        part = T(next_part)(vectors - v, 4);
        T(pack_row_words)(T(smaller)(columns - v * LANES, part * LANES), part * LANES, depth,
                          B + k * ldb + j + v * LANES, ldb, right + v * LANES * words);
      }
      for (int64_t i = 0, strip; i < M; i += strip) {
        strip = T(smaller)(M - i, STRIP);
        const int64_t stride = T(ceiling)(strip, LANES) * LANES;
        T(pack_row_words)(strip, stride, depth, A + k * lda + i, lda, left);
        for (int64_t m = 0, rows; m < strip; m += rows) {
          rows = T(next_part)(strip - m, most);
          for (int64_t v = 0, part; v < vectors; v += part) {
            part = T(next_part)(vectors - v, 4);
            const int64_t n = T(smaller)(columns - v * LANES, part * LANES);
            T(column_products)[part - 1][rows - 1](words, left + m, stride, right + v * LANES * words, part * LANES,
                                                   NULL, C + (i + m) * ldc + j + v * LANES, ldc,
                                                   n - (part - 1) * LANES);
          }
        }
      }
    }
  }
}
