import CForetellKernels

/// The instruction set whose kernels run: portable, avx2 or avx512.
package var kernelInstructionSet: String { String(cString: ft_isa_name()) }

/// Whether the processor has instructions for bfloat16 products; without them, bfloat16 factors give the same
/// bits but take longer than single precision.
package var hasBFloat16Unit: Bool { ft_bfloat16_unit() != 0 }
