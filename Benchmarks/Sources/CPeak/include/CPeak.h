// The processor's fp32 peak: independent chains of fused multiply-adds in registers, nothing else.
#pragma once
#include <stdint.h>

// Runs `rounds` rounds on the widest vectors that the processor has and the instruction set allows (0 portable, 1 AVX2,
// 2 AVX-512); returns the number of floating-point operations.
// `sink` receives a sum, so that nothing is optimised away.
double peak_run(int isa, int64_t rounds, float *sink);
