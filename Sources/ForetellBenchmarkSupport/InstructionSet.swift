import ForetellCore

/// The instruction set whose kernels run: portable, avx2 or avx512.
public var instructionSet: String { kernelInstructionSet }

/// Whether the processor has instructions for bfloat16 products.
public var hasBFloat16: Bool { hasBFloat16Unit }
