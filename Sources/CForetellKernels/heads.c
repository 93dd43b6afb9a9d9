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
