import CLearningKernels

/// The numeric kernels for this processor's instruction set.
///
/// Unsafe only to the compiler: a table of C functions without state, written before the program starts.
nonisolated(unsafe) let kernels: lk_kernels = lk_best().pointee
