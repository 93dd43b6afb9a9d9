// Every floating-point inner loop of Foretell, behind one plain C interface.
//
// All matrices are row-major and dense unless a leading dimension (ld…) is given. Every output element is one
// left-to-right chain of fused multiply-adds (with bfloat16 factors: in pairs of terms, the later one first), so every
// variant gives the same bits, apart from sign and payload of NaN. Functions allocate nothing and keep no state but the
// choice of the instruction set; the products use up to 112 KiB of stack. Outputs must not overlap inputs except where
// a function says so.
//
// Error bounds, in units in the last place: exponential 1.1, sigmoid and tanh 2.5, in both types (sigmoid of x < −87 in
// float, x < −708 in double: absolute, less than the smallest normal number). They don't call the C library, so the
// bits depend on the argument alone.
#pragma once
#include <stddef.h>
#include <stdint.h>

// ---- processor ------------------------------------------------------------------------------------------------
// The instruction set in use: 0 portable, 1 AVX2+FMA, 2 AVX-512; the best one available, unless
// FORETELL_ISA=portable|avx2|avx512 names another.
int ft_isa(void);
const char *ft_isa_name(void);
// For tests: sets the instruction set, if the processor has it; returns the one in use afterwards.
int ft_isa_force(int isa);
// Switches on flush-to-zero and denormals-are-zero for the calling thread; pass the result to the function that
// restores the previous mode.
uint32_t ft_flush_denormals_begin(void);
void ft_flush_denormals_end(uint32_t saved);

/// The number of processors that this process may use, at least 1.
int ft_processors(void);

/// Tells the processor that this thread is in a waiting loop.
static inline void ft_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// ---- kernels ----------------------------------------------------------------------------------------------------
// ft_<name>_f32 and ft_<name>_f64 of every kernel in the list.
#include "KernelList.h"

#define FT_DECLARE_F32(type, name, parameters, arguments) type ft_##name##_f32 parameters;
#define FT_DECLARE_F64(type, name, parameters, arguments) type ft_##name##_f64 parameters;
FT_FUNCTIONS(FT_DECLARE_F32, float, double)
FT_FUNCTIONS(FT_DECLARE_F64, double, double)
FT_PORTABLE_FUNCTIONS(FT_DECLARE_F32, float, double)
FT_PORTABLE_FUNCTIONS(FT_DECLARE_F64, double, double)
#undef FT_DECLARE_F32
#undef FT_DECLARE_F64

// ---- bfloat16 factors ----------------------------------------------------------------------------------------------
// The same products and cells with the factors of a sum rounded to bfloat16 (8 bits of mantissa, to nearest even) and
// the sums in float: up to twice as fast where the processor has instructions for it, slower with the same bits
// elsewhere. Values in memory stay float; only packed weights hold words of two factors each. States, gradients of
// pre-activations and the recurrent weights are rounded, and so are inputs and their weights from 32 inputs on; fewer
// inputs and all biases stay float. Denormal numbers count as zero. With weights packed here, ft_…_forward_f32 and
// ft_…_backward_f32 compute the steps; H <= 8192.

// Whether a layer of I inputs rounds them: from 32 on, when they are usually another layer's states and not the data,
// to 16384.
static inline int ft_bfloat16_rounds_inputs(int64_t I) { return I >= 32 && I <= 16384; }

// Whether the processor has instructions for bfloat16 products (AVX-512 BF16) and the instruction set in use includes
// them.
int ft_bfloat16_unit(void);
// For tests: whether those instructions may be used (the default is 1).
void ft_bfloat16_unit_allow(int allowed);

#define FT_DECLARE_BF16(type, name, parameters, arguments) type ft_##name##_bf16 parameters;
FT_PRODUCT_FUNCTIONS(FT_DECLARE_BF16, float, double)
FT_COUNT_FUNCTIONS(FT_DECLARE_BF16, float, double)
FT_PACK_FUNCTIONS(FT_DECLARE_BF16, float, double)
#undef FT_DECLARE_BF16
