// Vectors of one scalar type: loads and stores with a count, fused multiply-add, exponential, sigmoid, tanh.
#define LANES (VECTOR_BYTES / (int)sizeof(R))
#define V T(vector)
#define UV T(bits)
typedef R V __attribute__((ext_vector_type(LANES)));
typedef UINT UV __attribute__((ext_vector_type(LANES)));
typedef R T(unaligned) __attribute__((ext_vector_type(LANES), aligned(sizeof(R))));

#define FMA(a, b, c) __builtin_elementwise_fma((V)(a), (V)(b), (V)(c))

INLINE V T(load)(const R *p) { return *(const T(unaligned) *)p; }
INLINE void T(store)(R *p, V v) { *(T(unaligned) *)p = v; }

#if MASKED == 256
// n ones followed by zeros, read at an offset as the mask of a partial load or store.
static const SINT T(window)[2 * LANES] = {
  #if SCALAR_IS_DOUBLE
    -1, -1, -1, -1, 0, 0, 0, 0,
  #else
    -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0,
  #endif
};
#endif

// Loads the first n (at least 1) lanes; the others are zero and their memory is not read.
INLINE V T(load_n)(const R *p, int64_t n) {
  if (n >= LANES) return T(load)(p);
#if MASKED == 512
  #if SCALAR_IS_DOUBLE
  return (V)_mm512_maskz_loadu_pd((__mmask8)((1u << n) - 1), p);
  #else
  return (V)_mm512_maskz_loadu_ps((__mmask16)((1u << n) - 1), p);
  #endif
#elif MASKED == 256
  __m256i mask = _mm256_loadu_si256((const __m256i *)(T(window) + LANES - n));
  #if SCALAR_IS_DOUBLE
  return (V)_mm256_maskload_pd(p, mask);
  #else
  return (V)_mm256_maskload_ps(p, mask);
  #endif
#else
  V v = (V)(R)0;
  for (int64_t i = 0; i < n; i++) v[i] = p[i];
  return v;
#endif
}
INLINE void T(store_n)(R *p, int64_t n, V v) {
  if (n >= LANES) {
    T(store)(p, v);
    return;
  }
#if MASKED == 512
  #if SCALAR_IS_DOUBLE
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << n) - 1), (__m512d)v);
  #else
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << n) - 1), (__m512)v);
  #endif
#elif MASKED == 256
  __m256i mask = _mm256_loadu_si256((const __m256i *)(T(window) + LANES - n));
  #if SCALAR_IS_DOUBLE
  _mm256_maskstore_pd(p, mask, (__m256d)v);
  #else
  _mm256_maskstore_ps(p, mask, (__m256)v);
  #endif
#else
  for (int64_t i = 0; i < n; i++) p[i] = v[i];
#endif
}

// A word holds the bfloat16 factors of two neighbouring terms of a sum in the 32 bits of a float, the even term's in
// the low half. Their products are added by two fused multiply-adds, the odd term's first, like the instruction
// vdpbf16ps does; it takes denormal numbers as zero, so these kernels run with flush-to-zero (x86-64 and 64-bit Arm).
INLINE V T(dot)(V a, V b, V acc) {
#if SCALAR_IS_DOUBLE || !WORDS
  (void)a, (void)b;
  return acc;  // no words in this instance
#elif DOT_UNIT
  return (V)_mm512_dpbf16_ps((__m512)acc, (__m512bh)a, (__m512bh)b);
#else
  const UV high = (UV)(UINT)0xffff0000u, half = (UV)(UINT)16;
  acc = FMA((V)((UV)a & high), (V)((UV)b & high), acc);
  return FMA((V)((UV)a << half), (V)((UV)b << half), acc);
#endif
}

// ---- exponential and functions of it ----
// e^y = 2^n (1 + q), n = round(y / ln 2), q = e^r - 1 for |r| <= ln 2 / 2 by a polynomial interpolated at Chebyshev
// nodes (relative error 1e-8 and 1.6e-17). Adding MAGIC (1.5 times 2^mantissa bits, plus the exponent's bias) rounds to
// an integer and leaves n plus the bias in the low bits; a shift makes 2^n of them. n = 128 (1024) gives infinity,
// n = -127 (-1023) zero, which is right for the two quotients below.
#if SCALAR_IS_DOUBLE
  #define SIGN 0x8000000000000000u
  #define MANTISSA 52
  #define LOG2E 0x1.71547652b82fep+0
  #define MAGIC 6755399441056767.0
  #define LN2HI 0x1.62e42fefa39efp-1
  #define LN2LO 0x1.abc9e3b39803fp-56
  #define SIGMOID_MAX 710.0
  #define SIGMOID_MIN -709.0
  #define TANH_MAX 40.0
  #define EXP_MAX 710.0
  #define EXP_MIN -746.0
