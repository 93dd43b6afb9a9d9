import CForetellKernels

/// The instruction set whose kernels run: portable, avx2 or avx512.
package var kernelInstructionSet: String { String(cString: ft_isa_name()) }
