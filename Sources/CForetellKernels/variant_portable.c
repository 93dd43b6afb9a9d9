// The kernels in vectors of 16 bytes, which every processor has. Without a fused multiply-add instruction (x86 before
// 2013) the C library computes it: slow, but the same bits.
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "CForetellKernels.h"
#include "ahead.h"
#include "tables.h"

#define VARIANT portable
#define VECTOR_BYTES 16
#if defined(__aarch64__)  // 32 registers, fused multiply-add in hardware
  #define ROWS_1 8
  #define ROWS_2 8
  #define ROWS_3 8
  #define ROWS_4 6
#else
  #define ROWS_1 4
  #define ROWS_2 4
  #define ROWS_3 2
  #define ROWS_4 2
#endif
#define MASKED 0
#define DOT_UNIT 0
#include "variant.inc.h"
