#include "CForetellKernels.h"
#include <math.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// One block of Philox 4×32-10 (Salmon, Moraes, Dror, Shaw 2011).
static void philox(uint32_t first, const uint32_t counter[3], const uint32_t key[2], uint32_t out[4]) {
  uint32_t a = first, b = counter[0], c = counter[1], d = counter[2], k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    if (round > 0) {
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    uint64_t p = (uint64_t)0xD2511F53u * a, q = (uint64_t)0xCD9E8D57u * c;
    a = (uint32_t)(q >> 32) ^ b ^ k0;
    c = (uint32_t)(p >> 32) ^ d ^ k1;
    b = (uint32_t)q;
    d = (uint32_t)p;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

// ln x of a positive, normal, finite x: x = m 2^k with m in [√½, √2), ln m = 2 atanh((m − 1)/(m + 1)) by its series,
// whose first term left out is below 2^-57 of the sum. No C library: the same bits everywhere.
static double natural_logarithm(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int exponent = (int)(bits >> 52) - 1023;
  bits = (bits & 0x000fffffffffffffu) | 0x3ff0000000000000u;
  double m;
  memcpy(&m, &bits, sizeof m);
  if (m > 1.4142135623730951) {
    m /= 2;
    exponent++;
  }
  double z = (m - 1) / (m + 1), square = z * z, series = 0;
  for (int odd = 21; odd >= 1; odd -= 2) series = series * square + 1.0 / odd;
  return 2 * z * series + exponent * 0.69314718055994530942;
}

// ln Γ(x) of a positive, normal, finite x: Γ(x) = Γ(x + n) / (x (x + 1) … (x + n − 1)) up to x ≥ 10, then Stirling's
// series (Abramowitz and Stegun 1964, 6.1.40), whose first term left out is below 3e-17.
static double log_gamma(double x) {
  double product = 1;
  while (x < 10) {
    product *= x;
    x += 1;
  }
  double inverse = 1 / x, square = inverse * inverse;
  double series = 1.0 / 156;
  series = series * square - 691.0 / 360360;
  series = series * square + 1.0 / 1188;
  series = series * square - 1.0 / 1680;
  series = series * square + 1.0 / 1260;
  series = series * square - 1.0 / 360;
  series = series * square + 1.0 / 12;
  double value = (x - 0.5) * natural_logarithm(x) - x + 0.91893853320467274178 + series * inverse;
  return product == 1 ? value : value - natural_logarithm(product);
}

// ψ(x) = d ln Γ(x) / dx of a positive, normal, finite x: ψ(x) = ψ(x + n) − Σ 1/(x + k) up to x ≥ 10, then the asymptotic
// series (6.3.18 there).
static double digamma(double x) {
  double sum = 0;
  while (x < 10) {
    sum += 1 / x;
    x += 1;
  }
  double inverse = 1 / x, square = inverse * inverse;
  double series = 1.0 / 12;
  series = series * square - 691.0 / 32760;
  series = series * square + 1.0 / 132;
  series = series * square - 1.0 / 240;
  series = series * square + 1.0 / 252;
  series = series * square - 1.0 / 120;
  series = series * square + 1.0 / 12;
  return natural_logarithm(x) - 0.5 * inverse - series * square - sum;
}

#define R float
#define F(name) name##_f32
#define SQRT sqrtf
#define BITS uint32_t
#define SMALLEST_NORMAL 0x00800000u
#define INFINITE 0x7f800000u
#include "heads.inc.h"
#include "monitor.inc.h"
#undef R
#undef F
#undef SQRT
#undef BITS
#undef SMALLEST_NORMAL
#undef INFINITE
#define R double
#define F(name) name##_f64
#define SQRT sqrt
#define BITS uint64_t
#define SMALLEST_NORMAL 0x0010000000000000u
#define INFINITE 0x7ff0000000000000u
#include "heads.inc.h"
#include "monitor.inc.h"
