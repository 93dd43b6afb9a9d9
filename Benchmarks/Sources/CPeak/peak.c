#include "CPeak.h"

// 24 chains: more than latency times throughput of any current core asks for, and few enough for 32 registers.
#define CHAINS 24

#define DEFINE_PEAK(name, width, attribute)                                                   \
  typedef float name##_vector __attribute__((vector_size(width * 4)));                        \
  attribute static double name(int64_t rounds, float *sink) {                                 \
    name##_vector a[CHAINS], x, y;                                                            \
    for (int l = 0; l < width; l++) x[l] = 0.999f, y[l] = 0.001f;                             \
    for (int c = 0; c < CHAINS; c++)                                                          \
      for (int l = 0; l < width; l++) a[c][l] = (float)c;                                     \
    for (int64_t r = 0; r < rounds; r++) {                                                    \
      _Pragma("clang fp contract(fast)") _Pragma("clang loop unroll(full)") for (int c = 0;   \
                                                                                c < CHAINS;   \
                                                                                c++) a[c] =   \
          a[c] * x + y;                                                                       \
    }                                                                                         \
    float sum = 0;                                                                            \
    for (int c = 0; c < CHAINS; c++)                                                          \
      for (int l = 0; l < width; l++) sum += a[c][l];                                         \
    *sink += sum;                                                                             \
    return 2.0 * width * CHAINS * (double)rounds;                                             \
  }

#if defined(__x86_64__)
DEFINE_PEAK(peak_avx512, 16, __attribute__((target("avx512f"))))
#undef CHAINS
#define CHAINS 12
DEFINE_PEAK(peak_avx2, 8, __attribute__((target("avx2,fma"))))
DEFINE_PEAK(peak_portable, 4, )

double peak_run(int isa, int64_t rounds, float *sink) {
  if (isa >= 2 && __builtin_cpu_supports("avx512f")) return peak_avx512(rounds, sink);
  if (isa >= 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return peak_avx2(rounds, sink);
  return peak_portable(rounds, sink);
}
#else
DEFINE_PEAK(peak_portable, 4, )

double peak_run(int isa, int64_t rounds, float *sink) {
  (void)isa;
  return peak_portable(rounds, sink);
}
#endif
