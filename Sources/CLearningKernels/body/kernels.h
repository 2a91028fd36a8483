// The text of all kernels; a variant sets its target, tile and names, then includes this.

#include "CLearningKernels.h"

// Only the multiply-adds that are written out may be fused: see the note on bits in the public header.
#pragma STDC FP_CONTRACT OFF
// Sixteen-lane values never cross a call: every helper is inlined.
#pragma clang diagnostic ignored "-Wpsabi"
// `fma`, `exp`, … name what they are; nothing here calls the C library's.
#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"

// In this order: each uses those before it.
#include "vector.h"
#include "functions.h"
#include "gemm.h"
#include "lstm.h"
#include "elementwise.h"
#include "normalization.h"
#include "losses.h"
#include "optimizer.h"
#include "table.h"
