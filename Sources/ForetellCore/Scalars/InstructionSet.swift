import CForetellKernels

/// The instruction set whose kernels run: portable, avx2 or avx512.
package var kernelInstructionSet: String { String(cString: ft_isa_name()) }

/// Whether the processor multiplies bfloat16; without, bfloat16 factors give the same bits slower than float's own.
package var hasBFloat16Unit: Bool { ft_bfloat16_unit() != 0 }
