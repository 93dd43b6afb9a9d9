// The processor's fp32 peak: independent chains of fused multiply-adds in registers, nothing else.
#pragma once
#include <stdint.h>

// Runs `rounds` rounds on the widest vectors the processor has; returns the floating-point operations done.
// `sink` receives a sum, so that nothing is optimised away.
double peak_run(int64_t rounds, float *sink);
