#if defined(__x86_64__)
  #include <immintrin.h>
  #include <math.h>
  #include <stdint.h>
  #include <string.h>

  #include "CForetellKernels.h"
  #include "ahead.h"
  #include "tables.h"

  #define VARIANT avx512
  #define VECTOR_BYTES 64
  #define ROWS_1 8
  #define ROWS_2 8
  #define ROWS_3 8
  #define ROWS_4 6
  #define MASKED 512
  #define DOT_UNIT 0
  #pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
  #include "variant.inc.h"
  #pragma clang attribute pop
#endif
