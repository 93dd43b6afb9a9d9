#include "CForetellKernels.h"

#include <math.h>
#include <string.h>

#pragma clang fp contract(off)

#if defined(__x86_64__)
  #include <xmmintrin.h>
uint32_t ft_flush_denormals_begin(void) {
  uint32_t saved = _mm_getcsr();
  _mm_setcsr(saved | 0x8040);
  return saved;
}
void ft_flush_denormals_end(uint32_t saved) { _mm_setcsr(saved); }
#else
uint32_t ft_flush_denormals_begin(void) { return 0; }
void ft_flush_denormals_end(uint32_t saved) { (void)saved; }
#endif

int ft_isa(void) { return 0; }
const char *ft_isa_name(void) { return "portable"; }
int ft_isa_force(int isa) {
  (void)isa;
  return 0;
}

#define F_JOIN2(a, b) a##_##b
#define F_JOIN(a, b) F_JOIN2(a, b)

#define R float
#define S f32
#define UINT uint32_t
#define SIGN 0x80000000u
#define MANTISSA 23
#define FMA fmaf
#define SQRT sqrtf
#define LOG2E 0x1.715476p+0f
#define MAGIC 12583039.0f /* 1.5·2²³ + 127 */
#define LN2HI 0x1.62e43p-1f
#define LN2LO -0x1.05c61p-29f
#define SIGMOID_MAX 89.0f
#define SIGMOID_MIN -88.0f
#define TANH_MAX 20.0f
#define EXP_MAX 89.0f
#define EXP_MIN -104.0f
#define EXP_POLY(r)                                                                                                 \
  fmaf(fmaf(fmaf(fmaf(0x1.6d11fep-10f, r, 0x1.120c62p-7f), r, 0x1.555518p-5f), r, 0x1.5554dcp-3f), r, 0.5f)
#include "naive.inc.h"
#undef R
#undef S
#undef UINT
#undef SIGN
#undef MANTISSA
#undef FMA
#undef SQRT
#undef LOG2E
#undef MAGIC
#undef LN2HI
#undef LN2LO
#undef SIGMOID_MAX
#undef SIGMOID_MIN
#undef TANH_MAX
#undef EXP_MAX
#undef EXP_MIN
#undef EXP_POLY

#define R double
#define S f64
#define UINT uint64_t
#define SIGN 0x8000000000000000u
#define MANTISSA 52
#define FMA fma
#define SQRT sqrt
#define LOG2E 0x1.71547652b82fep+0
#define MAGIC 6755399441056767.0 /* 1.5·2⁵² + 1023 */
#define LN2HI 0x1.62e42fefa39efp-1
#define LN2LO 0x1.abc9e3b39803fp-56
#define SIGMOID_MAX 710.0
#define SIGMOID_MIN -709.0
#define TANH_MAX 40.0
#define EXP_MAX 710.0
#define EXP_MIN -746.0
static double exp_poly_f64(double r) {
  double q = 0x1.af39789bfd689p-26;
  q = fma(q, r, 0x1.28922d8c8d4fbp-22);
  q = fma(q, r, 0x1.71de0d573888bp-19);
  q = fma(q, r, 0x1.a019b87f7a6e9p-16);
  q = fma(q, r, 0x1.a01a01a7da98dp-13);
  q = fma(q, r, 0x1.6c16c178b0646p-10);
  q = fma(q, r, 0x1.1111111110996p-7);
  q = fma(q, r, 0x1.5555555553d05p-5);
  q = fma(q, r, 0x1.5555555555556p-3);
  return fma(q, r, 0x1.0000000000001p-1);
}
#define EXP_POLY exp_poly_f64
#include "naive.inc.h"