#else
  #define SIGN 0x80000000u
  #define MANTISSA 23
  #define LOG2E 0x1.715476p+0f
  #define MAGIC 12583039.0f
  #define LN2HI 0x1.62e43p-1f
  #define LN2LO -0x1.05c61p-29f
  #define SIGMOID_MAX 89.0f
  #define SIGMOID_MIN -88.0f
  #define TANH_MAX 20.0f
  #define EXP_MAX 89.0f
  #define EXP_MIN -104.0f
#endif

INLINE V T(exp_minus_one_reduced)(V y, V t) {
  V n = t - (V)(R)MAGIC;
  V r = FMA(n, (R)-LN2HI, y);
  r = FMA(n, (R)-LN2LO, r);
#if SCALAR_IS_DOUBLE
  V q = FMA(0x1.af39789bfd689p-26, r, 0x1.28922d8c8d4fbp-22);
  q = FMA(q, r, 0x1.71de0d573888bp-19);
  q = FMA(q, r, 0x1.a019b87f7a6e9p-16);
  q = FMA(q, r, 0x1.a01a01a7da98dp-13);
  q = FMA(q, r, 0x1.6c16c178b0646p-10);
  q = FMA(q, r, 0x1.1111111110996p-7);
  q = FMA(q, r, 0x1.5555555553d05p-5);
  q = FMA(q, r, 0x1.5555555555556p-3);
  q = FMA(q, r, 0x1.0000000000001p-1);
#else
  V q = FMA(0x1.6d11fep-10f, r, 0x1.120c62p-7f);
  q = FMA(q, r, 0x1.555518p-5f);
  q = FMA(q, r, 0x1.5554dcp-3f);
  q = FMA(q, r, 0.5f);
#endif
  return FMA(r * r, q, r);
}
INLINE V T(power_of_two)(V t) { return (V)((UV)t << (UV)(UINT)MANTISSA); }

// The comparisons are written so that NaN stays NaN.
INLINE V T(at_most)(V x, R bound) { return (V)bound < x ? (V)bound : x; }
INLINE V T(at_least)(V x, R bound) { return (V)bound > x ? (V)bound : x; }

// 1 / (1 + e^-x): error below 2.5 ulp. The sign of x goes into constants, which costs no instruction.
INLINE V T(sigmoid_of)(V x) {
  V y = T(at_most)(T(at_least)(x, -SIGMOID_MAX), -SIGMOID_MIN);
  V t = FMA(y, -(R)LOG2E, (R)MAGIC);
  V e = T(exp_minus_one_reduced)(-y, t) + (V)(R)1;
  return (V)(R)1 / FMA(e, T(power_of_two)(t), (R)1);
}
// E / (E + 2), E = e^2|x| - 1, with the sign of x: error below 2.5 ulp, tiny x included.
INLINE V T(tanh_of)(V x) {
  V a = (V)((UV)x & ~(UV)(UINT)SIGN);
  V y = T(at_most)(a + a, TANH_MAX);
  V t = FMA(y, (R)LOG2E, (R)MAGIC);
  V s = T(power_of_two)(t);
  V e = FMA(s, T(exp_minus_one_reduced)(y, t), s - (V)(R)1);
  return (V)((UV)(e / (e + (V)(R)2)) | ((UV)x & (UV)(UINT)SIGN));
}
// e^x: error below 1.1 ulp; 2^n is applied in two halves so that denormal results are rounded once.
INLINE V T(exp_of)(V x) {
  V y = T(at_least)(T(at_most)(x, EXP_MAX), EXP_MIN);
  V t = FMA(y, (R)LOG2E, (R)MAGIC);
  V p = T(exp_minus_one_reduced)(y, t) + (V)(R)1;
  V n = t - (V)(R)MAGIC;
  V half = FMA(n, (R)0.5, (R)MAGIC);
  V rest = n - (half - (V)(R)MAGIC) + (V)(R)MAGIC;
  return p * T(power_of_two)(half) * T(power_of_two)(rest);
}
// ln(1 + t) for t in 0…1, as 2 atanh(t / (2 + t)) by its series; within 2.5 ulp.
INLINE V T(log1p_of)(V t) {
  enum { LAST = SCALAR_IS_DOUBLE ? 17 : 7 };
  const V s = t / (t + (V)(R)2), square = s * s;
  V sum = (V)((R)1 / (R)(2 * LAST + 1));
  UNROLL for (int k = LAST - 1; k >= 0; k--) sum = FMA(sum, square, (R)1 / (R)(2 * k + 1));
  return (s + s) * sum;
}
